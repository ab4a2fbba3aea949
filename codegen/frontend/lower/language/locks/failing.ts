// Functions that wait, or give up with an error: 0 when they did what they are for, else a negative error number.
//   mutex_lock_interruptible(m)   →   choose: acquire, 0   or   -EINTR

import type { ts } from "ts-morph";
import { emit, type Lowering, localFor, localValue } from "../../../lowering.js";
import { INVALID, VOID, valueOf } from "../../../meaning.js";
import type { Label } from "../../graph-builder.js";
import { assign } from "../../operands.js";
import type { LanguageFunction } from "../function.js";

export const EINTR = 4;
export const ETIME = 62;

/** `wait` makes the steps of success. A signal or timeout that comes is one that comes before the wait: later ones change nothing more. */
export function failing(error: number, wait: (lowering: Lowering, call: ts.CallExpression) => void): LanguageFunction {
  const ways = (lowering: Lowering, call: ts.CallExpression, result: string | null, failed: Label, done: Label): void => {
    const { builder } = lowering;
    if (builder === null) return;
    const [waits, gives] = [builder.label(), builder.label()];
    const chosen = localFor(lowering, call, "interrupted", { kind: "value" }, "chosen");
    const options = [false, true].map((value) => ({ kind: "value", value: { kind: "bool", value } }) as const);
    emit(lowering, call, (next) => ({ kind: "choose", target: { kind: "local", local: chosen }, options, next }));
    emit(lowering, call, () => ({ kind: "branch", condition: localValue(chosen), whenTrue: gives, whenFalse: waits }));
    builder.place(gives);
    if (result !== null) assign(lowering, call, result, { kind: "value", value: { kind: "int", value: -error } });
    builder.jump(failed);
    builder.place(waits);
    wait(lowering, call);
    if (result !== null) assign(lowering, call, result, { kind: "value", value: { kind: "int", value: 0 } });
    builder.jump(done);
  };
  return {
    steps: true,
    lower: (lowering, call) => {
      const { builder } = lowering;
      if (builder === null) return INVALID;
      const result = lowering.valueUnused ? null : localFor(lowering, call, "result");
      const end = builder.label();
      ways(lowering, call, result, end, end);
      builder.place(end);
      return result === null ? VOID : valueOf(localValue(result));
    },
    condition: (lowering, call, whenTrue, whenFalse) => ways(lowering, call, null, whenTrue, whenFalse),
  };
}
