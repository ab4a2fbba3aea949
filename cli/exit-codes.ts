// What the process says to the shell. The worst of many results counts, by severity.

import type { CheckResult } from "../harness/result.js";
import { unreachable } from "../report/unreachable.js";

export const EXIT = { expected: 0, unexpected: 1, usage: 2, inconclusive: 3, toolFailure: 4, interrupted: 130 } as const;

const BY_SEVERITY = [EXIT.toolFailure, EXIT.usage, EXIT.unexpected, EXIT.inconclusive] as const;

function exitCodeOfOne(result: CheckResult): number {
  switch (result.outcome) {
    case "verified":
    case "violated":
      return result.asExpected ? EXIT.expected : EXIT.unexpected;
    case "rejected":
      return EXIT.usage;
    case "inconclusive":
      return EXIT.inconclusive;
    case "tool-failure":
      return EXIT.toolFailure;
    default:
      return unreachable(result);
  }
}

/** No results at all: nothing was checked, which is never a success. */
export function exitCodeOf(results: readonly CheckResult[]): number {
  if (results.length === 0) return EXIT.usage;
  const codes = results.map(exitCodeOfOne);
  return BY_SEVERITY.find((code) => codes.includes(code)) ?? EXIT.expected;
}
