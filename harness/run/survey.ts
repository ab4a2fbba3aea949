// What executions reach and how they use locks, also behind a violation: for the words of a report, not for a verdict.

import type { Compilation } from "../../codegen/compile.js";
import type { Reached } from "../../codegen/emit/lockdep/events.js";
import { type Bounds, survey as interpreted } from "../../interpreter/index.js";
import type { TlcPrint, TlcRunResult } from "../../tla-tools/index.js";
import { reachedIn } from "../lockdep/reached.js";
import { observedBy } from "../trace/builtin-observations.js";
import { type Observations, observationsOf } from "../trace/observations.js";

/** What a search tells that saw all states. */
export interface Seen {
  readonly observations: Observations;
  readonly reached: Reached;
}

/** Of the interpreter's search, which sees some 200,000 states a second. */
const BOUNDS = { maxStates: 300_000, maxMilliseconds: 3000 };

/** What a run of TLC printed that saw all states. */
export function seenIn(prints: readonly TlcPrint[]): Seen {
  return { observations: observationsOf(prints), reached: reachedIn(prints) };
}

/**
 * What there is to see: by the interpreter, where that is small, else by TLC. Wait types are TLC's, which tells them at once (`early`), but
 * in a distributed search.
 * Null when TLC did not come to an end.
 */
export async function survey(
  { located }: Pick<Compilation, "located">,
  { waitTypes, contextValues }: Observations,
  tlc: () => Promise<TlcRunResult>,
  bounds: Bounds = BOUNDS,
): Promise<Seen | null> {
  const seen = interpreted(located, bounds);
  const own = observedBy(located.program, seen);
  const told = waitTypes.size > 0 ? { waitTypes, contextValues } : {};
  if (seen.complete) return { observations: { ...own, ...told }, reached: seen.came };
  const run = await tlc();
  return run.outcome === "verified" ? seenIn(run.prints) : null;
}
