// TLC's states of a specification with a VIEW against those of the model, exchanges taken into account: one of each kind, and no other.

import type { Compilation } from "../../codegen/compile.js";
import { stateReader } from "../../harness/trace/interpreted.js";
import { canonicalText, decode, projectionTo } from "../../interpreter/index.js";
import { parseDot } from "../../tla-tools/index.js";
import { type AllFindings, allFindings } from "../support/all-findings.js";
import { runDumping } from "../support/equal-graphs.js";
import { leastOfAlike } from "../support/exchanges.js";

export interface ExchangedStates {
  readonly differences: readonly string[];
  readonly theirs: number;
  readonly mine: number;
}

/** `found`: the states of the model at which contexts stop; of them counts what the specification says. */
export async function compareExchanged(compilation: Compilation, found: AllFindings): Promise<ExchangedStates> {
  const mine = statesSaid(compilation, found);
  const theirs = await statesOfTlc(compilation);
  const alike = (states: ReadonlySet<string>): ReadonlySet<string> => new Set([...states].map((state) => leastOfAlike(state, compilation)));
  const kinds = alike(mine);
  return {
    mine: mine.size,
    theirs: theirs.size,
    differences: [
      ...onlyIn(kinds, alike(theirs)).map((state) => `TLC misses ${state}`),
      ...onlyIn(theirs, mine).map((state) => `only TLC has ${state}`),
      ...(theirs.size === kinds.size ? [] : [`TLC has ${theirs.size} states, ${kinds.size} would do`]),
    ],
  };
}

/** The states without data that the specification leaves out. */
export function statesSaid({ located, of }: Compilation, { states }: AllFindings): ReadonlySet<string> {
  const said = projectionTo(of);
  return new Set(states.map((cells) => canonicalText(said(decode(located, cells)))));
}

export async function statesOfTlc(compilation: Compilation): Promise<ReadonlySet<string>> {
  const result = await runDumping(compilation, compilation.emitted.runs.survey, false);
  if (result.outcome !== "verified") throw new Error("text" in result ? result.text : JSON.stringify(result.process));
  const dump = parseDot(result.dot ?? "");
  if (dump === null) throw new Error("TLC's dump cannot be read");
  const read = stateReader(compilation.of, compilation.emitted.variables);
  return new Set([...dump.states.values()].map((state) => canonicalText(read(state))));
}

export function statesOfModel({ located, passed }: Compilation, maxStates = 200_000): AllFindings {
  return allFindings(located, passed, maxStates);
}

export function onlyIn(left: ReadonlySet<string>, right: ReadonlySet<string>): readonly string[] {
  return [...left].filter((text) => !right.has(text));
}
