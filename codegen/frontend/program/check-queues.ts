// wake_up_interruptible, and TWA_SIGNAL, wake only those who sleep interruptibly. Protects: every sleeper is one whom every wake-up that is
// meant for it wakes.

import { createDiagnostic } from "../../diagnostics/index.js";
import type { Elaboration } from "../elaborate/elaboration.js";
import { spanOf } from "../load/sources.js";

export function checkQueues(model: Elaboration): void {
  for (const [{ name }, uses] of model.queueUses) {
    const [wakes, waits] = [uses.get("woken"), uses.get("uninterruptible")];
    if (wakes === undefined || waits === undefined) continue;
    const note = { message: "somebody waits here whom it does not wake", span: spanOf(model.sources, waits) };
    model.log.add(createDiagnostic("sleeps-through", spanOf(model.sources, wakes), { queue: name }, [note]));
  }
}

/** Whoever sleeps in a loop of the language's own looks again, and sleeps on. */
export function checkSignals(model: Elaboration): void {
  for (const [task, { signals }] of model.taskWorks) {
    const sleeper = model.soundSleepers.get(task);
    if (!signals || sleeper === undefined) continue;
    const what = `How '${task}' sleeps here`;
    const expected = "interruptible: TWA_SIGNAL does not wake it otherwise";
    const hint = "sleep with TASK_INTERRUPTIBLE, or add its work with TWA_RESUME";
    model.log.add(createDiagnostic("wrong-argument", spanOf(model.sources, sleeper), { what, expected, hint }));
  }
}
