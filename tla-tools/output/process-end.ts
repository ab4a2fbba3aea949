/** How the process of TLC ended, as the runner saw it. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why we stopped it, if we did. */
  readonly stopped: StopReason | null;
  /** The last part of standard error. */
  readonly errorOutput: string;
}

export type StopReason =
  | { readonly kind: "timeout"; readonly timeoutMs: number }
  | { readonly kind: "abort" }
  | { readonly kind: "output-limit"; readonly text: string };
