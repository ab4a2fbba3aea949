// Traces with everything a report can show at each step, of any length.

import type { CheckResult, Position, Step, Trace } from "../../harness/result.js";
import { context, finding, span, step, trace, violated } from "./results.js";

type Violated = Extract<CheckResult, { outcome: "violated" }>;

const CONTEXTS = [context("one", "task", 0), context("two", "kworker", 1), context("nvme", "hardirq", 0)] as const;

function position(id: string, over: Partial<Position> = {}): Position {
  return { context: id, cpu: 0, state: "running", at: span(12, 3, 4), function: "f", held: [], waitsFor: [], irqs: true, ...over };
}

function stepNumber(index: number): Step {
  const who = CONTEXTS[index % 4 < 2 ? 0 : index % 4 === 2 ? 1 : 2];
  const visible = index % 3 === 0;
  return step(index + 2, who, visible ? `sets counter to ${index}` : "goes on", {
    at: span(10 + (index % 40), 3, 8),
    changes: visible ? [{ name: "counter", before: String(Math.max(0, index - 3)), after: String(index) }] : [],
    positions: [position(who.id, { at: span(11 + (index % 40), 3, 8), held: index % 2 === 0 ? ["A"] : [], cpu: who.cpu })],
    action: `f:${10 + (index % 40)}`,
  });
}

/** A trace of `length` steps of three contexts. */
export function longTrace(length: number, over: Partial<Trace> = {}): Trace {
  const steps = Array.from({ length }, (_, index) => stepNumber(index));
  const standing = CONTEXTS.map((who) => ({ context: who, state: "running" as const, waitsFor: [], at: null, callTrace: [], held: [] }));
  return trace({
    initial: [{ name: "counter", value: "0" }],
    unchanged: [{ name: "limit", value: "7" }],
    start: CONTEXTS.map(({ id, cpu }) => position(id, { cpu, state: id === "nvme" ? "idle" : "running" })),
    actions: Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`f:${10 + index}`, `pc[self] = "f:${10 + index}" ->\n  Goto(self, "next")`]),
    ),
    steps,
    standing,
    ...over,
  });
}

export function longResult(length: number, over: Partial<Trace> = {}): Violated {
  return violated(finding("invariant", { property: "counter stays small", context: null }), longTrace(length, over));
}
