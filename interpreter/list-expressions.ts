// Expressions that read lists, given the place of the list compiled.

import type { Expression } from "../codegen/ir/expression.js";
import { NULL, POISON, read } from "./codes.js";
import { entryAt, indexIn } from "./lists.js";
import type { Evaluate, Located, Scope, Test } from "./scope.js";

/** First or last entry of the list. */
export function listEnd(scope: Scope, expression: Extract<Expression, { kind: "list-end" }>, list: Located): Evaluate {
  const { faults } = scope;
  const { end, orNull } = expression;
  return (cells) => {
    const cell = list.at(cells);
    if (cell < 0) return POISON;
    const length = read(cells, cell);
    if (length > 0) return entryAt(cells, cell, end === "first" ? 0 : length - 1, NULL);
    if (orNull) return NULL;
    faults.note("list-corruption");
    return POISON;
  };
}

/** Neighbour of an entry, NULL past the end; of an object that is not on the list it is a fault. */
export function listNeighbour(
  scope: Scope,
  expression: Extract<Expression, { kind: "list-neighbour" }>,
  list: Located,
  of: Evaluate,
): Evaluate {
  const { faults } = scope;
  const offset = expression.direction === "next" ? 1 : -1;
  return (cells) => {
    const cell = list.at(cells);
    const entry = of(cells);
    if (cell < 0 || entry === POISON) return POISON;
    if (entry === NULL) return NULL;
    const index = indexIn(cells, cell, entry);
    if (index >= 0) return entryAt(cells, cell, index + offset, NULL);
    faults.note("list-corruption");
    return POISON;
  };
}

/** The object is an entry. NULL is on no list. */
export function listContains(list: Located, object: Evaluate): Test {
  return (cells) => {
    const cell = list.at(cells);
    const entry = object(cells);
    return cell >= 0 && indexIn(cells, cell, entry) >= 0;
  };
}
