// What stands beside a verdict and changes it in no way: what lockdep would say, and what the verdict says nothing about.

import type { CheckResult } from "../harness/result.js";
import { type Line, line } from "./lines.js";
import { disagreementText, opinionText } from "./lockdep/opinion.js";
import { count } from "./names.js";
import { ownVacuity, vacuityLines } from "./vacuity.js";

/** In the few words of a row. */
export function besideTexts(result: CheckResult): readonly string[] {
  const warnings = result.outcome === "verified" ? ownVacuity(result).length : 0;
  const opinion = "lockdep" in result ? disagreementText(result.lockdep) : null;
  return [...(warnings > 0 ? [count(warnings, "warning")] : []), ...(opinion === null ? [] : [opinion])];
}

/** In full. */
export function besideLines(result: CheckResult, verbose: boolean): readonly Line[] {
  return [...opinionLines(result), ...(result.outcome === "verified" ? vacuityLines(result, verbose) : [])];
}

function opinionLines(result: CheckResult): readonly Line[] {
  if (!("lockdep" in result)) return [];
  const found = result.outcome === "violated" ? result.finding.kind : null;
  return [line(opinionText(result.lockdep, found, result.engine), disagreementText(result.lockdep) === null ? "plain" : "doubt")];
}
