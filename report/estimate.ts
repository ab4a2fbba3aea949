// Estimates of how many states there are: a row for each check, with what it is based on.

import type { Estimate } from "../harness/estimate/output.js";
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
      return `rejected: ${count(estimate.diagnostics, "diagnostic")}`;
    case "exact":
      return `${count(estimate.states, "state")}, all of them seen; ${time(estimate.seconds)}`;
    case "violated":
      return `ends with a violation after about ${count(estimate.states, "state")}`;
    case "estimate":
      return estimateWords(estimate);
    default:
      return unreachable(estimate);
  }
}

function estimateWords({ states, factor, seconds, seen, depth, longest }: Extract<Estimate, { kind: "estimate" }>): string {
  const between = `between ${rounded(states / factor)} and ${rounded(states * factor)}`;
  const executions = longest === null ? "executions do not end" : `executions take up to ${grouped(longest)} steps`;
  return `about ${rounded(states)} states, ${between}; ${time(seconds)}\n    from how the first ${grouped(seen)} grew, ${grouped(depth)} steps deep; ${executions}`;
}

/** Of TLC, with one worker on this machine. */
function time({ about, least, most }: { readonly about: number; readonly least: number; readonly most: number }): string {
  const [from, to] = [duration(least), duration(most)];
  return from === to ? duration(about) : `${duration(about)}, between ${from} and ${to}`;
}

const UNITS = [
  [60 * 60 * 24 * 365, "years"],
  [60 * 60 * 24, "days"],
  [60 * 60, "h"],
  [60, "min"],
] as const;

function duration(seconds: number): string {
  const [length, unit] = UNITS.find(([size]) => seconds >= 2 * size) ?? [1, "s"];
  return `${rounded(Math.max(1, seconds / length))} ${unit}`;
}

/** Two digits that count. */
function rounded(states: number): string {
  if (states >= 1e15) return states.toExponential(0).replace("+", "");
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, states))) - 1);
  return grouped(Math.round(states / unit) * unit);
}
