// The rules that need nothing but the location of a context: faults, held-at-end, wait-context, sleep-in-atomic, rcu-usage,
// context-assertion (docs/semantics.md section 6, 1-6).

import { assertedBy, type ContextAssertion } from "../../codegen/ir/graph.js";
import type { Location, Typestate } from "../../codegen/ir/located.js";
import type { Context, FindingKind, LockClass, Program } from "../../codegen/ir/program.js";
import { positionOf } from "../labels.js";
import type { ContextCells } from "../layout.js";
import { holdsRcu } from "../operations/control.js";
import type { Finding } from "./finding.js";
import { contextWaitType, overridesWaitType, waitTypeOf } from "./wait-types.js";

/** What is wrong with a context being at the position with this pc number, if anything. */
export function judgePosition(program: Program, cells: ContextCells, pc: number): Finding | null {
  const position = positionOf(cells.labels, pc);
  switch (position.kind) {
    case "off":
      return null;
    case "fault":
      return finding(position.fault, cells.context, position.location);
    case "at": {
      const kind = judgeLocation(program, cells.context, position.location);
      return kind === null ? null : finding(kind, cells.context, position.location);
    }
  }
}

/** The first rule that forbids the context to be there. */
function judgeLocation(program: Program, context: Context, location: Location): FindingKind | null {
  if (isHeldAtEnd(context, location)) return "held-at-end";
  if (isWrongWaitContext(program, context, location)) return "wait-context";
  if (isSleepInAtomic(program, context, location)) return "sleep-in-atomic";
  if (isSuspiciousRcuUse(program, context, location)) return "rcu-usage";
  if (isWrongContext(program, context, location)) return "context-assertion";
  return null;
}

function finding(kind: FindingKind, context: Context, location: Location): Finding {
  const { operation } = location.node;
  const property = kind === "assertion" && operation.kind === "assert" ? operation.message : null;
  return { kind, context: context.id, label: location.label, property, contexts: [] };
}

function isHeldAtEnd(context: Context, { node, state }: Location): boolean {
  if (node.operation.kind !== "end") return false;
  const own = state.held.map((held) => held.lockClass);
  for (const map of context.maps) {
    const index = own.indexOf(map);
    if (index >= 0) own.splice(index, 1);
  }
  const irqsAtStart = context.level !== "hardirq" && !context.irqSafe;
  return own.length > 0 || state.bottomHalves > 0 || state.preemption > 0 || state.irqs !== irqsAtStart;
}

function isWrongWaitContext(program: Program, context: Context, location: Location): boolean {
  const { proveRawLockNesting } = program.configuration;
  const acquired = acquiredType(program, location);
  if (acquired === null) return false;
  let current = contextWaitType(context, proveRawLockNesting);
  for (const held of location.state.held) {
    const type = classType(program, held.lockClass);
    const { inner } = waitTypeOf(type, proveRawLockNesting);
    if (overridesWaitType(type)) current = inner;
    else if (inner !== 0) current = Math.min(current, inner);
  }
  return waitTypeOf(acquired, proveRawLockNesting).outer > current;
}

/** Type of what is acquired at a location, waiting: a lock, or an RCU read-side section. */
function acquiredType(program: Program, { node: { operation } }: Location): LockClass["type"] | null {
  switch (operation.kind) {
    case "acquire":
    case "seq-write":
      return lockType(program, operation.acquisition.lock.field);
    case "annotate":
      return operation.action === "try" ? null : lockType(program, operation.acquisition.lock.field);
    case "rcu":
      return operation.action === "lock" ? operation.flavour : null;
    default:
      return null;
  }
}

function isSleepInAtomic(program: Program, context: Context, location: Location): boolean {
  const { state } = location;
  const sleepsOnRt = sleepsOnlyOnRt(program, location);
  if (!sleepsOnRt && !maySleep(program, location)) return false;
  // A lock that sleeps only on PREEMPT_RT may be acquired in an RCU section, and with bottom halves disabled.
  if (sleepsOnRt) return state.preemption > 0 || !state.irqs || context.level !== "task";
  return state.preemption > 0 || state.bottomHalves > 0 || !state.irqs || context.level !== "task" || holdsRcu(program, state);
}

function isSuspiciousRcuUse(program: Program, context: Context, { node: { operation }, state }: Location): boolean {
  if (operation.kind !== "rcu-use") return false;
  const { flavour } = operation;
  if (flavour === null) return true;
  const isHeld = state.held.some(({ lockClass }) => classType(program, lockClass) === flavour);
  if (isHeld || flavour === "rcu") return !isHeld;
  const inSoftirq = state.bottomHalves > 0 || context.level === "softirq";
  if (flavour === "rcu_bh") return !inSoftirq && state.irqs;
  const { preemptRt } = program.configuration;
  return context.level === "task" && state.preemption === 0 && state.irqs && (state.bottomHalves === 0 || preemptRt);
}

function isWrongContext(program: Program, context: Context, { node: { operation }, state }: Location): boolean {
  return assertedBy(operation).some((assertion) => !isAsAsserted(program, context, state, assertion));
}

/** Sources: include/linux/lockdep.h, the macros of these names; include/linux/preempt.h, in_hardirq. */
function isAsAsserted({ configuration }: Program, context: Context, state: Typestate, assertion: ContextAssertion): boolean {
  const isHardirq = context.level === "hardirq";
  switch (assertion) {
    case "lockdep_assert_preemption_disabled": {
      const counted = state.preemption + (configuration.preemptRt ? 0 : state.bottomHalves);
      return counted > 0 || !state.irqs || context.level !== "task";
    }
    case "lockdep_assert_irqs_enabled":
      return state.irqs;
    case "WARN_ON(in_hardirq())":
      return !isHardirq;
    case "lockdep_assert_RT_in_threaded_ctx":
      return !isHardirq || context.threadable;
  }
}

/** Locks whose waiters sleep. */
const SLEEPING: ReadonlySet<LockClass["type"]> = new Set<LockClass["type"]>(["mutex", "rt_mutex", "rw_semaphore", "percpu_rw_semaphore"]);

/** These sleep on PREEMPT_RT. */
const SLEEPING_ON_RT: ReadonlySet<LockClass["type"]> = new Set<LockClass["type"]>(["spinlock_t", "rwlock_t", "local_lock_t"]);

function maySleep(program: Program, { node: { operation } }: Location): boolean {
  if (operation.kind === "acquire") return SLEEPING.has(lockType(program, operation.acquisition.lock.field));
  return operation.kind === "might-sleep" || operation.kind === "schedule" || operation.kind === "down";
}

function sleepsOnlyOnRt(program: Program, { node: { operation } }: Location): boolean {
  if (!program.configuration.preemptRt || operation.kind !== "acquire") return false;
  return SLEEPING_ON_RT.has(lockType(program, operation.acquisition.lock.field));
}

function lockType(program: Program, field: string): LockClass["type"] {
  return classType(program, lockClassOf(program, field));
}

/** The lock class of a lock field. */
export function lockClassOf(program: Program, field: string): string {
  const type = program.fields.find((candidate) => candidate.id === field)?.type;
  if (type?.kind !== "lock") throw new Error(`'${field}' is no lock`);
  return type.lockClass;
}

function classType(program: Program, id: string): LockClass["type"] {
  const found = program.lockClasses.find((lockClass) => lockClass.id === id);
  if (found === undefined) throw new Error(`no lock class '${id}'`);
  return found.type;
}
