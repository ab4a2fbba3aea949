// Locks by the expression that names them, as the model writes it: lockdep compares instances only to find what is released and what nests.

import type { Expression, Place } from "../../ir/expression.js";
import type { Program } from "../../ir/program.js";

/** The text of each place; two places that would read alike are numbered. */
export function instanceTexts(program: Program): (place: Place) => string {
  const byPlace = new Map<string, string>();
  const taken = new Set<string>();
  return (place) => {
    const key = JSON.stringify(place);
    const known = byPlace.get(key);
    if (known !== undefined) return known;
    const text = placeText(program, place);
    let unique = text;
    for (let number = 2; taken.has(unique); number++) unique = `${text} (${number})`;
    byPlace.set(key, unique);
    taken.add(unique);
    return unique;
  };
}

function placeText(program: Program, { field, object }: Place): string {
  const name = program.fields.find((candidate) => candidate.id === field)?.name ?? field;
  return object === null ? name : `${objectText(program, object)}.${name}`;
}

function objectText(program: Program, expression: Expression): string {
  switch (expression.kind) {
    case "value":
      return expression.value.kind === "object" ? expression.value.id : "NULL";
    case "local":
      return program.graphs.flatMap(({ locals }) => locals).find(({ id }) => id === expression.local)?.name ?? expression.local;
    case "field":
      return placeText(program, expression.place);
    case "argument":
      return "argument";
    default:
      return "object";
  }
}
