// The ways to what is reachable (ADR013).

import type { TlcConfig } from "../../codegen/tla/ast.js";
import { shortestWays } from "../../interpreter/index.js";
import type { TlcRunResult, TlcTrace } from "../../tla-tools/index.js";
import { buildTrace } from "../trace/build-trace.js";
import { fulfilledIn } from "../trace/exercised.js";
import { lockPrinter } from "../trace/lock-info.js";
import { observationsOf } from "../trace/observations.js";
import { writtenInOrder } from "../trace/written-trace.js";
import { type Checking, run } from "./checking.js";
import { type Explored, neverReached } from "./explored.js";
import { failure, noVerdict, type ResultBody } from "./outcome.js";
import { replayed } from "./violated.js";

type Witnesses = Extract<ResultBody, { outcome: "verified" }>["witnesses"];

/** Of the interpreter's search for the ways: what it mostly needs some hundredths of. */
const BOUNDS_OF_A_WAY = { maxStates: 100_000, maxMilliseconds: 1000 };

/**
 * The way to a state of each `reachable`. That there is one `safety` has told, which has seen all states; a shortest one the interpreter
 * finds in no time. Where it is far, where nothing was told, and when the search was made elsewhere, TLC looks for it: it takes the negation
 * for an invariant.
 */
export async function witnesses(checking: Checking, explored: Explored, safety: TlcRunResult | null): Promise<Witnesses | ResultBody> {
  const { compilation, options } = checking;
  const found: Witnesses = [];
  const fulfilled = safety === null ? new Set() : fulfilledIn(safety.prints, compilation);
  const wanted = compilation.emitted.runs.witnesses.filter(({ reachable }) => fulfilled.has(reachable.name));
  const ways = shortestWays(
    compilation.located,
    wanted.map(({ reachable }) => reachable),
    BOUNDS_OF_A_WAY,
  );
  for (const { config, reachable } of compilation.emitted.runs.witnesses) {
    const told = fulfilled.has(reachable.name);
    const near = ways[wanted.findIndex((one) => one.reachable === reachable)] ?? null;
    const far = near === null ? await searchedWay(checking, config, told ? reachable.name : null) : null;
    if (far !== null && "outcome" in far) return far;
    const trace = near === null ? far?.trace : writtenInOrder(compilation, near);
    if (trace === undefined) return neverReached(reachable, explored);
    const prints = safety?.prints ?? far?.prints ?? [];
    const locks = lockPrinter(compilation.located.program, observationsOf(prints), safety !== null);
    found.push({ property: reachable.name, at: reachable.span, trace: buildTrace(trace, compilation, options.readSource, locks).trace });
  }
  return found;
}

type SearchedWay = Pick<TlcRunResult, "prints"> & { readonly trace: TlcTrace };

/** Null when there is none. `told`: the name of what another search has told to be reachable. */
async function searchedWay(checking: Checking, config: TlcConfig, told: string | null): Promise<SearchedWay | ResultBody | null> {
  const { compilation, options } = checking;
  const result = await run(checking, config);
  const none = noVerdict(result, options.timeoutMs, compilation.reductions);
  if (none !== null) return none;
  if (result.outcome !== "invariant")
    return told === null
      ? null
      : failure("tlc-failed", `one search tells that '${told}' is reachable, and another finds no way there.`, result);
  const whole = replayed(compilation, compilation, result);
  return "outcome" in whole ? whole : { trace: whole.trace, prints: result.prints };
}
