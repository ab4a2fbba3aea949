// Allocation and free. An allocation may take any object that is not allocated, so it has one option for each, and one for failing.

import type { Operation } from "../../codegen/ir/graph.js";
import { type Cells, NULL, read } from "../codes.js";
import { compileValue, localCell } from "../expressions.js";
import type { Instance, Layout } from "../layout.js";
import { listOfNode, NODE_SELF_LINKED } from "../lists.js";
import { mayHaveReaders } from "../readers.js";
import { type CompiledStep, type Site, single } from "./site.js";

export function compileAllocate(site: Site, operation: Extract<Operation, { kind: "allocate" }>): CompiledStep {
  const { layout } = site.scope;
  const { codes } = layout;
  const objects = layout.located.program.pools.find((pool) => pool.id === operation.pool)?.objects ?? [];
  const result = localCell(site.scope, operation.result);
  const options = objects.map((id) => {
    const code = codes.objectCode(id);
    return { code, allocation: layout.memory[codes.objectNumber(code)] ?? -1, first: firstValues(layout, id) };
  });
  const step = (cells: Cells, option: number): boolean => {
    const chosen = options[option];
    if (chosen === undefined) {
      cells[result] = NULL;
      return site.go(cells, 0);
    }
    if (read(cells, chosen.allocation) === 1) return false;
    cells[chosen.allocation] = 1;
    for (const { cell, value } of chosen.first) cells[cell] = value;
    cells[result] = chosen.code;
    return site.go(cells, 0);
  };
  return { options: options.length + (operation.mayFail ? 1 : 0), step };
}

/** Data and list nodes of an object as they are at first. */
function firstValues(layout: Layout, id: string): readonly { readonly cell: number; readonly value: number }[] {
  return layout.instances.flatMap(({ field, object, cell }) => {
    if (object < 0 || layout.codes.objects[object] !== id) return [];
    if (field.type.kind === "list-node") return [{ cell, value: NODE_SELF_LINKED }];
    const value = field.initial[id];
    const isData = ["int", "bool", "enum", "ref"].includes(field.type.kind);
    return isData && value !== undefined ? [{ cell, value: layout.codes.codeOf(value) }] : [];
  });
}

export function compileFree(site: Site, operation: Extract<Operation, { kind: "free" }>): CompiledStep {
  const { layout } = site.scope;
  const { codes, memory } = layout;
  const object = compileValue(site.scope, operation.object);
  const parts = new Map(
    operation.objects.map((id) => [codes.objectCode(id), layout.instances.filter((instance) => ownerOf(layout, instance) === id)]),
  );
  return single((cells) => {
    site.begin();
    const code = object(cells);
    if (site.failed(cells)) return true;
    if (code === NULL) return site.go(cells, 0);
    const allocation = memory[codes.objectNumber(code)] ?? -1;
    if (read(cells, allocation) === 0) site.faults.note("double-free");
    if (parts.get(code)?.some((instance) => isInUse(layout, cells, instance)) === true) site.faults.note("free-active");
    if (site.failed(cells)) return true;
    cells[allocation] = 0;
    return site.go(cells, 0);
  });
}

function ownerOf(layout: Layout, { object }: Instance): string | undefined {
  return layout.codes.objects[object];
}

/** A held lock, a queued timer, a node on a list, a list with entries, a wait queue with waiters. */
function isInUse(layout: Layout, cells: Cells, { field, cell }: Instance): boolean {
  switch (field.type.kind) {
    case "lock": {
      const size = mayHaveReaders(field) ? 1 + layout.contexts.length : 1;
      return cells.subarray(cell, cell + size).some((holder) => holder !== 0);
    }
    case "list-head":
      return read(cells, cell) !== 0;
    case "deferred":
      return read(cells, cell) === 1;
    case "list-node":
      return listOfNode(read(cells, cell)) >= 0;
    case "wait-queue":
      return layout.sleepers.some((_, sleeper) => read(cells, cell + sleeper) !== 0);
    case "semaphore":
    case "int":
    case "bool":
    case "enum":
    case "ref":
      return false;
  }
}
