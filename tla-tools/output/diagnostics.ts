/**
 * What the parser finds wrong with the output itself. All of these are damage, after which a run
 * cannot count as verified, except the two kinds that `isDamage` names.
 */

export type OutputDiagnosticKind =
  /** A start of a message shares its line with other output. */
  | "glued-start"
  /** A code that is not in the table. */
  | "unknown-code"
  /** An end of a message that no open message matches. */
  | "stray-end"
  /** An end that closes an outer message while an inner one is open. */
  | "mismatched-end"
  /** The output ends inside a message. */
  | "open-at-end"
  /** The same message twice in a row. */
  | "repeated-message"
  /** A message that belongs earlier in the run. */
  | "out-of-order"
  /** A message that cannot be read. */
  | "unreadable-body"
  /** A state whose variables cannot be read. */
  | "unreadable-state"
  /** States whose numbers do not count up by one. */
  | "broken-trace"
  /** A line, a message or a trace over its limit. */
  | "limit";

export interface OutputDiagnostic {
  readonly kind: OutputDiagnosticKind;
  /** 1-based number of the line at which it was noticed. */
  readonly line: number;
  readonly detail: string;
}

/** Whether the output is not what TLC wrote, or not all of it. */
export function isDamage(diagnostic: OutputDiagnostic): boolean {
  return diagnostic.kind !== "glued-start" && diagnostic.kind !== "unknown-code";
}
