// acquire, try-acquire, release: the owner of a lock is the number of a context plus one, 0 when it is free.

import type { Operation } from "../../codegen/ir/graph.js";
import { FALSE, read, TRUE } from "../codes.js";
import { compilePlace, localCell } from "../expressions.js";
import { type CompiledStep, type Site, single } from "./site.js";

const FREE = 0;

/** Enabled when the lock is free, and when the lock is NULL, which is a fault and no wait. */
export function compileAcquire(site: Site, operation: Extract<Operation, { kind: "acquire" }>): CompiledStep {
  const { fixed, at } = compilePlace(site.scope, operation.acquisition.lock);
  const owner = site.me + 1;
  if (fixed >= 0) {
    return single((cells) => {
      if (read(cells, fixed) !== FREE) return false;
      cells[fixed] = owner;
      return site.go(cells, 0);
    });
  }
  return single((cells) => {
    site.begin();
    const lock = at(cells);
    if (site.failed(cells)) return true;
    if (read(cells, lock) !== FREE) return false;
    cells[lock] = owner;
    return site.go(cells, 0);
  });
}

export function compileTryAcquire(site: Site, operation: Extract<Operation, { kind: "try-acquire" }>): CompiledStep {
  const { at } = compilePlace(site.scope, operation.acquisition.lock);
  const result = operation.result === null ? -1 : localCell(site.scope, operation.result);
  const owner = site.me + 1;
  return single((cells) => {
    site.begin();
    const lock = at(cells);
    if (site.failed(cells)) return true;
    const taken = read(cells, lock) === FREE;
    if (taken) cells[lock] = owner;
    if (result >= 0) cells[result] = taken ? TRUE : FALSE;
    return site.go(cells, taken ? 0 : 1);
  });
}

export function compileRelease(site: Site, operation: Extract<Operation, { kind: "release" }>): CompiledStep {
  const { at } = compilePlace(site.scope, operation.lock);
  const owner = site.me + 1;
  return single((cells) => {
    site.begin();
    const lock = at(cells);
    if (lock >= 0 && read(cells, lock) !== owner) site.faults.note("unlock-balance");
    if (site.failed(cells)) return true;
    cells[lock] = FREE;
    return site.go(cells, 0);
  });
}
