// lockdep's opinion beside a verdict: what it would report of everything that executions reach, and whether that agrees.

import type { Compilation } from "../../codegen/compile.js";
import { lockdepEvents, tellsLockdep } from "../../codegen/emit/lockdep/events.js";
import type { FindingKind, Lockdep, LockdepReport } from "../result.js";
import type { Seen } from "../run/survey.js";
import type { Judge } from "./judge.js";
import { reportOf } from "./report.js";

/** What is found of a model: nothing, or a violation. */
export type Found = FindingKind | null;

/** `seen`: by a search that saw all states. Null when there is none, or TLC did not come to an end. */
export async function opinionOf(
  compilation: Compilation,
  seen: Seen | null,
  found: Found,
  judge: Judge,
  signal: AbortSignal,
): Promise<Lockdep | null> {
  if (!tellsLockdep(compilation.located)) return { agreement: agreementOf(found, null), report: null };
  if (seen === null) return null;
  const { located } = compilation;
  const events = lockdepEvents(located, seen.reached);
  const opinion = await judge({ program: located.program, events }, signal);
  if (opinion === null) return null;
  const report = reportOf({ located, events, opinion, observations: seen.observations });
  return { agreement: agreementOf(found, report), report };
}

/** Findings about locks, interrupts and waiting: in others lockdep has no say. */
const LOCKING: ReadonlySet<FindingKind> = new Set<FindingKind>([
  "wait-context",
  "sleep-in-atomic",
  "rcu-usage",
  "context-assertion",
  "circular-wait",
  "stuck",
  "unlock-balance",
  "held-lock-freed",
  "held-at-end",
]);

function agreementOf(found: Found, report: LockdepReport | null): Lockdep["agreement"] {
  if (found !== null && !LOCKING.has(found)) return "unrelated";
  if ((found === null) === (report === null)) return "agrees";
  return report === null ? "would-be-silent" : "would-report";
}
