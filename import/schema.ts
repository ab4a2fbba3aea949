// What `lockproof import --json` prints: one entry per report found in a text. Absent is null, never made up.

import * as z from "zod";

/** Raised when a field changes its meaning or goes away. */
export const IMPORT_SCHEMA_VERSION = 1;

export const reportKindSchema = z.enum([
  "invalid-wait-context",
  "circular",
  "recursive",
  "inconsistent-state",
  "irq-lock-order",
  "irq-inversion",
  "bad-unlock",
  "suspicious-rcu",
  "sleep-in-atomic",
]);

export const reportedLockSchema = z.object({
  /** With `#2` and `/1` as printed. */
  name: z.string(),
  /** The characters inside `{}`: four, or six before Linux 4.14. */
  usage: z.string().nullable(),
  /** Outer and inner wait type, `3:3`; not printed before Linux 5.7. */
  waitTypes: z.string().nullable(),
  /** After "at:", without its offset; of several inlined frames the one that has an offset. */
  function: z.string().nullable(),
  /** Of the lock instance, as printed. */
  addr: z.string().nullable(),
  /** 1-based: the line with the lock's name, of repeated ones that with `function`. */
  line: z.int().min(1),
});

export const reportedHeldLockSchema = z.object({ index: z.int().min(0), ...reportedLockSchema.shape });

export const chainEntrySchema = z.object({
  index: z.int().min(0),
  name: z.string(),
  usage: z.string().nullable(),
  waitTypes: z.string().nullable(),
  /** Functions, innermost first, without inlined ones. */
  trace: z.array(z.string()),
});

export const reportSchema = z.object({
  kind: reportKindSchema,
  /** The task the report is about. */
  task: z.object({ comm: z.string(), pid: z.int().min(0).nullable() }).nullable(),
  cpu: z.int().min(0).nullable(),
  /** The kernel's release. */
  kernel: z.string().nullable(),
  /** The lock being taken or released, or whose state changed. */
  acquiring: reportedLockSchema.nullable(),
  /** The lock that the header says is held: circular, recursive and lock order reports. */
  holding: reportedLockSchema.nullable(),
  /** What `context-{5:5}` says: `5:5`. */
  context: z.string().nullable(),
  /** Oldest first; null: the text has no list, which is not the same as an empty one. */
  heldLocks: z.array(reportedHeldLockSchema).nullable(),
  /** Circular reports: as printed, which is in reverse order. */
  chain: z.array(chainEntrySchema).nullable(),
  /** Names after "Chain exists of:". */
  chainExists: z.array(z.string()).nullable(),
  /** Functions of the backtrace, innermost first, without doubtful (`?`) and inlined ones. */
  callTrace: z.array(z.string()).nullable(),
  /** With the inlined ones; null where there are none. */
  callTraceWithInline: z.array(z.string()).nullable(),
  /** True when parts that a full report of this kind has are missing. */
  truncated: z.boolean(),
});

export const importOutputSchema = z.object({
  schemaVersion: z.literal(IMPORT_SCHEMA_VERSION),
  reports: z.array(reportSchema),
});

export type ReportKind = z.infer<typeof reportKindSchema>;
export type ReportedLock = z.infer<typeof reportedLockSchema>;
export type ReportedHeldLock = z.infer<typeof reportedHeldLockSchema>;
export type ChainEntry = z.infer<typeof chainEntrySchema>;
export type Report = z.infer<typeof reportSchema>;
export type ImportOutput = z.infer<typeof importOutputSchema>;
