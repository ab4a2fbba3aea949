// The models of a series, one after the other. They are type-checked some at a time, as that takes a third of the time.

import fc from "fast-check";
import { type Compiled, compile, compileAll } from "../support/compile-model.js";
import { randomModel } from "../support/random-models.js";

/** The seed of fast-check for one model of a series. */
export function seedOf(seed: number, index: number): number {
  return Math.imul(seed * 1_000_003 + index, 0x9e3779b1) | 0;
}

/** The text of a model of a series. */
export function modelOf(seed: number): string {
  const [text] = fc.sample(randomModel, { seed, numRuns: 1, unbiased: true });
  if (text === undefined) throw new Error("no model");
  return text;
}

export interface DrawnModel {
  readonly index: number;
  /** The seed of fast-check for this model. */
  readonly seed: number;
  readonly source: string;
  /** May throw what the compiler throws. */
  readonly compiled: () => Compiled;
}

/** One model by its own seed, outside of any series. */
export function drawnModel(seed: number): DrawnModel {
  const source = modelOf(seed);
  return { index: 0, seed, source, compiled: () => compile(source) };
}

const TOGETHER = 16;

/** Endless. Model `index` of a series with `seed` is always the same one. `change`: what is made of the text of a model with a seed of its own. */
export function* drawnModels(
  seed: number,
  from = 0,
  change: (source: string, seed: number) => string = (source) => source,
): Generator<DrawnModel, never> {
  for (let first = from; ; first += TOGETHER) {
    const seeds = Array.from({ length: TOGETHER }, (_, place) => seedOf(seed, first + place));
    const sources = seeds.map((own) => change(modelOf(own), own));
    const compiled = compiledTogether(sources);
    for (const [place, source] of sources.entries())
      yield { index: first + place, seed: seeds[place] ?? 0, source, compiled: compiled?.[place] ?? (() => compile(source)) };
  }
}

/** Null when the compiler breaks on one of them: each alone will tell which. */
function compiledTogether(sources: readonly string[]): ReturnType<typeof compileAll> | null {
  try {
    return compileAll(sources);
  } catch {
    return null;
  }
}
