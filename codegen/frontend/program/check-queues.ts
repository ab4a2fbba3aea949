// wake_up_interruptible wakes only those who sleep interruptibly. Protects: every waiter of a queue is one whom every wake-up of it wakes.

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
