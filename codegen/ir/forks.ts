// Places with two ways on, and which of them an execution took: what says whether a branch was ever taken.

import type { LocatedProgram, Location } from "./located.js";

/** Places whose two ways lead to different places. */
export function forksOf(program: LocatedProgram): readonly Location[] {
  return program.graphs.flatMap(({ locations }) => locations.filter(({ next }) => next.length === 2 && next[0] !== next[1]));
}

/** Places with one way in: an execution that is there has taken it. */
export function privatePlaces(program: LocatedProgram): ReadonlySet<string> {
  const ways = new Map<string, number>();
  const count = (label: string): void => void ways.set(label, (ways.get(label) ?? 0) + 1);
  for (const { entry, locations } of program.graphs) {
    count(entry);
    for (const label of locations.flatMap(({ next }) => next)) count(label);
  }
  return new Set([...ways].filter(([, number]) => number === 1).map(([label]) => label));
}

/** Forks of which the places reached do not say which ways were taken. */
export function hiddenForks(program: LocatedProgram): readonly Location[] {
  const alone = privatePlaces(program);
  return forksOf(program).filter(({ next }) => next.some((label) => !alone.has(label)));
}

/** One text for one way. */
export function wayText(from: string, to: string): string {
  return `${from}\n${to}`;
}
