// Estimates of how many states there are: a row for each check, with what it is based on.

import type { Estimate } from "../harness/estimate.js";
import { visible } from "./lines.js";
import { count, grouped, variantText } from "./names.js";
import { unreachable } from "./unreachable.js";

export function renderEstimate(estimate: Estimate): string {
  const { subject } = estimate;
  return `${visible([subject.model, variantText(subject)].join("  "))}  ${words(estimate)}\n`;
}

function words(estimate: Estimate): string {
  switch (estimate.kind) {
    case "rejected":
      return `rejected: ${count(estimate.diagnostics, "diagnostic")}; lockproof check shows them`;
    case "exact":
      return `${count(estimate.states, "state")}, all of them seen`;
    case "violated":
      return `ends with a violation after about ${count(estimate.states, "state")}`;
    case "estimate":
      return estimateWords(estimate);
    default:
      return unreachable(estimate);
  }
}

function estimateWords({ states, factor, seen, depth, longest }: Extract<Estimate, { kind: "estimate" }>): string {
  const between = `between ${rounded(states / factor)} and ${rounded(states * factor)}`;
  const executions = longest === null ? "executions do not end" : `executions take up to ${grouped(longest)} steps`;
  return `about ${rounded(states)} states, ${between}\n    from how the first ${grouped(seen)} grew, ${grouped(depth)} steps deep; ${executions}`;
}

/** Two digits that count. */
function rounded(states: number): string {
  if (states >= 1e15) return states.toExponential(0).replace("+", "");
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, states))) - 1);
  return grouped(Math.round(states / unit) * unit);
}
