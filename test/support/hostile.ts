// Results in which every text of a model is the same payload.

import type { CheckResult } from "../../harness/result.js";
import { longTrace } from "./long-traces.js";
import { context, finding, lock, rejected, span, toolFailure, verified, violated } from "./results.js";

/** A violation, an unexpected verification, a rejection and a failure, all full of `text`. */
export function hostile(text: string): readonly CheckResult[] {
  const file = `models/${text}.ts`;
  const at = { ...span(3, 1, 5), file };
  const subject = { file, model: text, variants: { [text]: text }, parameters: { [text]: 1 }, configuration: text };
  const who = context(text);
  const bad = lock(text, "spinlock_t", { instance: text, function: text, at });
  const way = longTrace(6);
  const steps = way.steps.map((step) => ({
    ...step,
    context: who,
    what: text,
    at,
    callTrace: [{ function: text, at }],
    held: [text],
    changes: [{ name: text, before: text, after: text }],
    positions: [
      {
        context: text,
        cpu: 0,
        state: "running" as const,
        at,
        function: text,
        held: [text],
        waitsFor: [{ what: text, context: text }],
        irqs: true,
      },
    ],
    action: text,
  }));
  const standing = {
    context: who,
    state: "waiting" as const,
    waitsFor: [{ what: text, context: text }],
    at,
    callTrace: [{ function: text, at }],
    held: [bad],
  };
  const trace = {
    ...way,
    initial: [{ name: text, value: text }],
    unchanged: [],
    start: [],
    actions: { [text]: text },
    steps,
    standing: [standing],
  };
  const found = finding("circular-wait", {
    message: text,
    property: text,
    context: who,
    at,
    function: text,
    lock: bad,
    held: [bad],
    callTrace: [{ function: text, at }],
  });
  const lockOrder = {
    complete: true,
    classes: [{ name: text, type: "spinlock_t" as const, outer: 3, inner: 3, usage: "...." }],
    edges: [{ from: text, to: text, at, function: text, contexts: [text], offending: true }],
  };
  const diagnostics = [{ code: "LM101", message: text, span: at, notes: [{ message: text, span: at }] }];
  return [
    violated(found, trace, { subject, lockOrder }),
    verified({ subject, asExpected: false, lockOrder }),
    rejected({ subject, diagnostics }),
    toolFailure({ subject, message: text, detail: [text] }),
  ];
}
