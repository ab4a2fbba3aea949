// One row for each check, and the closing line with all counts, zeroes too.

import type { CheckResult, Subject } from "../harness/result.js";
import { besideTexts } from "./beside.js";
import { paint, type Style, visible } from "./lines.js";
import { count, expectedOf, FINDING_WORDS, isBuiltin, seconds, secondsText, variantText } from "./names.js";
import { unreachable } from "./unreachable.js";

/** Widths of the columns before the verdict; the same for all rows of a run. */
export interface Widths {
  readonly model: number;
  readonly variant: number;
}

export function tableWidths(subjects: readonly Subject[]): Widths {
  const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => visible(text).length));
  return { model: longest(subjects.map(({ model }) => model)), variant: longest(subjects.map(variantText)) };
}

export function renderRow(result: CheckResult, widths: Widths, color: boolean): string {
  const { label, style } = labelOf(result);
  const { model } = result.subject;
  const columns = [
    visible(model).padEnd(widths.model),
    visible(variantText(result.subject)).padEnd(widths.variant),
    visible(verdictText(result)).padEnd(40),
    sizeText(result).padStart(16),
    seconds(result).padStart(8),
  ];
  return `${paint(style, label, color)}${" ".repeat(6 - label.length)}${[...columns, ...(result.cached ? ["cached"] : []), ...besideTexts(result)].join("  ")}\n`;
}

export function labelOf(result: CheckResult): { readonly label: string; readonly style: Style } {
  switch (result.outcome) {
    case "verified":
    case "violated":
      return result.asExpected ? { label: "ok", style: "good" } : { label: "BAD", style: "bad" };
    case "inconclusive":
      return { label: "????", style: "doubt" };
    case "rejected":
    case "tool-failure":
      return { label: "FAIL", style: "bad" };
    default:
      return unreachable(result);
  }
}

/** Verified without more is TLC's word. */
function verifiedText({ engine }: Extract<CheckResult, { outcome: "verified" }>): string {
  return isBuiltin(engine) ? "verified by the builtin engine" : "verified";
}

export function verdictText(result: CheckResult): string {
  switch (result.outcome) {
    case "verified":
      return `${verifiedText(result)}${result.asExpected ? "" : `, expected ${expectedOf(result)}`}`;
    case "violated": {
      const found = FINDING_WORDS[result.finding.kind];
      return result.asExpected ? `${found} (expected)` : `${found}, expected ${expectedOf(result)}`;
    }
    case "rejected":
      return `rejected: ${count(result.diagnostics.length, "diagnostic")}`;
    case "inconclusive":
      return `inconclusive: ${result.reason}`;
    case "tool-failure":
      return `tool failure: ${result.code}`;
    default:
      return unreachable(result);
  }
}

/** States, or where it is shorter to follow, steps. */
export function sizeText(result: CheckResult): string {
  if (result.outcome === "violated" && !result.asExpected) return count(result.trace.steps.length, "step");
  if (!("statistics" in result) || result.statistics.distinct === null) return "";
  return count(result.statistics.distinct, "state");
}

/** `3 checks of 1 model: 3 as expected, 0 not, 0 inconclusive, 0 rejected, 0 failed.   3.0 s` */
export function renderSummary(results: readonly CheckResult[], milliseconds: number): string {
  const decided = results.filter(({ outcome }) => outcome === "verified" || outcome === "violated");
  const expected = decided.filter(({ asExpected }) => asExpected).length;
  const having = (outcome: CheckResult["outcome"]): number => results.filter((result) => result.outcome === outcome).length;
  const cached = results.filter((result) => result.cached).length;
  const counts = [
    `${expected} as expected`,
    `${decided.length - expected} not`,
    `${having("inconclusive")} inconclusive`,
    `${having("rejected")} rejected`,
    `${having("tool-failure")} failed`,
  ];
  const models = new Set(results.map(({ subject }) => subject.file)).size;
  return `\n${count(results.length, "check")} of ${count(models, "model")}: ${counts.join(", ")}; ${cached} from the cache.  ${secondsText(milliseconds)}\n`;
}
