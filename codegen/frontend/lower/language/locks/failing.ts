// Functions that wait, or give up with an error: 0 when they did what they are for, else a negative error number. Only who has to wait gives up.
//   mutex_lock_interruptible(m)   →   (while somebody holds m) choose: -EINTR, or on · acquire, 0
//   down_interruptible(s)         →   might-sleep · try-down, 0; when there is no permit choose: -EINTR, or down, 0

import type { ts } from "ts-morph";
import { emit, type Lowering, localFor, localValue } from "../../../lowering.js";
import { INVALID, VOID, valueOf } from "../../../meaning.js";
import type { Label } from "../../graph-builder.js";
import { assign } from "../../operands.js";
import type { LanguageFunction } from "../function.js";

export const EINTR = 4;
export const ETIME = 62;

/** What is waited for, and how. */
export interface Failing {
  /** The last step goes to `busy` where one would have to wait, else to `free`, or to `got` with what is wanted. */
  readonly look: (busy: Label, free: Label, got: Label) => void;
  readonly wait: () => void;
}

/** A signal or timeout that comes is one that comes before the wait: later ones change nothing more. `attempt` gives null for a mistake (reported). */
export function failing(error: number, attempt: (lowering: Lowering, call: ts.CallExpression) => Failing | null): LanguageFunction {
  const ways = (lowering: Lowering, call: ts.CallExpression, result: string | null, failed: Label, done: Label): void => {
    const { builder } = lowering;
    const attempted = attempt(lowering, call);
    if (builder === null || attempted === null) return;
    const [busy, waits, gives, got] = [builder.label(), builder.label(), builder.label(), builder.label()];
    attempted.look(busy, waits, got);
    builder.place(busy);
    const chosen = localFor(lowering, call, "interrupted", { kind: "value" }, "chosen");
    const options = [false, true].map((value) => ({ kind: "value", value: { kind: "bool", value } }) as const);
    emit(lowering, call, (next) => ({ kind: "choose", target: { kind: "local", local: chosen }, options, next }));
    emit(lowering, call, () => ({ kind: "branch", condition: localValue(chosen), implied: true, whenTrue: gives, whenFalse: waits }));
    builder.place(gives);
    if (result !== null) assign(lowering, call, result, { kind: "value", value: { kind: "int", value: -error } });
    builder.jump(failed);
    builder.place(waits);
    attempted.wait();
    builder.place(got);
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
