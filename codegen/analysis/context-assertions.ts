// Where what a function asserts of its context may fail: a context stops there, so that the rule about it can judge the place.
// Protects: no place that the rule forbids is joined with another, or passed.

import { assertedBy, type ContextAssertion, type Operation } from "../ir/graph.js";
import type { Typestate } from "../ir/located.js";
import type { Context } from "../ir/program.js";
import { unreachable } from "../ir/unreachable.js";

/** Errs on the side of yes. `runners`: the contexts that can be there. */
export function mayBeInWrongContext(operation: Operation, { irqs }: Typestate, runners: readonly Context[]): boolean {
  return assertedBy(operation).some((assertion) => mayFail(assertion, irqs, runners));
}

function mayFail(assertion: ContextAssertion, irqs: boolean, runners: readonly Context[]): boolean {
  switch (assertion) {
    case "lockdep_assert_preemption_disabled":
      return true;
    case "lockdep_assert_irqs_enabled":
      return !irqs;
    case "lockdep_assert_RT_in_threaded_ctx":
    case "WARN_ON(in_hardirq())":
      return runners.some(({ level }) => level === "hardirq");
    default:
      return unreachable(assertion);
  }
}
