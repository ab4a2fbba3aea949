// How many states a check will have to see, before TLC is asked: the builtin engine begins the search and says how it goes on.

import { setImmediate } from "node:timers/promises";
import type { Compilation } from "../codegen/compile.js";
import { sample, walkLengths } from "../interpreter/index.js";
import { prepareChecks } from "./check-files.js";
import { secondsFor } from "./estimate/duration.js";
import { extrapolate } from "./estimate/extrapolate.js";
import type { Estimate } from "./estimate/output.js";
import type { CheckRequest } from "./request.js";

export type { Estimate } from "./estimate/output.js";

const WALKS = { walks: 200, maxSteps: 20_000, seed: 1 } as const;

/** `maxStates` and `timeoutMs` of the request bound the search of each model. */
export async function estimateModels(
  request: CheckRequest,
  told: (estimate: Estimate) => void,
  signal: AbortSignal,
): Promise<readonly Estimate[]> {
  const { compiled } = await prepareChecks(request, {});
  const all: Estimate[] = [];
  for (const { plan, prepared } of compiled) {
    await setImmediate();
    if (signal.aborted) break;
    const estimate: Estimate =
      prepared.kind === "rejected"
        ? { subject: plan.subject, kind: "rejected", diagnostics: prepared.diagnostics.length }
        : { subject: plan.subject, ...estimateOf(prepared.compilation, request) };
    all.push(estimate);
    told(estimate);
  }
  return all;
}

type Numbers = Exclude<Estimate, { kind: "rejected" }> extends infer One ? (One extends unknown ? Omit<One, "subject"> : never) : never;

function estimateOf({ located, passed, crowds }: Compilation, { maxStates, timeoutMs }: CheckRequest): Numbers {
  const bounds = { maxMilliseconds: timeoutMs, ...(maxStates === undefined ? {} : { maxStates }) };
  const began = performance.now();
  const { end, levels, seen, counted } = sample(located, { passed, crowds }, bounds);
  const pace = { milliseconds: performance.now() - began, counted };
  if (end === "complete")
    return { kind: "exact", states: counted, seconds: secondsFor(pace, { about: counted, least: counted, most: counted }) };
  if (end === "found") return { kind: "violated", states: counted };
  const lengths = walkLengths(located, WALKS);
  const longest = lengths === null ? null : Math.max(...lengths);
  const { states: whole, factor } = extrapolate(levels, longest);
  const states = Math.round((whole * counted) / seen);
  const seconds = secondsFor(pace, { about: states, least: Math.max(counted, states / factor), most: states * factor });
  return { kind: "estimate", states, factor, seconds, seen, depth: levels.length, longest };
}
