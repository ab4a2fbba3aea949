// Lists and their nodes in cells. A list is its length, the codes of its entries, then zeros (so that equal lists are equal cells);
// a node says which list it is on, by the cell of that list.

import { type Cells, read } from "./codes.js";
import type { ListCells } from "./layout.js";

/** What a node cell says; a number from FIRST_LIST on is a list's cell plus FIRST_LIST. */
export const NODE_SELF_LINKED = 0;
export const NODE_POISONED = 1;
const FIRST_LIST = 2;

/** What the node of an entry of the list at `list` says. */
export function onList(list: number): number {
  return FIRST_LIST + list;
}

/** The cell of the list a node is on, -1 when it is on none. */
export function listOfNode(node: number): number {
  return node < FIRST_LIST ? -1 : node - FIRST_LIST;
}

/** Place of an entry in the list, 0 for the first; -1 when it is not there. */
export function indexIn(cells: Cells, list: number, entry: number): number {
  const length = read(cells, list);
  for (let index = 0; index < length; index++) if (read(cells, list + 1 + index) === entry) return index;
  return -1;
}

/** The entry at `index`, or `otherwise` when there is none. */
export function entryAt(cells: Cells, list: number, index: number, otherwise: number): number {
  return index >= 0 && index < read(cells, list) ? read(cells, list + 1 + index) : otherwise;
}

/** Puts an entry in; its node is the caller's business. */
export function insertEntry(cells: Cells, list: number, entry: number, where: "front" | "back"): void {
  insertAt(cells, list, entry, where === "front" ? 0 : read(cells, list));
}

/** Puts an entry in as the one at `index`. */
export function insertAt(cells: Cells, list: number, entry: number, index: number): void {
  const length = read(cells, list);
  cells.copyWithin(list + 2 + index, list + 1 + index, list + 1 + length);
  cells[list + 1 + index] = entry;
  cells[list] = length + 1;
}

/** Takes an entry out; its node is the caller's business. */
export function removeEntry(cells: Cells, list: number, entry: number): void {
  const index = indexIn(cells, list, entry);
  if (index < 0) return;
  const length = read(cells, list);
  cells.copyWithin(list + 1 + index, list + 2 + index, list + 1 + length);
  cells[list + length] = 0;
  cells[list] = length - 1;
}

/** Moves all entries of `from` to one end of `to`, in their order, nodes included. */
export function spliceLists(
  cells: Cells,
  from: number,
  to: ListCells,
  where: "front" | "back",
  objectNumber: (code: number) => number,
): void {
  if (from === to.cell) return;
  const count = read(cells, from);
  for (let step = 0; step < count; step++) {
    const entry = read(cells, from + 1 + (where === "front" ? count - 1 - step : step));
    insertEntry(cells, to.cell, entry, where);
    cells[to.nodes[objectNumber(entry)] ?? 0] = onList(to.cell);
  }
  cells.fill(0, from, from + 1 + count);
}
