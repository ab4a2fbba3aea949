/**
 * Lines in, messages out: the frame grammar of `-tool` mode.
 *
 *   @!@!@STARTMSG <code>:<class> @!@!@
 *   body
 *   @!@!@ENDMSG <code> @!@!@
 *
 * Messages nest. A string of the model cannot forge a mark: TLC prints it in quotes, so the line does
 * not end (or begin) with the mark.
 */
import type { OutputDiagnostic, OutputDiagnosticKind } from "./diagnostics.js";
import { type MessageClass, makeMessage, messageClassOf, type TlcMessage } from "./message.js";

export interface FrameHandler {
  /** A message is complete; nested ones come inside their outermost message. */
  readonly onMessage: (message: TlcMessage) => void;
  /** A line outside all messages. */
  readonly onText: (line: string) => void;
  readonly onDiagnostic: (diagnostic: OutputDiagnostic) => void;
}

interface OpenFrame {
  readonly code: number;
  readonly messageClass: MessageClass;
  readonly lines: string[];
  readonly nested: TlcMessage[];
}

const startMark = /^(.*?)@!@!@STARTMSG (\d+):([0-4]) @!@!@$/;
const endMark = /^@!@!@ENDMSG (\d+) @!@!@$/;

export class FrameParser {
  private readonly open: OpenFrame[] = [];
  private line = 0;
  private size = 0;
  private overflow = false;

  constructor(
    private readonly sizeLimit: number,
    private readonly handler: FrameHandler,
  ) {}

  /** Number of the line read last. */
  get lineNumber(): number {
    return this.line;
  }

  /** Whether a message was larger than the limit; nothing is read after that. */
  get tooLarge(): boolean {
    return this.overflow;
  }

  accept(line: string): void {
    if (this.overflow) {
      return;
    }
    this.line += 1;
    const start = line.endsWith("@!@!@") ? startMark.exec(line) : null;
    const end = start === null ? endMark.exec(line) : null;
    if (start !== null) {
      this.start(line, start[1] ?? "", Number(start[2]), messageClassOf(start[3] ?? ""));
    } else if (end !== null) {
      this.end(Number(end[1]), line);
    } else {
      this.text(line);
    }
  }

  /** Says what is still open at the end of the output. */
  finish(): void {
    for (const frame of this.open) {
      this.diagnose("open-at-end", `message ${frame.code} has no end`);
    }
  }

  /** The text of the messages that are still open, for a report of what TLC said last. */
  openText(): readonly string[] {
    return this.open.flatMap((frame) => frame.lines);
  }

  private start(line: string, prefix: string, code: number, messageClass: MessageClass): void {
    const nested = this.open.length > 0;
    if (nested && prefix !== "" && prefix !== ": ") {
      this.diagnose("stray-end", "a start mark after text inside a message");
      this.text(line);
      return;
    }
    if (prefix !== "" && !nested) {
      this.diagnose("glued-start", "a message starts after other output");
      this.handler.onText(prefix);
    }
    this.grow(line.length);
    this.open.push({ code, messageClass, lines: [], nested: [] });
  }

  private end(code: number, line: string): void {
    const index = this.open.findLastIndex((frame) => frame.code === code);
    if (index === -1) {
      this.diagnose("stray-end", `an end of message ${code} without its start`);
      this.text(line);
      return;
    }
    while (this.open.length > index) {
      if (this.open.length > index + 1) {
        this.diagnose("mismatched-end", `the end of message ${code} closes an inner message`);
      }
      this.close();
    }
  }

  private close(): void {
    const frame = this.open.pop();
    if (frame === undefined) {
      return;
    }
    const message = makeMessage(frame.code, frame.messageClass, frame.lines, frame.nested);
    const outer = this.open.at(-1);
    if (outer !== undefined) {
      outer.nested.push(message);
      return;
    }
    this.size = 0;
    this.handler.onMessage(message);
  }

  private text(line: string): void {
    const frame = this.open.at(-1);
    if (frame === undefined) {
      this.handler.onText(line);
      return;
    }
    this.grow(line.length + 1);
    frame.lines.push(line);
  }

  private grow(length: number): void {
    this.size += length;
    if (this.size > this.sizeLimit) {
      this.overflow = true;
      this.diagnose("limit", `a message is longer than ${this.sizeLimit} characters`);
    }
  }

  private diagnose(kind: OutputDiagnosticKind, detail: string): void {
    this.handler.onDiagnostic({ kind, line: this.line, detail });
  }
}
