// The full text of one result: what a person reads who wants to know why. Says nothing about whether it was expected but in the first line.

import type { CheckResult } from "../harness/result.js";
import { codeFrame } from "./code-frame.js";
import { diagnosticLines } from "./diagnostics.js";
import { blank, type Line, line, lines, printLines } from "./lines.js";
import { lockdepLines } from "./lockdep/index.js";
import { opinionText } from "./lockdep/opinion.js";
import { expectedOf, grouped, isBuiltin, isDistributed, place } from "./names.js";
import type { RenderOptions } from "./options.js";
import { repeatCommand } from "./repeat-command.js";
import { splatLines, type Violated } from "./splat/index.js";
import { standingLines } from "./standing.js";
import { stepLines } from "./steps.js";
import { unreachable } from "./unreachable.js";
import { vacuityLines } from "./vacuity.js";

/** The report, with a line break at its end; empty when there is nothing to say beyond the table row. */
export function renderReport(result: CheckResult, options: RenderOptions): string {
  return printLines(reportLines(result, options), options.color);
}

function reportLines(result: CheckResult, options: RenderOptions): readonly Line[] {
  switch (result.outcome) {
    case "verified":
      return [
        ...verifiedLines(result, options),
        ...opinionLines(result, options),
        ...missedLines(result),
        ...(result.asExpected ? [] : repeatLines(result)),
      ];
    case "violated":
      return [...violatedLines(result, options), ...opinionLines(result, options), ...missedLines(result), ...repeatLines(result)];
    case "rejected":
      return diagnosticLines(result, options);
    case "inconclusive":
      return [line(`  ${result.message}`, "doubt"), ...lines(result.hints.map((hint) => `  - ${hint}`)), ...repeatLines(result)];
    case "tool-failure":
      return [
        line(`  ${result.code}: ${result.message}`, "bad"),
        ...lines(
          result.detail.map((text) => `  | ${text}`),
          "quiet",
        ),
        ...repeatLines(result),
      ];
    default:
      return unreachable(result);
  }
}

function violatedLines(result: Violated, options: RenderOptions): readonly Line[] {
  const { finding, trace } = result;
  const frame = codeFrame(finding.at, options);
  return [
    ...splatLines(result),
    blank,
    line(finding.message, "heading"),
    ...(frame.length === 0 ? [] : [blank, ...frame]),
    blank,
    ...(finding.kind === "reachable" ? [] : stepLines(trace, options)),
    ...standingLines(trace),
    blank,
  ];
}

/** lockdep's own words where they are asked for, expected, or a surprise. */
function opinionLines(
  result: Violated | Extract<CheckResult, { outcome: "verified" }>,
  { verbose = false }: RenderOptions,
): readonly Line[] {
  const { lockdep, expectation, asExpected, subject, engine } = result;
  const report = lockdep?.report ?? null;
  const inFull = verbose || lockdep?.agreement !== "agrees" || expectation?.lockdep != null || !asExpected;
  return [
    line(
      `${result.outcome === "verified" ? "  " : ""}${opinionText(lockdep, result.outcome === "violated" ? result.finding.kind : null, engine)}`,
    ),
    ...(report !== null && inFull ? [...lockdepLines(report, subject), blank] : []),
  ];
}

function missedLines(result: CheckResult): readonly Line[] {
  return result.asExpected ? [] : [line(`expected: ${expectedOf(result)}`, "bad")];
}

function repeatLines(result: CheckResult): readonly Line[] {
  return [line(`repeat: ${repeatCommand(result)}`)];
}

function searchedWith(reductions: readonly string[]): readonly string[] {
  const words: Readonly<Record<string, string>> = {
    slice: "irrelevant data left out (not for eventualities)",
    steps: "fused steps",
    symmetry: "symmetry (not for eventualities)",
  };
  const list = new Intl.ListFormat("en-GB").format(reductions.map((reduction) => words[reduction] ?? reduction));
  return reductions.length === 0 ? [] : [`  searched with ${list}.`];
}

function verifiedLines(
  result: Extract<CheckResult, { outcome: "verified" }>,
  { diff = false, verbose = false }: RenderOptions,
): readonly Line[] {
  const { statistics, checked, witnesses } = result;
  const by = isBuiltin(result.engine) ? ", by the builtin engine: TLC has not confirmed it" : "";
  const states =
    statistics.distinct === null
      ? []
      : [`  every one of ${grouped(statistics.distinct)} states was seen${depthText(statistics.depth)}${by}.`];
  const chance =
    statistics.collisionProbability === null ? [] : [`  chance that the search missed a state: ${statistics.collisionProbability}`];
  const fair = checked.eventually.map(({ name, fairness }) => `${name} (${fairness} fairness)`);
  return [
    ...lines([
      ...states,
      ...chance,
      ...searchedWith(statistics.reductions),
      ...(isDistributed(result.engine)
        ? ["  a distributed search: which places are reached, warnings and what lockdep would say were not gathered."]
        : []),
      ...listed("  checked: ", [...checked.rules, ...checked.invariants, ...checked.reachable, ...fair]),
    ]),
    ...vacuityLines(result, verbose),
    ...witnesses.flatMap((witness) => witnessLines(witness, { diff })),
  ];
}

/** The shortest way to a state that is reachable, as it should be. */
function witnessLines(
  { property, at, trace }: Extract<CheckResult, { outcome: "verified" }>["witnesses"][number],
  options: { readonly diff: boolean },
): readonly Line[] {
  const title = line(`  reachable: ${property} (${place(at)})`, "heading");
  return trace.steps.length === 0 ? [title, line("   in the first state")] : [title, ...stepLines(trace, options)];
}

const depthText = (depth: number | null): string => (depth === null ? "" : `, to depth ${depth}`);
const listed = (title: string, names: readonly string[]): readonly string[] => (names.length === 0 ? [] : [`${title}${names.join(", ")}`]);
