// The report of a finding in lockdep's shape: a total table from kind to text. What the kernel prints and a model does not have
// (addresses, process ids, the hardware) is left out; nothing is made up.

import type { CheckResult, Finding, Trace } from "../../harness/result.js";
import type { Line } from "../lines.js";
import { unreachable } from "../unreachable.js";
import { circularWaitLines, circularWaitTitle } from "./circular-wait.js";
import { heading } from "./heading.js";
import {
  contextAssertionLines,
  contextAssertionTitle,
  HELD_LOCK_FREED_TITLE,
  heldAtEndLines,
  heldAtEndTitle,
  heldLockFreedLines,
  RCU_USAGE_TITLE,
  rcuUsageLines,
  sleepInAtomicLines,
  sleepInAtomicTitle,
  unlockBalanceLines,
  unlockBalanceTitle,
} from "./lock-state.js";
import { faultLines, PLAIN_TITLES, propertyLines, stuckLines } from "./property.js";
import { WAIT_CONTEXT_TITLE, waitContextLines } from "./wait-context.js";

export type Violated = Extract<CheckResult, { outcome: "violated" }>;

export function splatLines({ subject, finding, trace }: Violated): readonly Line[] {
  return [...heading(splatTitle(finding, trace), subject), ...bodyLines(finding, trace)];
}

/** The title line, also the heading of other report formats. */
export function splatTitle(finding: Finding, trace: Trace): string {
  switch (finding.kind) {
    case "wait-context":
      return WAIT_CONTEXT_TITLE;
    case "circular-wait":
      return circularWaitTitle(finding, trace);
    case "unlock-balance":
      return unlockBalanceTitle(finding);
    case "held-lock-freed":
      return HELD_LOCK_FREED_TITLE;
    case "held-at-end":
      return heldAtEndTitle(finding);
    case "sleep-in-atomic":
      return sleepInAtomicTitle(finding);
    case "rcu-usage":
      return RCU_USAGE_TITLE;
    case "context-assertion":
      return contextAssertionTitle(finding);
    case "assertion":
    case "invariant":
    case "eventually":
    case "reachable":
    case "stuck":
    case "list-corruption":
    case "null-dereference":
    case "use-after-free":
    case "double-free":
    case "free-active":
    case "refcount":
    case "out-of-range":
      return PLAIN_TITLES[finding.kind];
    default:
      return unreachable(finding.kind);
  }
}

function bodyLines(finding: Finding, trace: Trace): readonly Line[] {
  switch (finding.kind) {
    case "wait-context":
      return waitContextLines(finding);
    case "circular-wait":
      return circularWaitLines(finding, trace);
    case "unlock-balance":
      return unlockBalanceLines(finding);
    case "held-lock-freed":
      return heldLockFreedLines(finding);
    case "held-at-end":
      return heldAtEndLines(finding);
    case "sleep-in-atomic":
      return sleepInAtomicLines(finding);
    case "rcu-usage":
      return rcuUsageLines(finding);
    case "context-assertion":
      return contextAssertionLines(finding);
    case "assertion":
    case "list-corruption":
    case "null-dereference":
    case "use-after-free":
    case "double-free":
    case "free-active":
    case "refcount":
    case "out-of-range":
      return faultLines(finding, trace);
    case "invariant":
    case "eventually":
    case "reachable":
      return propertyLines(finding);
    case "stuck":
      return stuckLines(trace);
    default:
      return unreachable(finding.kind);
  }
}
