// What an operation is where it stands with one typestate: some of what a kernel function does depends on what the context holds.
// Protects: a location's operation says all by itself what happens there.

import type { Expression, Place } from "../ir/expression.js";
import type { Acquisition, Operation } from "../ir/graph.js";
import type { HeldLock, Typestate } from "../ir/located.js";
import { type Context, isInState, type LockType, type Program, SOFTIRQ_LOCK } from "../ir/program.js";
import { unreachable } from "../ir/unreachable.js";
import { childrenOf, expressionsOf } from "./operation-uses.js";
import { rewriteExpressions, withChildren } from "./rewrite.js";

type Here = Extract<Expression, { kind: "here" }>["what"];

/** `operation` as a context that starts like `context` executes it in `state`. */
export function atLocation(program: Program, context: Context, operation: Operation, state: Typestate): Operation {
  switch (operation.kind) {
    case "acquire":
    case "try-acquire":
      return { ...operation, acquisition: withMode(program, context, operation.acquisition, state) };
    case "unless":
      return isUnneeded(operation, state) ? nothing(operation.operation.next) : operation.operation;
    case "branch":
      return decided(withKnown(program, context, operation, state));
    case "assign":
    case "choose":
    case "assert":
      return withKnown(program, context, operation, state);
    default:
      return operation;
  }
}

/**
 * `read_lock` is recursive in interrupts and with bottom halves disabled, and everywhere where rwlocks are not queued.
 * Source: kernel/locking/lockdep.c, read_lock_is_recursive.
 */
function withMode(program: Program, context: Context, acquisition: Acquisition, state: Typestate): Acquisition {
  const recursive = !program.queuedRwlocks || context.level !== "task" || state.bottomHalves > 0;
  const isReadLock = acquisition.mode === "shared" && typeOf(program, acquisition.lock) === "rwlock_t";
  return isReadLock && recursive ? { ...acquisition, mode: "shared-recursive" } : acquisition;
}

/** Sources: mm/page_alloc.c, fs_reclaim_acquire; kernel/softirq.c, __local_bh_disable_ip and __local_bh_enable_ip of PREEMPT_RT. */
function isUnneeded({ unless }: Extract<Operation, { kind: "unless" }>, state: Typestate): boolean {
  switch (unless) {
    case "nofs":
      return state.nofs;
    case "softirq-lock-not-needed":
      return state.bottomHalves > 0 || state.preemption > 0 || !state.irqs;
    case "softirq-lock-kept":
      return state.bottomHalves > 0 || !state.held.some((held) => held.place?.field === SOFTIRQ_LOCK);
    default:
      return unreachable(unless);
  }
}

function nothing(next: string): Operation {
  return { kind: "assign", assignments: [], indivisible: true, next };
}

/** A branch inside of a function of the language, `known && condition`: what is known decides, or the condition does. */
function decided(operation: Operation): Operation {
  if (operation.kind !== "branch" || operation.implied !== true || operation.condition.kind !== "binary") return operation;
  const { left, right } = operation.condition;
  if (left.kind !== "value" || left.value.kind !== "bool") return operation;
  return left.value.value ? { ...operation, condition: right } : nothing(operation.whenFalse);
}

function withKnown(program: Program, context: Context, operation: Operation, state: Typestate): Operation {
  const expressions = expressionsOf(operation);
  const known = expressions.map((expression) => replaceKnown(program, context, expression, state));
  return known.some((expression, index) => expression !== expressions[index]) ? rewriteExpressions(operation, known) : operation;
}

function replaceKnown(program: Program, context: Context, expression: Expression, state: Typestate): Expression {
  if (expression.kind === "here") return truth(isSo(program, expression.what, context, state));
  if (expression.kind === "lock-mine" && !isInState(program, typeOf(program, expression.lock) ?? "spinlock_t"))
    return knownHeld(program, expression, state);
  const children = childrenOf(expression);
  const replaced = children.map((child) => replaceKnown(program, context, child, state));
  return replaced.some((child, index) => child !== children[index]) ? withChildren(expression, replaced) : expression;
}

/** Of which of several maps lockdep was told the state says; in which way, the typestate. */
function knownHeld(program: Program, expression: Extract<Expression, { kind: "lock-mine" }>, { held }: Typestate): Expression {
  const { lock, as } = expression;
  if (!program.annotated.includes(lock.field)) return truth(held.some((entry) => isHeld(entry, lock, as)));
  return held.some((entry) => entry.place?.field === lock.field && isHeldAs(entry, as)) ? expression : truth(false);
}

function isHeld(held: HeldLock, lock: Place, as: "any" | "reader" | "writer"): boolean {
  if (JSON.stringify(held.place) !== JSON.stringify(lock)) return false;
  return isHeldAs(held, as);
}

function isHeldAs({ mode }: HeldLock, as: "any" | "reader" | "writer"): boolean {
  return as === "any" || (mode === "exclusive") === (as === "writer");
}

/**
 * Sources: include/linux/preempt.h (in_atomic, in_interrupt, in_hardirq, in_softirq); kernel/softirq.c, __local_bh_disable_ip of PREEMPT_RT,
 * which counts disabled bottom halves apart from the preempt_count, for in_interrupt and in_softirq to see; include/linux/lockdep.h,
 * lockdep_assert_in_softirq: in_softirq(), and not in a hard interrupt.
 */
function isSo(program: Program, what: Here, context: Context, state: Typestate): boolean {
  const { irqs, bottomHalves } = state;
  switch (what) {
    case "irqs-off":
      return !irqs;
    case "atomic":
      return inAtomic(program, context, state);
    case "interrupt":
      return context.level !== "task" || bottomHalves > 0;
    case "hardirq":
      return context.level === "hardirq";
    case "softirq":
      return context.level === "softirq" || (context.level === "task" && bottomHalves > 0);
    case "no-rt-lock":
      return context.level !== "task" || state.preemption > 0 || !irqs;
    default:
      return unreachable(what);
  }
}

/** What in_atomic() gives: preempt_count() != 0. What sleeps and RCU read sections do not count (kernel/locking/spinlock_rt.c). */
export function inAtomic({ configuration }: Program, { level }: Context, { preemption, bottomHalves }: Typestate): boolean {
  return level !== "task" || preemption > 0 || (bottomHalves > 0 && !configuration.preemptRt);
}

function typeOf(program: Program, lock: Place): LockType | null {
  const type = program.fields.find((field) => field.id === lock.field)?.type;
  return type?.kind === "lock" ? type.type : null;
}

function truth(value: boolean): Expression {
  return { kind: "value", value: { kind: "bool", value } };
}
