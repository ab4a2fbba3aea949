// The type of a lock, from what the report says of it: its wait type, how it was used, what was called to take it, its name.

import type { Report } from "../schema.js";
import { innerType } from "../wait-types.js";
import type { LockPlan, LockType, SectionType } from "./plan.js";

export interface Evidence {
  readonly name: string;
  readonly usage: string | null;
  readonly waitTypes: string | null;
  /** Functions that were called to take it: `_raw_spin_lock_irqsave`. */
  readonly operations: readonly string[];
}

export interface RawNesting {
  readonly on: boolean;
  readonly guessed: boolean;
}

const SLEEPING_NAME = /mutex|mtx|sem\b|_sem[#/]|rwsem|mmap_|s_umount|^sk_lock-|i_rwsem|invalidate_lock|_mutex_key/;
const READERS_NAME = /sem\b|_sem[#/]|rwsem|mmap_|s_umount|i_rwsem|invalidate_lock|i_mutex_(?:dir_)?key/;

/** Whether the kernel that reported had PROVE_RAW_LOCK_NESTING: it shifts the wait types. */
export function rawNestingOf(report: Report): RawNesting {
  if (report.context === "5:5") return { on: true, guessed: false };
  if (report.context === "4:4") return { on: false, guessed: false };
  const locks = [report.acquiring, report.holding, ...(report.heldLocks ?? []), ...(report.chain ?? [])].filter((lock) => lock !== null);
  if (locks.some((lock) => innerType(lock) === 4)) return { on: true, guessed: false };
  const rcu = locks.find(({ name, waitTypes }) => name === "rcu_read_lock" && waitTypes !== null);
  if (rcu !== undefined) return { on: rcu.waitTypes === "1:3", guessed: false };
  if (locks.some((lock) => innerType(lock) === 3 && /mutex/.test(lock.name))) return { on: false, guessed: false };
  const called = calledType(operationsOf(report.callTrace, report.acquiring?.function ?? null));
  if (called !== null && innerType(report.acquiring ?? { waitTypes: null }) === 3) return { on: isSpinning(called), guessed: false };
  if (locks.some((lock) => innerType(lock) === 3 && /spinlock|rwlock/.test(lock.name))) return { on: true, guessed: true };
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(report.kernel ?? "") ?? [];
  return { on: major !== undefined && Number(major) * 1000 + Number(minor) >= 6012, guessed: true };
}

/** Maps by name, for kernels that print no wait types. */
const MAP_NAME =
  /^(?:rcu_read_lock_|fs_reclaim|sb_internal|sb_writers|sb_pagefaults|cpu_hotplug_lock|cpuhp_state-|jbd2_handle|console_owner|rcu_callback|&?kn->|\((?:wq|work)_completion\)|\(completion\)|.*q_usage_counter)/;

/** Sections of which the language knows the flavour; `rcu_read_lock_trace` is a map to it. */
const SECTIONS: ReadonlyMap<string, SectionType> = new Map([
  ["rcu_read_lock", "rcu"],
  ["rcu_read_lock_bh", "rcu_bh"],
  ["rcu_read_lock_sched", "rcu_sched"],
]);

/** Null: a map, which only stands for something that one waits for. */
export function lockPlan(evidence: Evidence, nesting: RawNesting): LockPlan | null {
  const className = classNameOf(evidence.name);
  const plan = (type: LockType, guess: string | null = null): LockPlan => ({ className, type, guess, objects: 1 });
  const section = SECTIONS.get(className);
  if (section !== undefined) return plan(section);
  const called = calledType(evidence.operations);
  const spinning = called !== null && isSpinning(called) ? called : null;
  const inner = innerType(evidence);
  if (inner === 0 || (inner === null && called === null && MAP_NAME.test(className))) return null;
  if (inner === 2 && nesting.on) return plan("raw_spinlock_t");
  if (inner === 2) return plan(spinning ?? "spinlock_t", spinning === null ? "wait type 2 is that of raw spinlocks, too" : null);
  if (inner === 3 && nesting.on)
    return plan(spinning ?? (reads(evidence) ? "rwlock_t" : "spinlock_t"), nesting.guessed ? "wait type 3 may also be a mutex's" : null);
  if (inner !== null) return plan(called !== null && spinning === null ? called : sleeping(evidence));
  if (called !== null) return plan(called);
  if (SLEEPING_NAME.test(className)) return plan(sleeping(evidence), "type by its name");
  return plan("spinlock_t", "type unknown");
}

/** By what was called last on the way: that is next to the function which takes the lock. */
function calledType(operations: readonly string[]): LockType | null {
  for (const name of [...operations].reverse()) {
    if (/^_{0,2}down_(?:read|write)|^rwsem_/.test(name)) return "rw_semaphore";
    if (/^_{0,2}mutex_lock|^__mutex_lock/.test(name)) return "mutex";
    if (/^_raw_(?:read|write)_/.test(name)) return "rwlock_t";
    if (/^_raw_spin_/.test(name)) return "spinlock_t";
  }
  return null;
}

function sleeping(evidence: Evidence): LockType {
  return READERS_NAME.test(evidence.name) || reads(evidence) ? "rw_semaphore" : "mutex";
}

/** It was taken for reading at some time. */
function reads({ usage }: Evidence): boolean {
  return usage !== null && (usage[1] !== "." || usage[3] !== ".");
}

/** Without the subclass, which makes another class of the same objects. */
export function classNameOf(name: string): string {
  return name.replace(/\/\d$/, "");
}

export function subclassOf(name: string): number {
  return Number(/\/(\d)$/.exec(name)?.[1] ?? 0);
}

export function isSection(type: LockType): type is SectionType {
  return type === "rcu" || type === "rcu_bh" || type === "rcu_sched";
}

export function isSpinning(type: LockType): boolean {
  return type === "spinlock_t" || type === "raw_spinlock_t" || type === "rwlock_t";
}

/** What stands above `function` in a trace: what it called to take the lock. */
export function operationsOf(trace: readonly string[] | null, acquiredIn: string | null): readonly string[] {
  const index = trace === null || acquiredIn === null ? -1 : trace.indexOf(acquiredIn);
  return trace === null || index < 0
    ? (trace ?? []).slice(0, 12).filter((name) => /^(?:_raw_|__?mutex|mutex|down_|rwsem)/.test(name))
    : trace.slice(0, index);
}
