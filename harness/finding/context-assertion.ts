// What the finding context-assertion says: which function is called where it must not be, and what the kernel asserts there.

import { assertedBy, type ContextAssertion } from "../../codegen/ir/graph.js";
import type { Location } from "../../codegen/ir/located.js";
import type { Context, Program } from "../../codegen/ir/program.js";
import type { BuiltTrace } from "../trace/build-trace.js";
import { passedNodes } from "../trace/passed-nodes.js";
import { lastFlip } from "./switched-off.js";
import { since } from "./words.js";

/** `f calls local_bh_enable with interrupts off (disabled at x.ts:4:5): lockdep_assert_irqs_enabled().` */
export function contextMessage(built: BuiltTrace, context: Context, here: Location): string {
  const failed = failedAssertion(built.last.program.program, context, here);
  const does = `${context.id} ${doing(here)}`;
  if (failed === null) return `${does} in a context that it forbids.`;
  return `${does} ${whereText(built, context, failed)}: ${failed.includes("(") ? failed : `${failed}()`}.`;
}

/** A guard has no call of its own. */
function doing({ node: { call, operation } }: Location): string {
  if (call !== undefined) return `calls ${call}`;
  return operation.kind === "bottom-halves" ? `${operation.action}s bottom halves` : "is";
}

function whereText(built: BuiltTrace, context: Context, failed: ContextAssertion): string {
  switch (failed) {
    case "lockdep_assert_preemption_disabled":
      return "with preemption enabled";
    case "lockdep_assert_irqs_enabled": {
      const began = context.level !== "hardirq" && !context.irqSafe;
      return `with interrupts off${since("disabled", lastFlip(passedNodes(built, context), began, false).at(-1)?.span ?? null)}`;
    }
    case "lockdep_assert_RT_in_threaded_ctx":
      return "in a hard interrupt that PREEMPT_RT runs in no thread";
    case "WARN_ON(in_hardirq())":
      return "in a hard interrupt";
  }
}

/** The first that the kernel would warn of; null: none. */
export function failedAssertion(program: Program, context: Context, { node, state }: Location): ContextAssertion | null {
  return assertedBy(node.operation).find((assertion) => fails(program, context, state, assertion)) ?? null;
}

function fails(
  { configuration }: Program,
  { level, threadable }: Context,
  { irqs, preemption, bottomHalves }: Location["state"],
  assertion: ContextAssertion,
): boolean {
  switch (assertion) {
    case "lockdep_assert_preemption_disabled":
      return level === "task" && irqs && preemption === 0 && (bottomHalves === 0 || configuration.preemptRt);
    case "lockdep_assert_irqs_enabled":
      return !irqs;
    case "lockdep_assert_RT_in_threaded_ctx":
      return level === "hardirq" && !threadable;
    case "WARN_ON(in_hardirq())":
      return level === "hardirq";
  }
}
