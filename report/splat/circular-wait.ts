// Contexts that wait for each other. lockdep says "possible": it has seen an order of classes. Here the deadlock is reached, so the word is
// left out and everybody in the circle is shown with what it holds (lockdep.c: print_circular_bug, print_deadlock_bug).

import type { Finding, Standing, Trace } from "../../harness/result.js";
import { blank, type Line, lines } from "../lines.js";
import { callTraceLines, heldLines, lockText } from "../lock-lines.js";
import { contextName } from "../names.js";
import { circleScenario, scenarioText } from "../scenario.js";
import { circle, waitSentences } from "./wait-graph.js";

export function circularWaitTitle(finding: Finding, trace: Trace): string {
  return circle(finding, trace.standing).length === 1
    ? "WARNING: recursive locking detected"
    : "WARNING: circular locking dependency detected";
}

export function circularWaitLines(finding: Finding, trace: Trace): readonly Line[] {
  const members = circle(finding, trace.standing);
  const scenario = scenarioText(circleScenario(members, finding, trace.steps));
  return [
    ...lines(acquiring(finding)),
    ...lines(members.length === 1 && finding.lock !== null ? alreadyHolding(finding) : waiting(members)),
    blank,
    ...lines(["other info that might help us debug this:", ...scenario]),
    blank,
    ...lines(members.flatMap((member) => heldLines(member.context, member.held))),
    blank,
    ...lines(members.flatMap(backtrace)),
  ];
}

/** One that waits for itself need not want a lock: a work item may flush itself. */
function waiting(members: readonly Standing[]): readonly string[] {
  const title = members.length === 1 ? "this context waits for itself:" : "these contexts wait for each other:";
  return [title, ...members.flatMap(waitSentences).map(indent)];
}

const indent = (text: string): string => ` ${text}`;

function acquiring(finding: Finding): readonly string[] {
  if (finding.context === null || finding.lock === null) return [];
  return [`${contextName(finding.context)} is trying to acquire lock:`, lockText(finding.lock), ""];
}

/** The same lock; where it is only of the same class, lockdep's report would look the same but nobody would wait. */
function alreadyHolding(finding: Finding): readonly string[] {
  const same = finding.held.filter((held) => held.name === finding.lock?.name && held.instance === finding.lock.instance);
  return ["but task is already holding lock:", ...same.map(lockText)];
}

function backtrace(member: Standing): readonly string[] {
  return [`stack backtrace of ${contextName(member.context)}:`, ...callTraceLines(member.context, member.callTrace)];
}
