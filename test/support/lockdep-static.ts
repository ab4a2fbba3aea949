// lockdep's rules over all that is written in a model, as if every place were reached: enough where the code has no branch that matters.

import { locate } from "../../codegen/analysis/index.js";
import { lockdepEvents } from "../../codegen/emit/lockdep/events.js";
import type { LockdepCase } from "../../codegen/emit/lockdep/module.js";
import { readLockdepRules } from "../../harness/library.js";
import { judgeAll } from "../../harness/lockdep/judge.js";
import { accepted } from "./compile-model.js";
import { tools } from "./tlc.js";

/** The events of a model; `ends`: also what is held where a context ends. */
export function staticCase(source: string, ends = true): LockdepCase {
  const program = accepted(source);
  const located = locate(program);
  if ("kind" in located) throw new Error(located.kind);
  const events = lockdepEvents(located, (label, overSoftirq) => !overSoftirq && !label.includes(" at "));
  return { program, events: ends ? events : events.filter(({ action }) => action.kind !== "end") };
}

/** `circular a`, rule and class of the first report, or `silent`; for each case. */
export async function judgeStatically(
  cases: readonly LockdepCase[],
  bent: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const rules = { ...readLockdepRules(), ...bent };
  const opinions = await judgeAll(cases, true, await tools(), { timeoutMs: 120_000, heapMb: 1024 }, new AbortController().signal, rules);
  if (opinions === null) throw new Error("TLC did not come to an end");
  return opinions.map(({ reports }) => {
    const told = reports.find(({ rule }) => rule !== "sleep-in-atomic");
    return told === undefined ? "silent" : `${told.rule}${"lock" in told ? ` ${told.lock.class.name}` : ""}`;
  });
}
