// TLC's verdict on a model against the interpreter's. Where several rules are broken at one depth, either may be reported; so the state that
// TLC shows is judged again by the interpreter, and the lengths of the shortest counterexamples are compared.

import type { Compilation } from "../../codegen/compile.js";
import type { FindingKind } from "../../codegen/ir/program.js";
import { stateReader } from "../../harness/trace/interpreted.js";
import { compileChecker } from "../../interpreter/findings/check.js";
import {
  canonicalText,
  compileProgram,
  decode,
  type Exploration,
  type InterpretedState,
  initialState,
  replay,
  successors,
} from "../../interpreter/index.js";
import { FAULTS } from "../../interpreter/labels.js";
import type { TlcRunResult } from "../../tla-tools/index.js";

const RULES: ReadonlyMap<string, FindingKind> = new Map([
  ["NothingHeldAtEnd", "held-at-end"],
  ["ValidWaitContext", "wait-context"],
  ["NoSleepInAtomicContext", "sleep-in-atomic"],
  ["NoSuspiciousRcuUsage", "rcu-usage"],
  ["NoWrongContext", "context-assertion"],
  ["NoCircularWait", "circular-wait"],
  ["NotStuckInQueue", "stuck"],
]);

/** What TLC's runs on one model gave. */
export interface Judged {
  readonly safety: TlcRunResult;
  /** The run that decides: the first one that finds something, else the last. */
  readonly deciding: TlcRunResult;
  /** The run that found a way to a `reachable`, by its name. */
  readonly witnesses: ReadonlyMap<string, TlcRunResult>;
  /** The `reachable` that no state satisfies. */
  readonly unreachable: string | null;
}

/** In what the two verdicts differ, in words; empty when they agree. */
export function compareVerdicts(compilation: Compilation, mine: Exploration, judged: Judged): readonly string[] {
  const { deciding: theirs, unreachable } = judged;
  if (unreachable !== null) {
    const agrees = mine.outcome === "violated" && mine.finding.kind === "reachable" && mine.finding.property === unreachable;
    return agrees ? [] : [`TLC does not reach ${unreachable}, the interpreter finds ${describe(mine)}`];
  }
  return [...compareWitnesses(compilation, mine, judged.witnesses), ...compareDeciding(compilation, mine, theirs)];
}

/** Both show a shortest way. */
function compareWitnesses(compilation: Compilation, mine: Exploration, theirs: Judged["witnesses"]): readonly string[] {
  return [...theirs].flatMap(([property, run]) => {
    const states = statesOf(compilation, run);
    const own = mine.witnesses.find(({ name }) => name === property)?.trace.states.length;
    const same = own === states.length ? [] : [`TLC reaches ${property} in state ${states.length}, the interpreter in ${own ?? "none"}`];
    return [...replayProblems(compilation, states), ...same];
  });
}

function compareDeciding(compilation: Compilation, mine: Exploration, theirs: TlcRunResult): readonly string[] {
  if (theirs.outcome === "verified") return mine.outcome === "verified" ? [] : [`TLC verifies, the interpreter finds ${describe(mine)}`];
  const states = statesOf(compilation, theirs);
  const kind = kindOf(theirs, Object.values(states.at(-1)?.pc ?? {}));
  if (kind === null) return [`TLC says ${theirs.outcome}: ${"text" in theirs ? theirs.text : theirs.process.outputTail.join(" ")}`];
  if (mine.outcome !== "violated") return [`TLC finds ${kind}, the interpreter says ${mine.outcome}`];
  const said = `TLC finds ${kind} in state ${states.length}, the interpreter ${describe(mine)}`;
  return [
    ...replayProblems(compilation, states),
    ...(kind === "eventually" || mine.finding.kind === "eventually" ? [] : judgementProblems(compilation, states, kind)),
    ...(fits(mine, kind, states.length) ? [] : [said]),
  ];
}

/**
 * TLC tries all successors of a state before it looks whether the next one is stuck, so it may show a longer counterexample than one that is
 * stuck; otherwise both are shortest.
 */
function fits(mine: Extract<Exploration, { outcome: "violated" }>, kind: FindingKind, length: number): boolean {
  const own = mine.trace.states.length;
  if (kind === "eventually" || mine.finding.kind === "eventually") return kind === mine.finding.kind;
  return own === length || (mine.finding.kind === "stuck" && kind !== "stuck" && length === own + 1);
}

function describe(mine: Exploration): string {
  return mine.outcome === "violated" ? `${mine.finding.kind} in state ${mine.trace.states.length}` : mine.outcome;
}

function statesOf(compilation: Compilation, result: TlcRunResult): readonly InterpretedState[] {
  const read = stateReader(compilation.located, compilation.emitted.variables);
  return (result.trace?.states ?? []).map((state) => read(state.variables));
}

/** `places`: where the contexts are in the last state. */
export function kindOf(result: TlcRunResult, places: readonly string[]): FindingKind | null {
  switch (result.outcome) {
    case "invariant":
      return result.name === "NoFault" ? faultIn(places) : (RULES.get(result.name) ?? "invariant");
    case "deadlock":
      return "stuck";
    case "temporal":
      return "eventually";
    default:
      return null;
  }
}

function faultIn(places: readonly string[]): FindingKind | null {
  return FAULTS.find((fault: FindingKind) => places.some((place) => place.startsWith(`${fault} at `))) ?? null;
}

function replayProblems({ located }: Compilation, states: readonly InterpretedState[]): readonly string[] {
  const replayed = replay(located, states);
  return replayed.fits ? [] : [`state ${replayed.index + 1} of TLC's trace is no step: ${replayed.differences.join("; ")}`];
}

/** What the interpreter says of the last state that TLC shows, seen for itself. */
function judgementProblems({ located }: Compilation, states: readonly InterpretedState[], kind: FindingKind): readonly string[] {
  const checker = compileChecker(compileProgram(located));
  let packed = initialState(located);
  for (const state of states.slice(1)) {
    const wanted = canonicalText(state);
    const next = successors(located, packed).find((successor) => canonicalText(decode(located, successor.state)) === wanted);
    if (next === undefined) return [];
    packed = next.state;
  }
  const found = checker.first(packed) ?? (successors(located, packed).length === 0 ? checker.last(packed) : null);
  return found?.kind === kind ? [] : [`TLC finds ${kind} in its last state, the interpreter ${found?.kind ?? "nothing"}`];
}
