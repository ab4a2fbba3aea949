/** Everything that must have been seen before a search counts as complete and without error. */
import { codes } from "./codes.js";
import type { TlcOutput } from "./output-parser.js";

export type MissingSign = { readonly kind: "no-initial-state" } | { readonly kind: "incomplete"; readonly reason: string };

/** The search that a run goes on with, if it does: it must have had the same fingerprints. */
export interface Resumed {
  readonly fp: number;
  readonly seed: number;
}

/** The first sign that is missing; null when none is. */
export function missingForVerified(output: TlcOutput, resumed: Resumed | null): MissingSign | null {
  const { statistics, mode, seen } = output;
  if (mode?.search !== "breadth-first") {
    return incomplete(`the search was ${mode?.search ?? "of an unknown kind"}, not breadth-first`);
  }
  const recovery = missingOfRecovery(output, resumed);
  if (recovery !== null) {
    return recovery;
  }
  if (seen.get(codes.success) !== 1) {
    return incomplete("TLC did not say that model checking completed");
  }
  if (seen.get(codes.totals) !== 1 || !statistics.final) {
    return incomplete("TLC did not print the totals");
  }
  if (statistics.queue !== 0) {
    return incomplete(`${statistics.queue ?? "an unknown number of"} states were left on the queue`);
  }
  if (statistics.distinct === null) {
    return incomplete("TLC did not count the distinct states");
  }
  if (output.trace !== null || output.traceCount > 0) {
    return incomplete("TLC printed a trace");
  }
  return statistics.distinct === 0 ? { kind: "no-initial-state" } : null;
}

/** With other fingerprints than before, a recovered search counts states twice, and nothing tells. */
function missingOfRecovery({ mode, seen }: TlcOutput, resumed: Resumed | null): MissingSign | null {
  if (resumed === null) {
    return seen.has(codes.recovered) ? incomplete("the search went on from a checkpoint") : null;
  }
  if (seen.get(codes.recovered) !== 1) {
    return incomplete("the search did not go on from its checkpoint");
  }
  return mode?.fp === resumed.fp && mode.seed === String(resumed.seed)
    ? null
    : incomplete("the search went on with other fingerprints than before");
}

function incomplete(reason: string): MissingSign {
  return { kind: "incomplete", reason };
}
