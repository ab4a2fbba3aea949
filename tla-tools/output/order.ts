/**
 * The order in which the messages of one run may come. A message that belongs earlier, or that comes
 * twice where TLC prints it once, is a sign of damaged output.
 */
import { codes } from "./codes.js";
import type { TlcMessage } from "./message.js";

/** Messages that TLC prints at most once, in this order; all others may come anywhere. */
const milestones: readonly number[] = [
  codes.version,
  codes.modeBreadthFirst,
  codes.parserStarted,
  codes.parserFinished,
  codes.started,
  codes.computingInitialStates,
  codes.initialStates,
  codes.success,
  codes.totals,
  codes.depth,
  codes.outdegree,
  codes.finished,
];

const ranks: ReadonlyMap<number, number> = new Map(milestones.map((code, rank) => [code, rank]));

/** Expressions can have equal counts, and a warning can be given twice. */
function mayRepeat(message: TlcMessage): boolean {
  return message.code === codes.coverageValue || message.messageClass === "warning";
}

export type OrderProblem = "repeated-message" | "out-of-order";

export class OrderChecker {
  private rank = -1;
  private last = "";

  /** What is wrong with this message coming now; null when nothing is. */
  accept(message: TlcMessage): OrderProblem | null {
    const key = `${message.code}:${message.text}`;
    const repeated = key === this.last && !mayRepeat(message);
    const rank = ranks.get(message.code);
    const late = rank !== undefined && rank <= this.rank;
    this.last = key;
    this.rank = late ? this.rank : (rank ?? this.rank);
    if (repeated) {
      return "repeated-message";
    }
    return late || this.tooLate(message) ? "out-of-order" : null;
  }

  /** The totals end the progress reports, and the last message ends everything. */
  private tooLate(message: TlcMessage): boolean {
    const limit = message.code === codes.progress ? ranks.get(codes.totals) : ranks.get(codes.finished);
    return message.code !== codes.finished && limit !== undefined && this.rank >= limit;
  }
}
