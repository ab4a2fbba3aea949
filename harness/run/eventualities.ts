// What is to happen in the end, once all rules and invariants hold: under the least fairness first, then under what the model assumes.

import type { Specification } from "../../codegen/compile.js";
import type { CheckRuns } from "../../codegen/emit/configurations.js";
import { needsFairness } from "../../interpreter/index.js";
import type { TlcRunResult } from "../../tla-tools/index.js";
import { type Checking, run } from "./checking.js";
import { noVerdict, type ResultBody } from "./outcome.js";
import { type Told, violated } from "./violated.js";

/** Of the interpreter's look at what fairness is needed. */
const BOUNDS = { maxStates: 100_000, maxMilliseconds: 1000 };

/** Null when all hold. */
export async function eventualities(checking: Checking, told: Told): Promise<ResultBody | null> {
  const { compilation } = checking;
  if (compilation.emitted.runs.progress === null) return null;
  const specification = compilation.temporal();
  // What the properties are called there may differ: with other variables other names are taken.
  const { progress, fair } = specification.emitted.runs;
  if (progress === null) return null;
  // What is said to need more is asked under that at once; it is TLC that says whether it holds.
  if (needsFairness(compilation.located, BOUNDS) !== true) {
    const least = await run(checking, progress, { specification });
    const none = undecided(checking, specification, least);
    if (none !== null) return none;
    if (least.outcome !== "temporal") return null;
  }
  for (const { config, single } of fair) {
    const together = await run(checking, config, { specification });
    const open = undecided(checking, specification, together);
    if (open !== null) return open;
    if (together.outcome === "temporal") return nameEventuality(checking, specification, together, single, told);
  }
  return null;
}

/** Null when it decided; else what is known when only the eventualities are undecided. */
function undecided({ options }: Checking, { reductions }: Specification, result: TlcRunResult): ResultBody | null {
  const none = noVerdict(result, options.timeoutMs, reductions);
  return none?.outcome === "inconclusive"
    ? { ...none, message: `${none.message} All rules and invariants hold; the eventualities are not decided.` }
    : none;
}

/** TLC does not say which of several eventualities is violated: they are tried one by one. */
async function nameEventuality(
  checking: Checking,
  specification: Specification,
  together: TlcRunResult,
  single: CheckRuns["fair"][number]["single"],
  told: Told,
): Promise<ResultBody> {
  for (const { config, eventually } of single) {
    const alone = single.length === 1 ? together : await run(checking, config, { specification });
    const none = undecided(checking, specification, alone);
    if (none !== null) return none;
    if (alone.outcome === "temporal") return violated(checking, specification, alone, { kind: "temporal", property: eventually }, told);
  }
  throw new Error("TLC found a violated eventuality and none of them is violated alone");
}
