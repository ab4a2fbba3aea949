// What a run printed of how far it put the model to the test: the facts that `Exercised` and `WaysTaken` tell (specs/lib/Observation.tla).

import type { Compilation } from "../../codegen/compile.js";
import { wayText } from "../../codegen/ir/forks.js";
import { premiseText } from "../../codegen/ir/premises.js";
import type { TlaValue, TlcPrint } from "../../tla-tools/index.js";
import type { Exercised } from "../vacuity.js";
import { textOf } from "./flat-state.js";
import { observationsOf } from "./observations.js";

export function exercisedOf(prints: readonly TlcPrint[], { located, emitted }: Compilation): Exercised {
  const names = new Map(emitted.propertyNames.map((name, index) => [name, located.program.properties[index]?.name ?? name]));
  const places = new Set(located.graphs.flatMap(({ locations }) => locations.map(({ label }) => label)));
  const property = (value: TlaValue | undefined): string => names.get(text(value)) ?? text(value);
  const facts = prints.map(({ values: [value] }) => (value?.kind === "tuple" ? value.elements : []));
  const told = (what: string): readonly (readonly (TlaValue | undefined)[])[] =>
    facts.flatMap(([head, ...about]) => (text(head) === what ? [about] : []));
  return {
    reached: new Set([...observationsOf(prints).reached].filter((label) => places.has(label))),
    ways: new Set(told("way").map(([from, to]) => wayText(text(from), text(to)))),
    contended: new Set(told("contended").map(([label]) => text(label))),
    came: new Set(told("comes").map(([context]) => text(context))),
    premises: new Set(told("premise").map(([name, which]) => premiseText(property(name), which?.kind === "int" ? which.value : 0))),
    fromTheStart: new Set(told("from the start").map(([name]) => property(name))),
  };
}

/** The names of each `reachable` that holds in a state that was seen. */
export function fulfilledIn(prints: readonly TlcPrint[], { located, emitted }: Compilation): ReadonlySet<string> {
  const told = new Set(
    prints.flatMap(({ values: [value] }) => {
      const [head, name] = value?.kind === "tuple" ? value.elements : [];
      return text(head) === "reachable" ? [text(name)] : [];
    }),
  );
  const { properties } = located.program;
  return new Set(properties.flatMap(({ name }, index) => (told.has(emitted.propertyNames[index] ?? "") ? [name] : [])));
}

/**
 * What a search printed that was stopped and gone on with. Its second part knows nothing of what was printed in the first, and takes the
 * state it begins with for the first of all: `from the start` is the first part's word alone.
 */
export function printsOfParts(first: readonly TlcPrint[], second: readonly TlcPrint[]): readonly TlcPrint[] {
  return [...first, ...second.filter(({ values: [value] }) => value?.kind !== "tuple" || text(value.elements[0]) !== "from the start")];
}

function text(value: TlaValue | undefined): string {
  return value === undefined ? "" : textOf(value);
}
