// Functions that take a lock on PREEMPT_RT only where they have to wait, a lock that sleeps there:
//   f()   →   (in atomic context, and where it would have to wait) might-sleep · …

import type { ts } from "ts-morph";
import type { Expression } from "../../../ir/expression.js";
import { emit, type Lowering } from "../../lowering.js";

/** What a spinlock_t of PREEMPT_RT would report here (rtlock_might_resched), where `condition` holds; nothing on other kernels. */
export function mayTakeRtLock(lowering: Lowering, call: ts.CallExpression, condition: Expression): void {
  const { builder, model } = lowering;
  if (builder === null || !model.choice.configuration.preemptRt) return;
  const [sleeps, on] = [builder.label(), builder.label()];
  const atomic = { kind: "here", what: "no-rt-lock" } as const;
  emit(lowering, call, () => ({
    kind: "branch",
    condition: { kind: "binary", operator: "and", left: atomic, right: condition },
    implied: true,
    whenTrue: sleeps,
    whenFalse: on,
  }));
  builder.place(sleeps);
  emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
  builder.place(on);
}
