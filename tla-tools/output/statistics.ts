/** Numbers that TLC prints about a search. */
import { codes } from "./codes.js";
import type { TlcMessage } from "./message.js";

/** What is known about the search; null where TLC did not say. */
export interface TlcStatistics {
  /** States generated, found distinct and left on the queue. */
  readonly generated: number | null;
  readonly distinct: number | null;
  readonly queue: number | null;
  /** Length of the longest shortest behaviour found so far. */
  readonly depth: number | null;
  readonly initialStates: number | null;
  /** Probability that a state was missed because two had the same fingerprint. */
  readonly collision: CollisionEstimate | null;
  readonly outdegree: Outdegree | null;
  /** Branches of temporal checking; null when no temporal property is checked. */
  readonly temporalBranches: number | null;
  /** TLC's own run time. */
  readonly milliseconds: number | null;
  /** Whether the first three are the final totals, not the last progress report. */
  readonly final: boolean;
}

export interface CollisionEstimate {
  readonly optimistic: number;
  /** From the fingerprints themselves; TLC prints it for larger searches. */
  readonly observed: number | null;
}

export interface Outdegree {
  readonly average: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly percentile95: number;
}

/** A progress report while TLC searches. */
export interface TlcProgress {
  readonly depth: number | null;
  readonly generated: number | null;
  readonly distinct: number | null;
  readonly queue: number | null;
}

export const noStatistics: TlcStatistics = {
  generated: null,
  distinct: null,
  queue: null,
  depth: null,
  initialStates: null,
  collision: null,
  outdegree: null,
  temporalBranches: null,
  milliseconds: null,
  final: false,
};

type Update = Partial<TlcStatistics>;

const count = "(-?[\\d,]+)";
const progress = new RegExp(
  `^Progress\\((-?\\d+)\\) at .*: ${count} states generated(?: \\([^)]*\\))?, ` +
    `${count} distinct states found(?: \\([^)]*\\))?, ${count} states left on queue\\.$`,
);
const totals = new RegExp(`^${count} states generated, ${count} distinct states found(?:, ${count} states left on queue)?\\.$`);

/**
 * The numbers in a message, as changes to what is known; null when the message should have some and
 * cannot be read.
 */
export function readStatistics(message: TlcMessage): Update | null {
  const read = readers[message.code];
  return read === undefined ? {} : read(message.text);
}

/** The numbers of a progress report; null for any other text. */
export function parseProgress(text: string): TlcProgress | null {
  const found = progress.exec(text);
  return found === null
    ? null
    : {
        depth: numberOrNull(found[1]),
        generated: numberOrNull(found[2]),
        distinct: numberOrNull(found[3]),
        queue: numberOrNull(found[4]),
      };
}

const readers: Readonly<Record<number, (text: string) => Update | null>> = {
  [codes.progress]: parseProgress,
  [codes.progressDepthFirst]: parseProgress,
  [codes.progressSimulation]: parseProgress,
  [codes.totals]: parseTotals,
  [codes.totalsDepthFirst]: parseTotals,
  [codes.depth]: (text) => oneNumber(/^The depth of the complete state graph search is (\d+)\.$/, text, "depth"),
  [codes.temporalBranches]: (text) => oneNumber(/satisfiability problem has (\d+) branches\.$/, text, "temporalBranches"),
  [codes.initialStates]: parseInitialStates,
  [codes.initialStatesSomeDistinct]: parseInitialStates,
  [codes.initialStatesDepthFirst]: parseInitialStates,
  [codes.initialStatesDepthFirstSomeDistinct]: parseInitialStates,
  [codes.success]: (text) => ({ collision: parseCollision(text) }),
  [codes.outdegree]: (text) => ({ outdegree: parseOutdegree(text) }),
  [codes.finished]: (text) => ({ milliseconds: numberOrNull(/^Finished in (\d+)ms\b/.exec(text)?.[1]) }),
};

function parseTotals(text: string): Update | null {
  const found = totals.exec(text);
  return found === null
    ? null
    : {
        generated: numberOrNull(found[1]),
        distinct: numberOrNull(found[2]),
        queue: numberOrNull(found[3]),
        final: true,
      };
}

function parseInitialStates(text: string): Update | null {
  const some = /with ([\d,]+) of them distinct/.exec(text) ?? /: ([\d,]+) (?:distinct )?states? generated/.exec(text);
  return some === null ? null : { initialStates: numberOrNull(some[1]) };
}

function parseCollision(text: string): CollisionEstimate | null {
  const optimistic = /^ *calculated \(optimistic\): +val = ([\d.]+(?:E-?\d+)?)$/m.exec(text)?.[1];
  const observed = /^ *based on the actual fingerprints: +val = ([\d.]+(?:E-?\d+)?)$/m.exec(text)?.[1];
  return optimistic === undefined ? null : { optimistic: Number(optimistic), observed: observed === undefined ? null : Number(observed) };
}

function parseOutdegree(text: string): Outdegree | null {
  const found = /is (\d+) \(minimum is (\d+), the maximum (\d+) and the 95th percentile is (\d+)\)/.exec(text);
  return found === null
    ? null
    : {
        average: Number(found[1]),
        minimum: Number(found[2]),
        maximum: Number(found[3]),
        percentile95: Number(found[4]),
      };
}

function oneNumber(pattern: RegExp, text: string, name: "depth" | "temporalBranches"): Update | null {
  const found = pattern.exec(text);
  return found === null ? null : { [name]: Number(found[1]) };
}

/** TLC prints -1 for "not counted", and group commas in progress reports. */
function numberOrNull(text: string | undefined): number | null {
  const value = text === undefined ? -1 : Number(text.replaceAll(",", ""));
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}
