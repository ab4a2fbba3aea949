// The first state: docs/semantics.md section 2, last column.

import { runsOnce } from "../codegen/ir/program.js";
import { type Cells, NULL } from "./codes.js";
import { lines } from "./flushing.js";
import { OFF } from "./labels.js";
import { type Instance, type Layout, type ListCells } from "./layout.js";
import { onList } from "./lists.js";

/** The cells of the first state. Lists on stacks are empty, and all that is not said here is 0: free, self-linked, running, nobody. */
export function initialCells(layout: Layout): Cells {
  const cells = new Int32Array(layout.width);
  layout.contexts.forEach(({ context, labels, remaining, locals }, number) => {
    cells[number] = runsOnce(context) ? labels.entry : OFF;
    if (remaining >= 0) cells[remaining] = context.times;
    for (const local of locals.values()) cells[local] = NULL;
  });
  layout.memory.forEach((cell, object) => {
    if (cell >= 0) cells[cell] = layout.located.program.memory[layout.codes.objects[object] ?? ""] === true ? 1 : 0;
  });
  for (const instance of layout.instances) initialize(layout, cells, instance);
  lineUp(layout, cells);
  return cells;
}

/** Items that are queued from the start, in the order of the program. */
function lineUp(layout: Layout, cells: Cells): void {
  layout.contexts.forEach(({ context: { workqueue, timer } }, number) => {
    const line = layout.flush.lines.get(workqueue ?? "");
    const initial = layout.fields.get(timer?.field ?? "")?.field.initial[timer?.object ?? ""];
    if (line !== undefined && initial?.kind === "bool" && initial.value) lines.join(cells, line, number);
  });
}

function initialize(layout: Layout, cells: Cells, instance: Instance): void {
  const { field, cell } = instance;
  const owner = instance.object < 0 ? "" : (layout.codes.objects[instance.object] ?? "");
  switch (field.type.kind) {
    case "int":
    case "bool":
    case "enum":
    case "ref": {
      const value = field.initial[owner];
      if (value === undefined) throw new Error(`no first value of '${instance.key}'`);
      cells[cell] = layout.codes.codeOf(value);
      return;
    }
    case "semaphore": {
      const permits = field.initial[owner];
      cells[cell] = permits?.kind === "int" ? permits.value : 1;
      return;
    }
    case "deferred": {
      const queued = field.initial[owner];
      cells[cell] = queued?.kind === "bool" && queued.value ? 1 : 0;
      return;
    }
    case "list-head": {
      const list = layout.listAt.get(cell);
      if (list !== undefined) fill(layout, cells, list, field.entries[owner] ?? []);
      return;
    }
    case "lock":
    case "list-node":
    case "wait-queue":
      return;
  }
}

function fill(layout: Layout, cells: Cells, list: ListCells, entries: readonly string[]): void {
  cells[list.cell] = entries.length;
  entries.forEach((id, index) => {
    const code = layout.codes.objectCode(id);
    cells[list.cell + 1 + index] = code;
    cells[list.nodes[layout.codes.objectNumber(code)] ?? 0] = onList(list.cell);
  });
}
