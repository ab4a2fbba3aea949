/**
 * Watches one run of TLC: the deadline, an abort by the caller, and how much it prints. Whoever is the
 * first to have a reason stops it; what stopping means is up to the owner of the process.
 */
import type { TlcOutputParser } from "../output/output-parser.js";
import type { StopReason } from "../output/process-end.js";
import type { CompleteRequest } from "./request.js";

/** The run to watch. */
export interface Watched {
  readonly request: CompleteRequest;
  readonly parser: TlcOutputParser;
  readonly signal: AbortSignal | undefined;
}

export class Supervisor {
  private first: StopReason | null = null;
  private thrown: { readonly error: unknown } | null = null;
  private received = 0;
  private readonly timer: NodeJS.Timeout;

  /** The deadline begins now. */
  constructor(
    private readonly watched: Watched,
    private readonly terminate: (reason: StopReason) => void,
  ) {
    const { request, signal } = watched;
    const { timeoutMs } = request;
    this.timer = setTimeout(() => this.because({ kind: "timeout", timeoutMs }), timeoutMs);
    signal?.addEventListener("abort", this.onAbort, { once: true });
    if (signal?.aborted === true) {
      this.onAbort();
    }
  }

  get reason(): StopReason | null {
    return this.first;
  }

  /** Feeds the parser until there is a reason not to; what comes later is dropped. */
  onOutput(chunk: Uint8Array): void {
    if (this.first?.kind === "output-limit") {
      return;
    }
    const { parser, request } = this.watched;
    this.received += chunk.length;
    this.guarded(() => parser.feed(chunk));
    if (this.received > request.maxOutputBytes) {
      this.because({ kind: "output-limit", text: `TLC printed more than ${request.maxOutputBytes} bytes.` });
    } else if (parser.overLimit) {
      this.because({ kind: "output-limit", text: "TLC printed a line, a message or a trace that is too long." });
    }
  }

  /** The run has ended; throws what the caller's own code threw in it. */
  end(): void {
    clearTimeout(this.timer);
    this.watched.signal?.removeEventListener("abort", this.onAbort);
    if (this.thrown !== null) {
      throw this.thrown.error;
    }
  }

  private readonly onAbort = (): void => this.because({ kind: "abort" });

  private because(reason: StopReason): void {
    if (this.first === null) {
      this.first = reason;
      this.terminate(reason);
    }
  }

  /** Runs code of the caller (a progress callback): if it throws, TLC has to be stopped first. */
  private guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.thrown ??= { error };
      this.because({ kind: "abort" });
    }
  }
}
