/**
 * What TLC's server says. It prints no frames, and exits with 0 whatever it finds: that all is well is what it must say itself, once, with
 * every sign of a complete search and none of an error.
 */
import { LineSplitter } from "../output/line-splitter.js";
import { noStatistics, parseProgress, type TlcProgress, type TlcStatistics } from "../output/statistics.js";

/** Lines that tell how the search goes. */
const SIGNS = ["ready", "came", "lost", "success", "error", "finished", "thanks"] as const;
export type Sign = (typeof SIGNS)[number];

/** The first words of the server, of what it finds and of its end. */
const signs: Readonly<Record<Sign, RegExp>> = {
  ready: /^TLC server at .+ is ready \(/,
  came: /^Registration for worker at .+ completed \(/,
  lost: /^TLC worker .+ disconnected \(/,
  success: /^Model checking completed\. No error has been found\.$/,
  error: /^Error: /,
  finished: /^Finished in .+ at \(/,
  thanks: /work completed\. Thank you!$/,
};

const version = /^TLC2 TLC Server Version (.+)$/;
const totals = /^(\d+) states generated, (\d+) distinct states found, (\d+) states left on queue\.$/;
const depth = /^The depth of the complete state graph search is (\d+)\.$/;
const chance = /^ *calculated \(optimistic\): +val = ([\d.]+(?:E-?\d+)?)$/;
const longestLine = 1024 * 1024;

export class ServerOutput {
  private readonly seen = new Map<Sign, number>();
  private totalsSeen = 0;
  private numbers: TlcStatistics = noStatistics;
  private name: string | null = null;
  private error: string | null = null;
  private readonly lines = new LineSplitter(longestLine, (line) => this.read(line));

  constructor(
    private readonly onSign: (sign: Sign) => void = () => undefined,
    private readonly onProgress: (progress: TlcProgress) => void = () => undefined,
  ) {}

  feed(chunk: string | Uint8Array): void {
    this.lines.feed(chunk);
  }

  end(): void {
    this.lines.end();
  }

  count(sign: Sign): number {
    return this.seen.get(sign) ?? 0;
  }

  get statistics(): TlcStatistics {
    return this.numbers;
  }

  get version(): string | null {
    return this.name;
  }

  /** The first error that was told; a violation is one, too. */
  get firstError(): string | null {
    return this.error;
  }

  /** What is missing for a complete search in which nothing is wrong; null when nothing is. */
  get missing(): string | null {
    const { queue, distinct } = this.numbers;
    if (this.lines.tooLong) return "the server printed a line that is too long";
    if (this.error !== null) return "the server told of an error";
    if (this.count("success") !== 1) return "the server did not say that model checking completed";
    if (this.totalsSeen !== 1) return "the server did not print the totals";
    if (queue !== 0) return `${queue ?? "an unknown number of"} states were left on the queue`;
    if (distinct === null || distinct === 0) return "the server saw no state";
    if (this.count("finished") !== 1 || this.count("thanks") !== 1) return "the server did not come to its end";
    return this.count("came") === 0 ? "no worker took part" : null;
  }

  private read(line: string): void {
    this.name ??= version.exec(line)?.[1] ?? null;
    for (const sign of SIGNS) if (signs[sign].test(line)) this.note(sign, line);
    const progress = parseProgress(line);
    if (progress !== null) {
      this.numbers = { ...this.numbers, ...progress };
      this.onProgress(progress);
    }
    this.readNumbers(line);
  }

  private note(sign: Sign, line: string): void {
    this.seen.set(sign, this.count(sign) + 1);
    if (sign === "error") this.error ??= line;
    this.onSign(sign);
  }

  private readNumbers(line: string): void {
    const [, generated, distinct, queue] = totals.exec(line) ?? [];
    if (generated !== undefined) {
      this.totalsSeen += 1;
      this.numbers = { ...this.numbers, generated: Number(generated), distinct: Number(distinct), queue: Number(queue), final: true };
    }
    const deep = depth.exec(line)?.[1];
    if (deep !== undefined) this.numbers = { ...this.numbers, depth: Number(deep) };
    const optimistic = chance.exec(line)?.[1];
    if (optimistic !== undefined) this.numbers = { ...this.numbers, collision: { optimistic: Number(optimistic), observed: null } };
  }
}
