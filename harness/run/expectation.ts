// Whether a result is the one that the model expects.

import type { Program } from "../../codegen/ir/program.js";
import type { Expectation } from "../result.js";
import type { ResultBody } from "./outcome.js";

export function expectationOf(program: Program): Expectation | null {
  const { expectation } = program;
  if (expectation === null) return null;
  const { verdict, kind, lock, property } = expectation;
  return { verdict, kind, lock, function: expectation.function, property };
}

/** A model that states nothing expects to be verified. */
export function isAsExpected(body: ResultBody, expectation: Expectation | null): boolean {
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
