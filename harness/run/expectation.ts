// Whether a result is the one that the model expects.

import type { Program } from "../../codegen/ir/program.js";
import type { Expectation } from "../result.js";
import type { ResultBody } from "./outcome.js";

export function expectationOf(program: Program): Expectation | null {
  const { expectation } = program;
  if (expectation === null) return null;
  const { verdict, kind, lock, property, lockdep } = expectation;
  return { verdict, kind, lock, function: expectation.function, property, lockdep };
}

/** A model that states nothing expects to be verified. `strict`: lockdep must agree where the model does not say what it expects of it. */
export function isAsExpected(body: ResultBody, expectation: Expectation | null, strict: boolean): boolean {
  return verdictIsAsExpected(body, expectation) && opinionIsAsExpected(body, expectation?.lockdep ?? null, strict);
}

function opinionIsAsExpected(body: ResultBody, expected: Expectation["lockdep"], strict: boolean): boolean {
  if (!("lockdep" in body)) return true;
  if (expected === null) return !strict || body.lockdep?.agreement === "agrees" || body.lockdep?.agreement === "unrelated";
  if (body.lockdep === null) return false;
  const { report } = body.lockdep;
  return (
    expected.rule === (report?.rule ?? null) &&
    (expected.lock === null || expected.lock === report?.lock?.name) &&
    (expected.function === null || expected.function === report?.place.function)
  );
}

function verdictIsAsExpected(body: ResultBody, expectation: Expectation | null): boolean {
  if (body.outcome === "verified") return expectation === null || expectation.verdict === "verified";
  if (body.outcome !== "violated" || expectation?.verdict !== "violated") return false;
  const { finding } = body;
  return (
    (expectation.kind === null || expectation.kind === finding.kind) &&
    (expectation.lock === null || expectation.lock === finding.lock?.name) &&
    (expectation.function === null || expectation.function === finding.function) &&
    (expectation.property === null || expectation.property === finding.property)
  );
}
