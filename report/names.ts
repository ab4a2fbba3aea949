// How reports write places, contexts, subjects and verdicts. One table of titles, so that a row and a report call a finding the same.

import type { CheckResult, ContextInfo, Expectation, FindingKind, Span, StackFrame, Subject } from "../harness/result.js";

/** `models/abba.ts:12:3`, counted from 1. */
export function place(span: Span): string {
  return `${span.file}:${span.line + 1}:${span.column + 1}`;
}

/** ` (models/abba.ts:12:3)`, or nothing. */
export function inBrackets(span: Span | null): string {
  return span === null ? "" : ` (${place(span)})`;
}

/** `f (models/abba.ts:12:3)`, the way the kernel's decode_stacktrace.sh writes a frame. */
export function frameText(frame: StackFrame): string {
  return `${frame.function} (${place(frame.at)})`;
}

/** `exit_work/0`, `hardirq nvme/1`: the name, and after the slash the CPU (where the kernel prints a process id). */
export function contextName(context: ContextInfo): string {
  const interrupt = context.kind !== "task" && context.kind !== "kworker";
  const name = interrupt && !context.id.startsWith(context.kind) ? `${context.kind} ${context.id}` : context.id;
  return context.cpu === null ? name : `${name}/${context.cpu}`;
}

/** Versions and configuration: `before raw-lock-nesting`. */
export function variantText(subject: Subject): string {
  return [...Object.values(subject.variants), subject.configuration].join(" ");
}

/** Everything that tells this check from others of the model; stands where the kernel prints its version. */
export function subjectText(subject: Subject): string {
  const variants = Object.entries(subject.variants).map(([axis, name]) => `${axis}=${name}`);
  const parameters = Object.entries(subject.parameters).map(([name, value]) => `${name}=${value}`);
  return [subject.model, ...variants, subject.configuration, ...parameters].join(" ");
}

/** A finding in the few words of a table row. */
export const FINDING_WORDS: Readonly<Record<FindingKind, string>> = {
  "wait-context": "invalid wait context",
  "sleep-in-atomic": "sleeping in atomic context",
  "rcu-usage": "suspicious RCU usage",
  "context-assertion": "wrong context for a call",
  "circular-wait": "deadlock",
  stuck: "stuck",
  "unlock-balance": "bad unlock balance",
  "held-at-end": "lock held at the end",
  "held-lock-freed": "held lock freed",
  assertion: "assertion fails",
  invariant: "invariant violated",
  eventually: "eventuality violated",
  reachable: "state not reachable",
  "list-corruption": "list corruption",
  "null-dereference": "NULL dereference",
  "use-after-free": "use after free",
  "double-free": "double free",
  "free-active": "freed while in use",
  refcount: "refcount misused",
  "out-of-range": "value out of range",
};

/** `verified`, or what is expected to be found: `deadlock`, `invalid wait context (&ctx->wqh, in flush)`. */
export function expectedText(expectation: Expectation | null): string {
  const lockdep = expectation?.lockdep ?? null;
  if (lockdep === null) return expectedVerdict(expectation);
  const details = [lockdep.lock, lockdep.function === null ? null : `in ${lockdep.function}`].filter((text) => text !== null);
  const says = lockdep.rule === null ? "silent" : `${lockdep.rule}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
  return `${expectedVerdict(expectation)}, and lockdep: ${says}`;
}

/** The same, and whether it could not be found out. */
export function expectedOf(result: CheckResult): string {
  const { expectation } = result;
  const unasked = "lockdep" in result && result.lockdep === null && expectation?.lockdep != null;
  return `${expectedText(expectation)}${unasked ? ", which was not asked" : ""}`;
}

function expectedVerdict(expectation: Expectation | null): string {
  if (expectation === null || expectation.verdict === "verified") return "verified";
  const { kind, lock, function: name, property } = expectation;
  const details = [lock, name === null ? null : `in ${name}`, property === null ? null : `"${property}"`].filter((text) => text !== null);
  return `${kind === null ? "a violation" : FINDING_WORDS[kind]}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
}

/** `1 lock`, `2 locks`, `1,284 states`. Thousands are grouped by hand: a report does not depend on the locale. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}

export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** How long a check took: `1.1 s`. */
export function seconds(result: CheckResult): string {
  return secondsText(result.milliseconds);
}

export function secondsText(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Whether the search was TLC's distributed one, which does not tell what executions reach. */
export function isDistributed(engine: string): boolean {
  return engine.endsWith(", distributed");
}

/** Whether a result is the interpreter's, not TLC's. */
export function isBuiltin(engine: string): boolean {
  return engine === "builtin";
}
