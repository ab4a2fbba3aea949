// Acquisitions of which lockdep hears with interrupts off, although the code around them may have them on.

import type { Operation } from "../ir/graph.js";
import type { Program } from "../ir/program.js";

/**
 * timer_delete_sync and the readers of a seqcount_t (seqcount_lockdep_reader_access) turn interrupts off for the time that lockdep needs. What
 * lock_sync tells of holds nothing that an interrupt could come over.
 */
export function isToldWithInterruptsOff({ fields }: Program, operation: Operation): boolean {
  if (operation.kind === "timer-cancel") return true;
  if (operation.kind !== "annotate") return false;
  const { lock, mode } = operation.acquisition;
  const isSeqcount = fields.some(({ id, type }) => id === lock.field && type.kind === "lock" && type.type === "seqcount_t");
  return operation.action === "sync" || (isSeqcount && mode !== "exclusive");
}
