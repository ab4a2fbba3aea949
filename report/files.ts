// The model files that results speak of.

import type { CheckResult, Span } from "../harness/result.js";

/** Sorted, each once. */
export function filesOf(results: readonly CheckResult[]): readonly string[] {
  return [...new Set(results.flatMap((result) => [result.subject.file, ...spansOf(result).map(({ file }) => file)]))].sort();
}

function spansOf(result: CheckResult): readonly Span[] {
  switch (result.outcome) {
    case "verified":
      return placesOf(result);
    case "violated":
      return [
        ...placesOf(result),
        ...[...result.trace.start, ...result.trace.steps, ...result.trace.steps.flatMap(({ positions }) => positions)].flatMap(
          ({ at }) => at ?? [],
        ),
        ...(result.finding.at === null ? [] : [result.finding.at]),
      ];
    case "rejected":
      return result.diagnostics.flatMap(({ span, notes }) => [span, ...notes.map((note) => note.span)].flatMap((one) => one ?? []));
    default:
      return [];
  }
}

const placesOf = ({ coverage }: Extract<CheckResult, { outcome: "verified" | "violated" }>): readonly Span[] =>
  coverage.places.map(({ at }) => at);
