// How many states a check will have to see, before TLC is asked: the builtin engine begins the search and says how it goes on.

import { setImmediate } from "node:timers/promises";
import type { Compilation } from "../codegen/compile.js";
import { sample, walkLengths } from "../interpreter/index.js";
import { prepareChecks } from "./check-files.js";
import { extrapolate } from "./estimate/extrapolate.js";
import type { CheckRequest } from "./request.js";
import type { Subject } from "./result.js";

export type Estimate = { readonly subject: Subject } & (
  | { readonly kind: "rejected"; readonly diagnostics: number }
  /** Every state was seen: this is what TLC will count. */
  | { readonly kind: "exact"; readonly states: number }
  /** Something is wrong after so many states, and TLC stops there, too. */
  | { readonly kind: "violated"; readonly states: number }
  | {
      readonly kind: "estimate";
      readonly states: number;
      readonly factor: number;
      /** States that the builtin engine saw, fused steps not joined, and how many steps deep. */
      readonly seen: number;
      readonly depth: number;
      /** Steps of the longest of some random executions; null when they do not end. */
      readonly longest: number | null;
    }
);

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
  const { end, levels, seen, counted } = sample(located, { passed, crowds }, bounds);
  if (end === "complete") return { kind: "exact", states: counted };
  if (end === "found") return { kind: "violated", states: counted };
  const lengths = walkLengths(located, WALKS);
  const longest = lengths === null ? null : Math.max(...lengths);
  const { states, factor } = extrapolate(levels, longest);
  return { kind: "estimate", states: Math.round((states * counted) / seen), factor, seen, depth: levels.length, longest };
}
