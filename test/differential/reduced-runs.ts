// Random models with and without each reduction, in the interpreter: what is found and what is reached must be the same.

import { alikeObjectsOf } from "../../codegen/analysis/alike/index.js";
import { passedPlaces } from "../../codegen/analysis/fusion/index.js";
import { REDUCTIONS } from "../../codegen/analysis/reductions.js";
import { sliced } from "../../codegen/analysis/slice/index.js";
import { crowdsOf } from "../../codegen/analysis/symmetry.js";
import { compileProgram } from "../../codegen/compile.js";
import type { LocatedProgram } from "../../codegen/ir/located.js";
import type { Program } from "../../codegen/ir/program.js";
import { canonicalText, decode, projectionTo } from "../../interpreter/index.js";
import { type AllFindings, allFindings } from "../support/all-findings.js";
import { leastOfAlike } from "../support/exchanges.js";
import { withStatistics } from "../support/random-models-statistics.js";
import { type DrawnModel, drawnModels } from "./drawn-models.js";

export interface Reduced {
  readonly kind: "too-large" | "compared";
  /** Empty: all is well. */
  readonly differences: readonly string[];
  readonly states: number;
  readonly reducedStates: number;
  /** There are contexts or objects that can change places. */
  readonly exchanges: boolean;
  /** There is data that no verdict depends on. */
  readonly slices: boolean;
}

export function compareReduced(located: LocatedProgram, maxStates: number): Reduced {
  const whole = allFindings(located, new Set(), maxStates);
  if (!whole.complete) return { ...NOTHING, kind: "too-large", states: whole.states.length };
  const slice = sliced(located);
  const slices = slice !== located;
  const [safety, temporal] = (["safety", "temporal"] as const).map((purpose) =>
    allFindings(located, passedPlaces(located, purpose), maxStates),
  );
  if (safety === undefined || temporal === undefined) throw new Error("two purposes");
  const small = slices ? allFindings(slice, passedPlaces(slice, "safety"), maxStates) : safety;
  const exchanged = withExchanges(slice, maxStates);
  return {
    kind: "compared",
    states: whole.states.length,
    reducedStates: (exchanged ?? small).states.length,
    exchanges: exchanged !== null,
    slices,
    differences: [
      ...[safety, temporal, ...(slices ? [small] : []), ...(exchanged === null ? [] : [exchanged])].flatMap((found) => lost(whole, found)),
      ...(slices ? compareSlice(located, whole, slice, maxStates) : []),
    ],
  };
}

const NOTHING = { differences: [], states: 0, reducedStates: 0, exchanges: false, slices: false } as const;

/** A slice has the states of the program, without what it leaves out, and no other. */
function compareSlice(located: LocatedProgram, whole: AllFindings, slice: LocatedProgram, maxStates: number): readonly string[] {
  const found = allFindings(slice, new Set(), maxStates);
  const rest = projectionTo(slice);
  const expected = new Set(whole.states.map((cells) => canonicalText(rest(decode(located, cells)))));
  const states = new Set(found.states.map((cells) => canonicalText(decode(slice, cells))));
  return [
    ...lost(whole, found),
    ...only(expected, states).map((state) => `not in the slice: ${state}`),
    ...only(states, expected).map((state) => `only in the slice: ${state}`),
  ];
}

/** Explores one of the states that differ only in which context or object is which; null when none can be exchanged. */
function withExchanges(located: LocatedProgram, maxStates: number): AllFindings | null {
  const crowds = crowdsOf(located);
  const alike = alikeObjectsOf(located, crowds);
  if (crowds.length === 0 && alike.length === 0) return null;
  const keyOf = (cells: Int32Array): string => leastOfAlike(canonicalText(decode(located, cells)), { crowds, alike });
  return allFindings(located, passedPlaces(located, "safety"), maxStates, keyOf);
}

