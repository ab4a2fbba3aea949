// Semaphores: a cell with the number of permits.

import type { Operation } from "../../codegen/ir/graph.js";
import { FALSE, read, TRUE } from "../codes.js";
import { compilePlace, localCell } from "../expressions.js";
import { type CompiledStep, type Site, single } from "./site.js";

export function compileDown(site: Site, operation: Extract<Operation, { kind: "down" }>): CompiledStep {
  const { at } = compilePlace(site.scope, operation.semaphore);
  return single((cells) => {
    site.begin();
    const semaphore = at(cells);
    if (site.failed(cells)) return true;
    if (read(cells, semaphore) === 0) return false;
    cells[semaphore] = read(cells, semaphore) - 1;
    return site.go(cells, 0);
  });
}

/** The result is true when there was no permit. */
export function compileTryDown(site: Site, operation: Extract<Operation, { kind: "try-down" }>): CompiledStep {
  const { at } = compilePlace(site.scope, operation.semaphore);
  const result = operation.result === null ? -1 : localCell(site.scope, operation.result);
  return single((cells) => {
    site.begin();
    const semaphore = at(cells);
    if (site.failed(cells)) return true;
    const taken = read(cells, semaphore) > 0;
    if (taken) cells[semaphore] = read(cells, semaphore) - 1;
    if (result >= 0) cells[result] = taken ? FALSE : TRUE;
    return site.go(cells, taken ? 0 : 1);
  });
}

/** More permits than the declaration allows are out of range. */
export function compileUp(site: Site, operation: Extract<Operation, { kind: "up" }>): CompiledStep {
  const { at } = compilePlace(site.scope, operation.semaphore);
  const type = site.scope.layout.fields.get(operation.semaphore.field)?.field.type;
  const max = type?.kind === "semaphore" ? type.max : 0;
  return single((cells) => {
    site.begin();
    const semaphore = at(cells);
    if (semaphore >= 0 && read(cells, semaphore) === max) site.faults.note("out-of-range");
    if (site.failed(cells)) return true;
    cells[semaphore] = read(cells, semaphore) + 1;
    return site.go(cells, 0);
  });
}
