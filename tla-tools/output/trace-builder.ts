/**
 * Collects the first trace of a run from its messages, checks that its states count up from 1, and
 * counts further traces without keeping them (`-continue` can print hundreds).
 */
import { codes } from "./codes.js";
import type { OutputDiagnosticKind } from "./diagnostics.js";
import type { TlcMessage } from "./message.js";
import { parseState, parseStateInBody, parseTraceEnd, type TlcState, type TlcTrace, type TraceEnd } from "./trace.js";

type Diagnose = (kind: OutputDiagnosticKind, detail: string) => void;

export class TraceBuilder {
  private readonly states: TlcState[] = [];
  private closing: TraceEnd = { kind: "finite" };
  private heads = 0;
  private ended = false;
  private overflow = false;

  constructor(
    private readonly stateLimit: number,
    private readonly diagnose: Diagnose,
  ) {}

  /** Traces announced so far. */
  get count(): number {
    return this.heads;
  }

  /** Whether the trace has more states than we keep. */
  get tooLong(): boolean {
    return this.overflow;
  }

  /** The first trace; null when no state was printed. */
  build(): TlcTrace | null {
    return this.states.length === 0 ? null : { states: this.states, end: this.closing };
  }

  accept(message: TlcMessage): void {
    switch (message.code) {
      case codes.behavior:
      case codes.counterExample:
        this.heads += 1;
        return;
      case codes.invariantViolatedInitially:
      case codes.propertyViolatedInitially:
        this.heads += 1;
        this.addState(parseStateInBody(message.text));
        return;
      case codes.state:
      case codes.statePlain:
        this.addState(parseState(message));
        return;
      case codes.stuttering:
      case codes.backToState:
        this.close(parseTraceEnd(message));
    }
  }

  private addState(state: TlcState | null): void {
    if (this.heads > 1) {
      return;
    }
    if (state === null) {
      this.diagnose("unreadable-state", `state ${this.states.length + 1} cannot be read`);
    } else if (this.ended || state.number !== this.states.length + 1) {
      this.diagnose("broken-trace", `state ${state.number} follows state ${this.states.length}`);
    } else if (this.states.length >= this.stateLimit) {
      this.overflow = true;
      this.diagnose("limit", `the trace has more than ${this.stateLimit} states`);
    } else {
      this.states.push(state);
    }
  }

  private close(end: TraceEnd | null): void {
    if (this.heads > 1) {
      return;
    }
    const valid = end !== null && !this.ended && this.reaches(end);
    this.ended = true;
    if (valid) {
      this.closing = end;
    } else {
      this.diagnose("broken-trace", "the end of the trace cannot be read");
    }
  }

  private reaches(end: TraceEnd): boolean {
    return end.kind !== "back-to-state" || (end.number >= 1 && end.number <= this.states.length);
  }
}
