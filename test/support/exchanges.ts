// States that differ only in which of some contexts, or objects, is which: the least text among them stands for all.

import type { AlikeObjects } from "../../codegen/analysis/alike/index.js";

export interface Exchangeable {
  readonly crowds: readonly (readonly string[])[];
  readonly alike: readonly AlikeObjects[];
}

/** The least text of a state (as of `canonicalText`) under all exchanges. */
export function leastOfAlike(state: string, { crowds, alike }: Exchangeable): string {
  const exchanged = [
    ...crowds.map((crowd) => exchangesOf(crowd, contextPattern)),
    ...alike.map(({ objects }) => exchangesOf(objects, objectPattern)),
  ];
  const all = exchanged.reduce<readonly string[]>(
    (texts, exchanges) => texts.flatMap((text) => exchanges.map((exchange) => exchange(text))),
    [state],
  );
  return all.map(sorted).sort()[0] ?? state;
}

/** Contexts are keys and values. */
function contextPattern(id: string): RegExp {
  return new RegExp(`(?<=\\[|")${escaped(id)}(?=\\]|\\\\)`, "gu");
}

/** Objects are those, and the first part of the names of what is in them. */
function objectPattern(id: string): RegExp {
  return new RegExp(`(?<![\\w.\\]])${escaped(id)}`, "gu");
}

function escaped(text: string): string {
  return text.replaceAll(/[.[\]]/gu, "\\$&");
}

function exchangesOf(ids: readonly string[], pattern: (id: string) => RegExp): readonly ((text: string) => string)[] {
  return permutations(ids).map((others) => (text) => {
    const marked = ids.reduce((rest, id, index) => rest.replaceAll(pattern(id), `#${index}#`), text);
    return others.reduce((rest, id, index) => rest.replaceAll(`#${index}#`, id), marked);
  });
}

/** The components of a state in the order of their names. */
function sorted(state: string): string {
  const parts: unknown = JSON.parse(state);
  return Array.isArray(parts) ? JSON.stringify(parts.map((part) => JSON.stringify(part)).sort()) : state;
}

function permutations(items: readonly string[]): readonly (readonly string[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
