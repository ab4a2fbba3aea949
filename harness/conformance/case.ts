// The kernel's locking self-test as data: models/selftest/locking-selftest.json, expanded from lib/locking-selftest.c
// (kernel-patches/bpf, commit ee7d23a459e99cc033e85a493d56b4b046db14a3). Facts only.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { packageRoot } from "../host.js";

const threadSchema = z.object({
  context: z.enum(["task", "hardirq", "softirq"]),
  threaded: z.boolean().optional(),
  ops: z.array(z.string()),
});

const lockSchema = z.object({ type: z.string(), class: z.string() });

const caseSchema = z.object({
  id: z.string(),
  group: z.string(),
  row: z.string(),
  flavour: z.string(),
  threads: z.array(threadSchema),
  locks: z.record(z.string(), lockSchema),
  /** `fail`: lockdep must report. */
  expected: z.enum(["pass", "fail"]),
  /** The rule that decides; for `pass` the rule that must not. */
  lockdepClass: z.string(),
  /** Whether a deadlock is reachable when the threads run at the same time; null: not a question of that. */
  modelDeadlock: z.boolean().nullable(),
  /** True: `rlock` on an rwlock is recursive everywhere; else only in interrupts and with bottom halves disabled. */
  readsRecursive: z.union([z.literal(true), z.literal("irq-only")]),
  /** Kernel options it needs. */
  configs: z.array(z.string()),
});

export type SelftestCase = z.infer<typeof caseSchema>;
export type SelftestThread = z.infer<typeof threadSchema>;
export type SelftestLock = z.infer<typeof lockSchema>;

/** All cases, in the kernel's order. */
export function readSelftest(): readonly SelftestCase[] {
  const text = readFileSync(join(packageRoot(), "models", "selftest", "locking-selftest.json"), "utf8");
  return z.object({ cases: z.array(caseSchema) }).parse(JSON.parse(text)).cases;
}

const OPTIONS: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  "raw-lock-nesting": { PROVE_RAW_LOCK_NESTING: true, PREEMPT_RT: false, RT_MUTEXES: true, QUEUED_RWLOCKS: true },
  "no-raw-lock-nesting": { PROVE_RAW_LOCK_NESTING: false, PREEMPT_RT: false, RT_MUTEXES: true, QUEUED_RWLOCKS: true },
  "preempt-rt": { PROVE_RAW_LOCK_NESTING: true, PREEMPT_RT: true, RT_MUTEXES: true, QUEUED_RWLOCKS: false },
};

/** Whether a kernel of this configuration runs the case. */
export function runsIn({ configs }: SelftestCase, configuration: string): boolean {
  return configs.every((term) => {
    const [option, value] = term.split("=");
    return OPTIONS[configuration]?.[option ?? ""] === (value === "y");
  });
}
