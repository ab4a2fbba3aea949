// Where every context stands in the last state of a trace.

import type { Context } from "../../codegen/ir/program.js";
import type { Standing } from "../result.js";
import { callTraceOf } from "./call-trace.js";
import type { HeldLocks } from "./held.js";
import type { LockPrinter } from "./lock-info.js";
import { cpuOf, faultOf, locationOf, type Situation } from "./situation.js";
import { waitsOf } from "./waits.js";

export function standingsOf(situation: Situation, held: HeldLocks, locks: LockPrinter): Standing[] {
  return situation.program.program.contexts.map((context) => {
    const location = locationOf(situation, context.id) ?? faultOf(situation, context.id)?.location ?? null;
    const waitsFor = waitsOf(situation, context).map((wait) => ({ what: wait.what, context: wait.context }));
    return {
      context: { id: context.id, kind: context.kind, cpu: cpuOf(situation, context) },
      state: stateOf(situation, context, waitsFor.length > 0),
      waitsFor,
      at: location?.node.span ?? null,
      callTrace: location === null ? [] : [...callTraceOf(location)],
      held: (held.get(context.id) ?? []).map((entry) => locks.lock(entry, entry.held.lockClass, entry.held.subclass)),
    };
  });
}

/** What the context is doing, in one word. */
export function stateOf(situation: Situation, context: Context, waits: boolean): Standing["state"] {
  const pc = situation.pc.get(context.id);
  if (pc === "done") return "finished";
  if (pc === "idle") return "idle";
  if (faultOf(situation, context.id) !== null) return "faulted";
  const cpu = cpuOf(situation, context);
  const over =
    cpu === null || context.level === "hardirq"
      ? undefined
      : (situation.hardirq.get(String(cpu)) ?? (context.level === "task" ? situation.softirq.get(String(cpu)) : undefined));
  if (over !== undefined) return "interrupted";
  return waits ? "waiting" : "running";
}
