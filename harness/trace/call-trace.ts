// Static call stacks as call traces, innermost first as the kernel prints them.

import type { Node, Operation } from "../../codegen/ir/graph.js";
import type { Location } from "../../codegen/ir/located.js";
import type { Frame } from "../../codegen/ir/source.js";
import type { Span, StackFrame } from "../result.js";

/** The functions a context is in at `location`; where it waits, or would, the function of the kernel that does it on top. */
export function callTraceOf({ node }: Location): readonly StackFrame[] {
  const frames = framesAt(node.stack, node.span);
  const top = kernelFunction(node);
  return top === null ? frames : [{ function: top, at: node.span }, ...frames];
}

/** Steps during which the kernel would be inside of one of its own functions. */
const INSIDE: ReadonlySet<Operation["kind"]> = new Set<Operation["kind"]>([
  "might-sleep",
  "flush-begin",
  "flush-wait",
  "timer-cancel",
  "down",
]);

/** These are macros: no frame of a stack has their name. */
const MACRO = /^(?:s?wait_event|might_sleep|cond_resched)/;

function kernelFunction({ operation, call }: Node): string | null {
  if (operation.kind === "acquire" || operation.kind === "try-acquire") return kernelSymbol(operation.acquisition.function);
  return call !== undefined && INSIDE.has(operation.kind) && !MACRO.test(call) ? call : null;
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
