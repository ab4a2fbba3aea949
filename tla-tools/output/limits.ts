/** Bounds on what the parser keeps in memory. Over the first three the run is stopped. */

export interface OutputLimits {
  /** Characters in one line. */
  readonly line: number;
  /** Characters in one message, nested messages included. */
  readonly message: number;
  /** States in the trace that is kept. */
  readonly states: number;
  /** Errors, warnings and diagnostics kept of each; the others are counted. */
  readonly messages: number;
  /** Actions with a count of their coverage. */
  readonly coverage: number;
  /** Characters kept of text outside messages, for each purpose. */
  readonly text: number;
}

export const defaultLimits: OutputLimits = {
  line: 1024 * 1024,
  message: 10 * 1024 * 1024,
  states: 100_000,
  messages: 100,
  coverage: 10_000,
  text: 1024 * 1024,
};
