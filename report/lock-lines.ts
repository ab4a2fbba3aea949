// Locks and stacks as lockdep prints them (kernel/locking/lockdep.c: print_lock, lockdep_print_held_locks). Where the kernel has the address
// of the lock stands its name in the model; where it has an offset into the function stands the line.

import type { ContextInfo, Lock, StackFrame } from "../harness/result.js";
import { contextName, count, frameText, inBrackets } from "./names.js";

/** `ctx.timeout_lock (&ctx->timeout_lock){-.-.}-{2:2}, at: io_kill_timeouts (models/flush.ts:30:3)` */
export function lockText(lock: Lock): string {
  const instance = lock.instance === null || lock.instance === lock.name ? "" : `${lock.instance} `;
  const usage = lock.usage === null ? "" : `{${lock.usage}}`;
  return `${instance}(${lock.name})${usage}-{${lock.outer}:${lock.inner}}, at: ${lock.function}${inBrackets(lock.at)}`;
}

/** The block of held locks, oldest first. */
export function heldLines(context: ContextInfo, held: readonly Lock[]): readonly string[] {
  const name = contextName(context);
  if (held.length === 0) return [`no locks held by ${name}.`];
  return [`${count(held.length, "lock")} held by ${name}:`, ...held.map((lock, index) => ` #${index}: ${lockText(lock)}`)];
}

/** `stack backtrace:` and what follows. Innermost frame first. */
export function backtraceLines(context: ContextInfo, callTrace: readonly StackFrame[]): readonly string[] {
  return ["stack backtrace:", ...callTraceLines(context, callTrace)];
}

export function callTraceLines(context: ContextInfo, callTrace: readonly StackFrame[]): readonly string[] {
  const cpu = context.cpu === null ? "" : `CPU: ${context.cpu} `;
  const comm = contextName({ ...context, cpu: null });
  return [`${cpu}Comm: ${comm}`, "Call trace:", ...callTrace.map((frame) => ` ${frameText(frame)}`)];
}