export interface ReducedTally {
  readonly compared: number;
  readonly tooLarge: number;
  readonly rejected: number;
  readonly differ: number;
  /** Models that have fewer states. */
  readonly fewer: number;
  /** Models in which contexts or objects can change places. */
  readonly exchanging: number;
  /** Models with data that no verdict depends on. */
  readonly slicing: number;
  readonly states: number;
  readonly reducedStates: number;
}

export interface ReducedFailure extends Pick<DrawnModel, "index" | "seed" | "source"> {
  readonly differences: readonly string[];
}

export interface ReducedSeries {
  readonly seed: number;
  /** Index of the first model of the series, 0 by default. */
  readonly from?: number;
  /** How many models are compared; those that are not come on top. */
  readonly runs: number;
  readonly maxStates: number;
}

/** A series in which every other model has statistics in it. */
export function reducibleModels(seed: number, from = 0): Generator<DrawnModel, never> {
  return drawnModels(seed, from, (source, own) => (own % 2 === 0 ? withStatistics(source, own) : source));
}

/** Compares the models of a series. */
export function runReducedSeries(
  { seed, from = 0, runs, maxStates }: ReducedSeries,
  failed: (failure: ReducedFailure) => void,
  done: (tally: ReducedTally, index: number) => void = () => undefined,
): ReducedTally {
  const models = reducibleModels(seed, from);
  let tally = NO_MODELS;
  while (tally.compared < runs) {
    const { value: model } = models.next();
    const reduced = reducedOf(model, maxStates);
    tally = counted(tally, reduced);
    if (reduced !== null && reduced.differences.length > 0) failed({ ...model, differences: reduced.differences });
    done(tally, model.index);
  }
  return tally;
}

const NO_MODELS: ReducedTally = {
  compared: 0,
  tooLarge: 0,
  rejected: 0,
  differ: 0,
  fewer: 0,
  exchanging: 0,
  slicing: 0,
  states: 0,
  reducedStates: 0,
};

function counted(tally: ReducedTally, reduced: Reduced | null): ReducedTally {
  if (reduced === null) return { ...tally, rejected: tally.rejected + 1 };
  if (reduced.kind === "too-large") return { ...tally, tooLarge: tally.tooLarge + 1 };
  return {
    ...tally,
    compared: tally.compared + 1,
    differ: tally.differ + (reduced.differences.length > 0 ? 1 : 0),
    fewer: tally.fewer + (reduced.reducedStates < reduced.states ? 1 : 0),
    exchanging: tally.exchanging + (reduced.exchanges ? 1 : 0),
    slicing: tally.slicing + (reduced.slices ? 1 : 0),
    states: tally.states + reduced.states,
    reducedStates: tally.reducedStates + reduced.reducedStates,
  };
}

/** Null when the model is rejected. An exception is a difference. */
function reducedOf(model: DrawnModel, maxStates: number): Reduced | null {
  try {
    const { program } = model.compiled();
    const outcome = program === null ? null : compileProgram(program, () => null);
    if (program === null || outcome === null || "diagnostics" in outcome) return null;
    emitted(program);
    return compareReduced(outcome.compilation.located, maxStates);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...NOTHING, kind: "compared", differences: [`exception: ${text}`] };
  }
}

/** Writes the reduced specifications: the emitter must know every step that the analysis fuses. */
function emitted(program: Program): void {
  const outcome = compileProgram(program, () => null, REDUCTIONS);
  if ("compilation" in outcome) outcome.compilation.temporal();
}

function lost(whole: AllFindings, reduced: AllFindings): readonly string[] {
  return [
    ...only(whole.findings, reduced.findings).map((finding) => `lost: ${finding}`),
    ...only(reduced.findings, whole.findings).map((finding) => `invented: ${finding}`),
    ...only(whole.reached, reduced.reached).map((label) => `not reached: ${label}`),
    ...only(reduced.reached, whole.reached).map((label) => `reached by nobody: ${label}`),
  ];
}

function only(left: ReadonlySet<string>, right: ReadonlySet<string>): readonly string[] {
  return [...left].filter((text) => !right.has(text));
}
