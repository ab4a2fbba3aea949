/**
 * TLC's standard output, fed in chunks of any size, becomes one `TlcOutput`: everything that was said,
 * and what was wrong with how it was said. No verdict is made here.
 *
 * Total and bounded: no input throws, and no input makes it keep more than the limits allow.
 */
import { codes } from "./codes.js";
import { type ActionCoverage, isCoverageMessage, parseCoverage } from "./coverage.js";
import type { OutputDiagnostic, OutputDiagnosticKind } from "./diagnostics.js";
import { FrameParser } from "./frames.js";
import { defaultLimits, type OutputLimits } from "./limits.js";
import { LineSplitter } from "./line-splitter.js";
import { parseCallSite, type TlaLocation } from "./location.js";
import { fullText, type TlcMessage } from "./message.js";
import { isModeMessage, parseMode, type TlcMode } from "./mode.js";
import { OrderChecker } from "./order.js";
import { parsePrints, type TlcPrint } from "./prints.js";
import { parseSpecErrors, type SpecError } from "./sany.js";
import { noStatistics, parseProgress, readStatistics, type TlcProgress, type TlcStatistics } from "./statistics.js";
import { TextKeeper } from "./text-keeper.js";
import type { TlcTrace } from "./trace.js";
import { TraceBuilder } from "./trace-builder.js";

/** All that the output says. */
export interface TlcOutput {
  /** `2.18 of 20 March 2023`. */
  readonly version: string | null;
  readonly mode: TlcMode | null;
  readonly statistics: TlcStatistics;
  /** How often each code came, nested messages not counted. */
  readonly seen: ReadonlyMap<number, number>;
  /** Messages of the classes error and bug, in order, without those that are parts of a trace. */
  readonly errors: readonly TlcMessage[];
  readonly warnings: readonly TlcMessage[];
  /** The first trace; null when no state was printed. */
  readonly trace: TlcTrace | null;
  readonly traceCount: number;
  /** The nested expressions of an evaluation error, outermost first. */
  readonly callStack: readonly TlaLocation[];
  readonly specErrors: readonly SpecError[];
  readonly coverage: readonly ActionCoverage[];
  /** What the specification printed, when that goes to standard output. */
  readonly prints: readonly TlcPrint[];
  /** The last lines outside all messages, and the text of messages without an end. */
  readonly tail: readonly string[];
  readonly diagnostics: readonly OutputDiagnostic[];
}

/** Options of the parser. */
export interface OutputParserOptions {
  readonly limits?: OutputLimits;
  readonly onProgress?: (progress: TlcProgress) => void;
}

const tailLines = 40;
/** What SANY and Java write by the way; neither an error of the parser nor a print of the model. */
const routine = /^(?:Parsing file |Semantic processing of module |Terminating due to java\.lang\.)/;

export class TlcOutputParser {
  private readonly limits: OutputLimits;
  private readonly lines: LineSplitter;
  private readonly frames: FrameParser;
  private readonly order = new OrderChecker();
  private readonly traces: TraceBuilder;
  private readonly parserText: TextKeeper;
  private readonly printedText: TextKeeper;
  private readonly seen = new Map<number, number>();
  private readonly errors: TlcMessage[] = [];
  private readonly warnings: TlcMessage[] = [];
  private readonly coverage: ActionCoverage[] = [];
  private readonly diagnostics: OutputDiagnostic[] = [];
  private readonly tail: string[] = [];
  private callStack: readonly TlaLocation[] = [];
  private statistics = noStatistics;
  private version: string | null = null;
  private mode: TlcMode | null = null;
  private damageLimitReached = false;

  constructor(private readonly options: OutputParserOptions = {}) {
    this.limits = options.limits ?? defaultLimits;
    this.traces = new TraceBuilder(this.limits.states, (kind, detail) => this.diagnose(kind, detail));
    this.parserText = new TextKeeper(this.limits.text);
    this.printedText = new TextKeeper(this.limits.text);
    this.frames = new FrameParser(this.limits.message, {
      onMessage: (message) => this.message(message),
      onText: (line) => this.text(line),
      onDiagnostic: (diagnostic) => this.keepDiagnostic(diagnostic),
    });
    this.lines = new LineSplitter(this.limits.line, (line) => this.frames.accept(line));
  }

  /** Whether a limit was passed: there is no point in reading on. */
  get overLimit(): boolean {
    return this.lines.tooLong || this.frames.tooLarge || this.traces.tooLong;
  }

