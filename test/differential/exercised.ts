// What TLC saw of a model against what the interpreter saw: places, ways, contended locks, handlers, premises.

import type { Compilation } from "../../codegen/compile.js";
import { hiddenForks, wayText } from "../../codegen/ir/forks.js";
import { exercisedOf } from "../../harness/trace/exercised.js";
import type { Exploration } from "../../interpreter/index.js";
import type { TlcRunResult } from "../../tla-tools/index.js";

/** In what the two differ, in words; nothing is compared unless both have seen all states. */
export function compareExercised(compilation: Compilation, mine: Exploration, theirs: TlcRunResult): readonly string[] {
  if (mine.exercised === null || theirs.outcome !== "verified") return [];
  const told = exercisedOf(theirs.prints, compilation);
  const hidden = new Set(hiddenForks(compilation.located).flatMap(({ label, next }) => next.map((to) => wayText(label, to))));
  const within = (ways: ReadonlySet<string>): ReadonlySet<string> => new Set([...ways].filter((way) => hidden.has(way)));
  return [
    ...differ("place", mine.exercised.reached, told.reached),
    ...differ("way", within(mine.exercised.ways), within(told.ways)),
    ...differ("contention", mine.exercised.contended, told.contended),
    ...differ("coming", mine.exercised.came, told.came),
    ...differ("premise", mine.exercised.premises, told.premises),
    ...differ("eventuality from the start", mine.exercised.fromTheStart, told.fromTheStart),
  ];
}

function differ(what: string, mine: ReadonlySet<string>, theirs: ReadonlySet<string>): readonly string[] {
  const only = (who: string, left: ReadonlySet<string>, right: ReadonlySet<string>): readonly string[] =>
    [...left].filter((text) => !right.has(text)).map((text) => `only ${who} sees the ${what} ${JSON.stringify(text)}`);
  return [...only("the interpreter", mine, theirs), ...only("TLC", theirs, mine)];
}
