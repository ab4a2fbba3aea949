// Compares the models of a series. Each is a run of fast-check of its own, so that it shrinks by itself and a series goes on behind a failure.

import fc from "fast-check";
import { type Compiled, compile } from "../support/compile-model.js";
import { randomModel } from "../support/random-models.js";
import { type ComparisonBounds, compareModel, type ModelComparison } from "./compare-model.js";
import type { DrawnModel } from "./drawn-models.js";

export interface Shrunk {
  readonly source: string;
  readonly differences: readonly string[];
}

/** A small model that differs as the one of this seed does, at least in the first words of the first difference. */
export async function shrink(seed: number, bounds: ComparisonBounds, first: string, limitMs: number): Promise<Shrunk | null> {
  const wanted = nature(first);
  const property = fc.asyncProperty(randomModel, async (source) => {
    const { differences } = await compareModel(() => compile(source), bounds);
    return !differences.some((difference) => nature(difference) === wanted);
  });
  const run = await fc.check(property, { seed, numRuns: 1, unbiased: true, interruptAfterTimeLimit: limitMs });
  const [source] = run.counterexample ?? [];
  if (source === undefined) return null;
  const { differences } = await compareModel(() => compile(source), bounds);
  return { source, differences };
}

/** What kind of difference it is: its first words. */
function nature(difference: string): string {
  return difference.split(" ").slice(0, 5).join(" ");
}

/** Counts of a series. */
export interface Tally {
  readonly models: number;
  readonly compared: number;
  readonly rejected: number;
  readonly tooLarge: number;
  /** TLC met its time limit. */
  readonly unfinished: number;
  readonly states: number;
  readonly edges: number;
  /** How often each verdict came out. */
  readonly verdicts: ReadonlyMap<string, number>;
}

export const NO_MODELS: Tally = {
  models: 0,
  compared: 0,
  rejected: 0,
  tooLarge: 0,
  unfinished: 0,
  states: 0,
  edges: 0,
  verdicts: new Map(),
};

export function counted(tally: Tally, comparison: ModelComparison): Tally {
  const models = tally.models + 1;
  switch (comparison.kind) {
    case "rejected":
      return { ...tally, models, rejected: tally.rejected + 1 };
    case "too-large":
      return { ...tally, models, tooLarge: tally.tooLarge + 1 };
    case "unfinished":
      return { ...tally, models, unfinished: tally.unfinished + 1 };
    case "compared": {
      const { states, edges, verdict } = comparison;
      const verdicts = new Map(tally.verdicts).set(verdict, (tally.verdicts.get(verdict) ?? 0) + 1);
      return { ...tally, models, compared: tally.compared + 1, states: tally.states + states, edges: tally.edges + edges, verdicts };
    }
  }
}

export interface Failure extends Shrunk {
  readonly index: number;
  readonly seed: number;
}

export interface SeriesOptions extends ComparisonBounds {
  readonly models: Iterator<DrawnModel, void>;
  readonly compare?: (compiled: () => Compiled, bounds: ComparisonBounds) => Promise<ModelComparison>;
  /** How many models are compared; those that are not come on top. */
  readonly runs: number;
  /** How many models at a time. */
  readonly lanes: number;
  /** No model begins after this long. */
  readonly limitMs: number;
  readonly started?: (index: number) => void;
  readonly failed?: (failure: Failure) => void;
  readonly unfinished?: (model: DrawnModel, reason: string) => void;
  readonly done?: (tally: Tally, index: number) => void;
}

/** Compares the models of a series; what fails is given unshrunk. */
export async function runSeries(options: SeriesOptions): Promise<{ readonly tally: Tally; readonly failures: readonly Failure[] }> {
  const { models, runs, lanes, limitMs, compare = compareModel } = options;
  const began = performance.now();
  const failures: Failure[] = [];
  let tally = NO_MODELS;
  let planned = 0;
  const lane = async (): Promise<void> => {
    while (planned < runs && performance.now() - began < limitMs) {
      const next = models.next();
      if (next.done === true) return;
      const model = next.value;
      planned++;
      options.started?.(model.index);
      const comparison = await compare(model.compiled, options);
      tally = counted(tally, comparison);
      if (comparison.kind !== "compared") planned--;
      if (comparison.kind === "unfinished") options.unfinished?.(model, comparison.reason);
      options.done?.(tally, model.index);
      if (comparison.differences.length === 0) continue;
      const failure = { index: model.index, seed: model.seed, source: model.source, differences: comparison.differences };
      failures.push(failure);
      options.failed?.(failure);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { tally, failures };
}
