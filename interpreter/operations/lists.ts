// The list functions of the language, one step each. What CONFIG_DEBUG_LIST would report is the fault list-corruption.

import type { Place } from "../../codegen/ir/expression.js";
import type { Operation } from "../../codegen/ir/graph.js";
import { type Cells, FALSE, NULL, read, TRUE } from "../codes.js";
import { compileList, compilePlace, localCell } from "../expressions.js";
import type { Layout, ListCells } from "../layout.js";
import {
  entryAt,
  indexIn,
  insertAt,
  insertEntry,
  listOfNode,
  NODE_POISONED,
  NODE_SELF_LINKED,
  onList,
  removeEntry,
  spliceLists,
} from "../lists.js";
import { type CompiledStep, type Site, single } from "./site.js";

export function compileListAdd(site: Site, operation: Extract<Operation, { kind: "list-add" }>): CompiledStep {
  const node = compileNode(site, operation.node);
  const list = compileList(site.scope, operation.list);
  const wasEmpty = operation.wasEmpty === null ? -1 : localCell(site.scope, operation.wasEmpty);
  return single((cells) => {
    site.begin();
    const cell = node.at(cells);
    const target = list.at(cells);
    if (cell >= 0 && listOfNode(read(cells, cell)) >= 0) site.faults.note("list-corruption");
    if (site.failed(cells)) return true;
    if (wasEmpty >= 0) cells[wasEmpty] = read(cells, target) === 0 ? TRUE : FALSE;
    insertEntry(cells, target, node.entry(cell), operation.where);
    cells[cell] = onList(target);
    return site.go(cells, 0);
  });
}

export function compileListInsert(site: Site, operation: Extract<Operation, { kind: "list-insert" }>): CompiledStep {
  const node = compileNode(site, operation.node);
  const other = compileNode(site, operation.other);
  return single((cells) => {
    site.begin();
    const cell = node.at(cells);
    const neighbour = other.at(cells);
    if (cell >= 0 && neighbour >= 0) {
      const onNone = listOfNode(read(cells, neighbour)) < 0;
      if (onNone || listOfNode(read(cells, cell)) >= 0) site.faults.note("list-corruption");
    }
    if (site.failed(cells)) return true;
    const list = listOfNode(read(cells, neighbour));
    const index = indexIn(cells, list, other.entry(neighbour));
    insertAt(cells, list, node.entry(cell), operation.where === "after" ? index + 1 : index);
    cells[cell] = onList(list);
    return site.go(cells, 0);
  });
}

/** A node that is on no list stays where it is, but is marked as told: `list_del` poisons a self-linked node. */
export function compileListRemove(site: Site, operation: Extract<Operation, { kind: "list-remove" }>): CompiledStep {
  const node = compileNode(site, operation.node);
  const after = operation.leave === "poisoned" ? NODE_POISONED : NODE_SELF_LINKED;
  return single((cells) => {
    site.begin();
    const cell = node.at(cells);
    if (cell >= 0 && read(cells, cell) === NODE_POISONED) site.faults.note("list-corruption");
    if (site.failed(cells)) return true;
    unlink(cells, cell, node.entry(cell));
    cells[cell] = after;
    return site.go(cells, 0);
  });
}

export function compileListMove(site: Site, operation: Extract<Operation, { kind: "list-move" }>): CompiledStep {
  const node = compileNode(site, operation.node);
  const list = compileList(site.scope, operation.list);
  return single((cells) => {
    site.begin();
    const cell = node.at(cells);
    const target = list.at(cells);
    if (cell >= 0 && read(cells, cell) === NODE_POISONED) site.faults.note("list-corruption");
    if (site.failed(cells)) return true;
    unlink(cells, cell, node.entry(cell));
    insertEntry(cells, target, node.entry(cell), operation.where);
    cells[cell] = onList(target);
    return site.go(cells, 0);
  });
}

export function compileListSplice(site: Site, operation: Extract<Operation, { kind: "list-splice" }>): CompiledStep {
  const { layout } = site.scope;
  const from = compileList(site.scope, operation.from);
  const to = compileList(site.scope, operation.to);
  return single((cells) => {
    site.begin();
    const source = from.at(cells);
    const target = to.at(cells);
    if (operation.intoEmpty && target >= 0 && read(cells, target) > 0) site.faults.note("list-corruption");
    if (site.failed(cells)) return true;
    spliceLists(cells, source, listAt(layout, target), operation.where, layout.codes.objectNumber);
    return site.go(cells, 0);
  });
}

export function compileListTakeFirst(site: Site, operation: Extract<Operation, { kind: "list-take-first" }>): CompiledStep {
  const { layout } = site.scope;
  const list = compileList(site.scope, operation.list);
  const result = localCell(site.scope, operation.result);
  return single((cells) => {
    site.begin();
    const source = list.at(cells);
    if (site.failed(cells)) return true;
    const entry = entryAt(cells, source, 0, NULL);
    if (entry !== NULL) {
      removeEntry(cells, source, entry);
      cells[listAt(layout, source).nodes[layout.codes.objectNumber(entry)] ?? 0] = NODE_SELF_LINKED;
    }
    cells[result] = entry;
    return site.go(cells, 0);
  });
}

function unlink(cells: Cells, node: number, entry: number): void {
  const list = listOfNode(read(cells, node));
  if (list >= 0) removeEntry(cells, list, entry);
}

/** A node place: its cell, and the code of the object that a node cell belongs to. */
function compileNode(site: Site, place: Place): { readonly at: (cells: Cells) => number; readonly entry: (cell: number) => number } {
  const { layout } = site.scope;
  const entries = new Map(
    layout.instances.flatMap(({ cell, object, field }) =>
      field.id === place.field ? [[cell, layout.codes.objectCode(layout.codes.objects[object] ?? "")] as const] : [],
    ),
  );
  return { at: compilePlace(site.scope, place).at, entry: (cell) => entries.get(cell) ?? NULL };
}

function listAt(layout: Layout, cell: number): ListCells {
  const list = layout.listAt.get(cell);
  if (list === undefined) throw new Error(`no list at cell ${cell}`);
  return list;
}
