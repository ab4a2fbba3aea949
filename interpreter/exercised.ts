// How far a finished search puts the model to the test: docs/semantics.md section 7. Looks at every state once more, so that the search itself
// need not.

import { forksOf, wayText } from "../codegen/ir/forks.js";
import { premisesOf, premiseText } from "../codegen/ir/premises.js";
import { isHandler } from "../codegen/ir/program.js";
import { type Cells, read } from "./codes.js";
import type { Coverage } from "./coverage.js";
import { compileProperty } from "./findings/check.js";
import { compileContention } from "./findings/waiting.js";
import { OFF } from "./labels.js";
import type { Machine } from "./machine.js";
import type { Test } from "./scope.js";
import type { StateStore } from "./store.js";

/** What some execution does. */
export interface Exercised {
  readonly reached: ReadonlySet<string>;
  readonly ways: ReadonlySet<string>;
  readonly contended: ReadonlySet<string>;
  readonly came: ReadonlySet<string>;
  readonly premises: ReadonlySet<string>;
  readonly fromTheStart: ReadonlySet<string>;
}

/** A fact about a state that has not been seen yet. */
interface Open {
  readonly text: string;
  readonly holds: Test;
}

export function exercisedBy(machine: Machine, store: StateStore, coverage: Coverage): Exercised {
  const facts = { premises: premiseFacts(machine), contended: contentionFacts(machine), came: arrivalFacts(machine) };
  const found = { premises: new Set<string>(), contended: new Set<string>(), came: new Set<string>() };
  const cells = new Int32Array(machine.layout.width);
  let open = Object.entries(facts).flatMap(([kind, all]) => all.map((fact) => ({ kind, ...fact })));
  for (let state = 0; state < store.count && open.length > 0; state++) {
    store.load(state, cells);
    for (const { kind, text, holds } of open) {
      if (!holds(cells)) continue;
      for (const [name, texts] of Object.entries(found)) if (name === kind) texts.add(text);
      open = open.filter((other) => other.kind !== kind || other.text !== text);
    }
  }
  return { reached: coverage.labels(), ways: waysTaken(machine, coverage), ...found, fromTheStart: atFirst(machine) };
}

function premiseFacts(machine: Machine): readonly Open[] {
  return machine.located.program.properties.flatMap(({ kind, name, condition }) =>
    kind === "invariant"
      ? premisesOf(condition).map((premise, which) => ({ text: premiseText(name, which), holds: compileProperty(machine, premise) }))
      : [],
  );
}

/** Somebody is at an acquisition, and another is in the way. */
function contentionFacts(machine: Machine): readonly Open[] {
  return machine.layout.contexts.flatMap(({ labels }, number) =>
    compileContention(machine, number).flatMap((isInTheWay, pc): readonly Open[] => {
      const label = labels.locations[pc - 1]?.label;
      if (isInTheWay === null || label === undefined) return [];
      return [{ text: label, holds: (cells: Cells) => read(cells, number) === pc && isInTheWay(cells) }];
    }),
  );
}

function arrivalFacts({ layout }: Machine): readonly Open[] {
  return layout.contexts.flatMap(({ context }, number) =>
    !isHandler(context) ? [] : [{ text: context.id, holds: (cells: Cells) => read(cells, number) !== OFF }],
  );
}

function waysTaken({ layout, located }: Machine, coverage: Coverage): ReadonlySet<string> {
  const forks = new Map(forksOf(located).map((location) => [location.label, location.next]));
  return new Set(
    layout.contexts.flatMap(({ labels }, number) =>
      labels.locations.flatMap(({ label }, index) =>
        (forks.get(label) ?? []).flatMap((to, way) => (coverage.taken(number, index + 1, way) ? [wayText(label, to)] : [])),
      ),
    ),
  );
}

function atFirst(machine: Machine): ReadonlySet<string> {
  return new Set(
    machine.located.program.properties.flatMap(({ kind, name, condition }) =>
      kind === "eventually" && compileProperty(machine, condition)(machine.initial) ? [name] : [],
    ),
  );
}
