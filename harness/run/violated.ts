// A violation that TLC found: replayed, surveyed, and told.

import type { Compilation, Specification } from "../../codegen/compile.js";
import { tellsLockdep } from "../../codegen/emit/lockdep/events.js";
import { type TlcRunResult, temporaryFolder } from "../../tla-tools/index.js";
import { findingOf, type Violation } from "../finding/finding.js";
import { opinionOf } from "../lockdep/opinion.js";
import { buildTrace } from "../trace/build-trace.js";
import { lockPrinter } from "../trace/lock-info.js";
import { type Observations, observationsOf } from "../trace/observations.js";
import { type WholeTrace, wholeTrace } from "../trace/whole-trace.js";
import { type Checking, run } from "./checking.js";
import { exploredBy, searchedByTlc } from "./explored.js";
import type { ResultBody } from "./outcome.js";
import { refusal } from "./refused-trace.js";
import { type Seen, seenIn, survey } from "./survey.js";

/** What the search for rules printed. */
export interface Told {
  readonly prints: TlcRunResult["prints"];
  /** It has seen all states. */
  readonly whole: boolean;
}

/** A counterexample is shown only if the second reading of the model, too, takes it for an execution. */
export function replayed(
  compilation: Compilation,
  specification: Specification,
  { trace }: TlcRunResult,
): Extract<WholeTrace, { fits: true }> | ResultBody {
  if (trace === null) throw new Error("a violation without a trace");
  const whole = wholeTrace(compilation, specification, trace);
  return whole.fits ? whole : refusal(compilation, specification, trace, whole);
}

/** `result`: of `specification`. */
export async function violated(
  checking: Checking,
  specification: Specification,
  result: TlcRunResult,
  violation: Violation,
  told: Told,
): Promise<ResultBody> {
  const { compilation, tools, options, signal } = checking;
  const whole = replayed(compilation, specification, result);
  if ("outcome" in whole) return whole;
  const early = observationsOf(told.prints);
  const seen = told.whole ? seenIn(told.prints) : await surveyed(checking, early);
  const complete = seen !== null;
  const observations = seen?.observations ?? early;
  const locks = lockPrinter(compilation.located.program, observations, complete);
  const built = buildTrace(whole.trace, compilation, options.readSource, locks);
  const finding = findingOf(violation, built, compilation, observations, locks);
  const lockdep = await opinionOf(compilation, seen, finding.kind, tools.judge, signal);
  const search = searchedByTlc(result, checking, specification, observations, complete, lockdep);
  return { outcome: "violated", finding, trace: built.trace, ...exploredBy(search, compilation, { finding, last: built.last }) };
}

/** Null: nothing of it concerns lockdep, or it is too large to search. */
async function surveyed(checking: Checking, early: Observations): Promise<Seen | null> {
  const { compilation, options } = checking;
  if (!tellsLockdep(compilation.located) || options.simulate !== null) return null;
  return survey(compilation, early, () =>
    run(checking, compilation.emitted.runs.survey, { timeoutMs: options.surveyMs, temporaryDirectory: temporaryFolder() }),
  );
}