  /** How often a message came so far. */
  count(code: number): number {
    return this.seen.get(code) ?? 0;
  }

  feed(chunk: string | Uint8Array): void {
    this.lines.feed(chunk);
  }

  /** Ends the input and gives the sum. */
  end(): TlcOutput {
    this.lines.end();
    this.frames.finish();
    if (this.lines.tooLong) {
      this.diagnose("limit", `a line is longer than ${this.limits.line} characters`);
    }
    return {
      version: this.version,
      mode: this.mode,
      statistics: this.statistics,
      seen: this.seen,
      errors: this.errors,
      warnings: this.warnings,
      trace: this.traces.build(),
      traceCount: this.traces.count,
      callStack: this.callStack,
      specErrors: parseSpecErrors(this.parserText.lines),
      coverage: this.coverage,
      prints: parsePrints(this.printedText.lines),
      tail: [...this.tail, ...this.frames.openText()].slice(-tailLines),
      diagnostics: this.diagnostics,
    };
  }

  private message(message: TlcMessage): void {
    this.seen.set(message.code, (this.seen.get(message.code) ?? 0) + 1);
    const problem = this.order.accept(message);
    if (problem !== null) {
      this.diagnose(problem, `message ${message.code}`);
    }
    if (message.kind === "unknown") {
      this.diagnose("unknown-code", `message ${message.code}`);
    }
    this.keepByClass(message);
    this.traces.accept(message);
    this.readFacts(message);
  }

  private keepByClass(message: TlcMessage): void {
    const partOfTrace = message.kind === "known" && message.group === "trace";
    if (message.messageClass === "warning") {
      this.keep(this.warnings, message);
    } else if ((message.messageClass === "error" || message.messageClass === "bug") && !partOfTrace) {
      this.keep(this.errors, message);
    }
  }

  private readFacts(message: TlcMessage): void {
    const update = readStatistics(message);
    if (update === null) {
      this.diagnose("unreadable-body", `message ${message.code}`);
    } else {
      this.statistics = { ...this.statistics, ...update };
    }
    if (message.code === codes.version) {
      this.version = /Version (.+)$/m.exec(message.text)?.[1] ?? null;
    } else if (isModeMessage(message)) {
      this.mode = this.readable(parseMode(message), message);
    } else if (message.code === codes.callStack) {
      this.callStack = parseCallStack(message);
    } else if (isCoverageMessage(message)) {
      this.keepCoverage(this.readable(parseCoverage(message), message));
    } else if (message.code === codes.progress) {
      this.reportProgress(message);
    }
  }

  private keepCoverage(action: ActionCoverage | null): void {
    if (action !== null && this.coverage.length < this.limits.coverage) {
      this.coverage.push(action);
    }
  }

  private readable<T>(value: T | null, message: TlcMessage): T | null {
    if (value === null) {
      this.diagnose("unreadable-body", `message ${message.code}`);
    }
    return value;
  }

  private reportProgress(message: TlcMessage): void {
    const progress = parseProgress(message.text);
    if (progress !== null) {
      this.options.onProgress?.(progress);
    }
  }

  /** SANY writes between its two messages, the specification after that. */
  private text(line: string): void {
    this.tail.push(line);
    if (this.tail.length > tailLines) {
      this.tail.shift();
    }
    if (routine.test(line)) {
      return;
    }
    if (this.seen.has(codes.parserFinished)) {
      this.printedText.add(line);
    } else {
      this.parserText.add(line);
    }
  }

  private keep(list: TlcMessage[], message: TlcMessage): void {
    if (list.length < this.limits.messages) {
      list.push(message);
    }
  }

  private diagnose(kind: OutputDiagnosticKind, detail: string): void {
    this.keepDiagnostic({ kind, line: this.frames.lineNumber, detail });
  }

  /** One place beyond the limit is kept for damage, which must not be lost among lesser remarks. */
  private keepDiagnostic(diagnostic: OutputDiagnostic): void {
    if (this.diagnostics.length < this.limits.messages) {
      this.diagnostics.push(diagnostic);
    } else if (!this.damageLimitReached) {
      this.damageLimitReached = true;
      this.diagnostics.push({ ...diagnostic, kind: "limit", detail: "more is wrong with the output" });
    }
  }
}

function parseCallStack(message: TlcMessage): readonly TlaLocation[] {
  const sites = fullText(message).split("\n").map(parseCallSite);
  return sites.filter((site) => site !== null);
}
