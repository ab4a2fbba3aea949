/** Everything that must have been seen before a search counts as complete and without error. */
import { codes } from "./codes.js";
import type { TlcOutput } from "./output-parser.js";

export type MissingSign = { readonly kind: "no-initial-state" } | { readonly kind: "incomplete"; readonly reason: string };

/** The first sign that is missing; null when none is. */
export function missingForVerified(output: TlcOutput): MissingSign | null {
  const { statistics, mode, seen } = output;
  if (mode?.search !== "breadth-first") {
    return incomplete(`the search was ${mode?.search ?? "of an unknown kind"}, not breadth-first`);
  }
  if (seen.has(codes.recovered)) {
    // With other fingerprints than before, a recovered search counts states twice, and nothing tells.
    return incomplete("the search went on from a checkpoint");
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

function incomplete(reason: string): MissingSign {
  return { kind: "incomplete", reason };
}
