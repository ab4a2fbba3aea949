// acquire, try-acquire, release, downgrade. The owner of a lock is the number of a context plus one, 0 when there is none; a lock with readers
// has a cell for each context behind it that counts how often that one reads.

import type { Place } from "../../codegen/ir/expression.js";
import type { LockMode, Operation } from "../../codegen/ir/graph.js";
import { type Cells, FALSE, read, TRUE } from "../codes.js";
import { compilePlace, localCell } from "../expressions.js";
import { isReaderLock, readers } from "../readers.js";
import { type CompiledStep, type Site, single } from "./site.js";

const FREE = 0;

/** What taking a lock asks for and does, given the cell of the lock. */
interface Taking {
  readonly possible: (cells: Cells, lock: number) => boolean;
  readonly take: (cells: Cells, lock: number) => void;
}

function taking(site: Site, lock: Place, mode: LockMode): Taking {
  const me = site.me + 1;
  const own = (cells: Cells, at: number): void => void (cells[at] = me);
  if (!isReaderLock(site.scope.layout, lock.field)) return { possible: (cells, at) => read(cells, at) === FREE, take: own };
  const count = site.scope.layout.contexts.length;
  if (mode === "exclusive") return { possible: (cells, at) => read(cells, at) === FREE && !readers.any(cells, at, count), take: own };
  return {
    possible: (cells, at) => read(cells, at) === FREE,
    take: (cells, at) => {
      cells[at + me] = read(cells, at + me) + 1;
    },
  };
}

/** Enabled when nobody is in the way, and when the lock is NULL, which is a fault and no wait. */
export function compileAcquire(site: Site, operation: Extract<Operation, { kind: "acquire" }>): CompiledStep {
  const { lock: place, mode } = operation.acquisition;
  const { at } = compilePlace(site.scope, place);
  const { possible, take } = taking(site, place, mode);
  return single((cells) => {
    site.begin();
    const lock = at(cells);
    if (site.failed(cells)) return true;
    if (!possible(cells, lock)) return false;
    take(cells, lock);
    return site.go(cells, 0);
  });
}

export function compileTryAcquire(site: Site, operation: Extract<Operation, { kind: "try-acquire" }>): CompiledStep {
  const { lock: place, mode } = operation.acquisition;
  const { at } = compilePlace(site.scope, place);
  const { possible, take } = taking(site, place, mode);
  const result = operation.result === null ? -1 : localCell(site.scope, operation.result);
  return single((cells) => {
    site.begin();
    const lock = at(cells);
    if (site.failed(cells)) return true;
    const taken = possible(cells, lock);
    if (taken) take(cells, lock);
    if (result >= 0) cells[result] = taken ? TRUE : FALSE;
    return site.go(cells, taken ? 0 : 1);
  });
}

export function compileRelease(site: Site, operation: Extract<Operation, { kind: "release" }>): CompiledStep {
  const { at } = compilePlace(site.scope, operation.lock);
  const me = site.me + 1;
  const shared = operation.mode === "shared";
  return single((cells) => {
    site.begin();
    const lock = at(cells);
    const held = lock >= 0 && (shared ? read(cells, lock + me) > 0 : read(cells, lock) === me);
    if (lock >= 0 && !held) site.faults.note("unlock-balance");
    if (site.failed(cells)) return true;
    if (shared) cells[lock + me] = read(cells, lock + me) - 1;
    else cells[lock] = FREE;
    return site.go(cells, 0);
  });
}

export function compileDowngrade(site: Site, operation: Extract<Operation, { kind: "downgrade" }>): CompiledStep {
  const { at } = compilePlace(site.scope, operation.lock);
  const me = site.me + 1;
  return single((cells) => {
    site.begin();
    const lock = at(cells);
    if (lock >= 0 && read(cells, lock) !== me) site.faults.note("unlock-balance");
    if (site.failed(cells)) return true;
    cells[lock] = FREE;
    cells[lock + me] = read(cells, lock + me) + 1;
    return site.go(cells, 0);
  });
}

/** The lock is as new; its holder must not do that. */
export function compileLockInit(site: Site, operation: Extract<Operation, { kind: "lock-init" }>): CompiledStep {
  const { at } = compilePlace(site.scope, operation.lock);
  const me = site.me + 1;
  const count = isReaderLock(site.scope.layout, operation.lock.field) ? site.scope.layout.contexts.length : 0;
  return single((cells) => {
    site.begin();
    const lock = at(cells);
    if (lock >= 0 && (read(cells, lock) === me || (count > 0 && read(cells, lock + me) > 0))) site.faults.note("held-lock-freed");
    if (site.failed(cells)) return true;
    cells.fill(0, lock, lock + 1 + count);
    return site.go(cells, 0);
  });
}
