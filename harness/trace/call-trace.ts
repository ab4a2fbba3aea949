// Static call stacks as call traces, innermost first as the kernel prints them.

import type { Location } from "../../codegen/ir/located.js";
import type { Frame } from "../../codegen/ir/source.js";
import type { Span, StackFrame } from "../result.js";

/** The functions a context is in at `location`; where it waits for a lock or tries one, the lock function on top. */
export function callTraceOf(location: Location): readonly StackFrame[] {
  const { stack, span, operation } = location.node;
  const frames = framesAt(stack, span);
  return operation.kind === "acquire" || operation.kind === "try-acquire"
    ? [{ function: kernelSymbol(operation.acquisition.function), at: span }, ...frames]
    : frames;
}

/** The functions of `stack`, the innermost at `at`. */
export function framesAt(stack: readonly Frame[], at: Span): readonly StackFrame[] {
  return stack.map((frame, index): StackFrame => ({ function: frame.function, at: stack[index + 1]?.call ?? at })).reverse();
}

/** spin_lock_irqsave and raw_spin_lock_irqsave are macros over one function (include/linux/spinlock_api_smp.h). */
function kernelSymbol(lockFunction: string): string {
  const spin = /^(?:raw_)?(spin_.*)$/.exec(lockFunction);
  return spin?.[1] === undefined ? lockFunction : `_raw_${spin[1]}`;
}
