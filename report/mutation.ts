// What mutation says of models: a row for each check; the mistakes that no property of any of them notices, as a diff; and a row for each file,
// in which a mistake in code that checks share counts once.

import type { Mutant, MutationReport } from "../harness/result.js";
import { blank, type Line, line, printLines } from "./lines.js";
import { count, variantText } from "./names.js";

export function renderMutation(reports: readonly MutationReport[], color: boolean): string {
  const mutants = mergedMutants(reports);
  const open = mutants.filter(({ outcome, explanation }) => outcome === "undecided" || (outcome === "survived" && explanation === null));
  return printLines(
    [
      ...reports.map(row),
      ...(open.length === 0 ? [] : [blank]),
      ...open.flatMap(diff),
      blank,
      ...fileRows(mutants),
      ...summary(reports, mutants),
    ],
    color,
  );
}

/**
 * The same mistake in several checks, as in a library that they share, is one mutant: killed when one of them notices, equivalent when it
 * changes nothing in any of them.
 */
export function mergedMutants(reports: readonly MutationReport[]): readonly Mutant[] {
  const rank: readonly Mutant["outcome"][] = ["killed", "undecided", "survived", "equivalent"];
  const merged = new Map<string, Mutant>();
  for (const mutant of reports.flatMap((report) => report.mutants)) {
    const key = JSON.stringify([mutant.what, mutant.lines]);
    const known = merged.get(key);
    if (known === undefined || rank.indexOf(mutant.outcome) < rank.indexOf(known.outcome)) merged.set(key, mutant);
  }
  return [...merged.values()];
}

/** Of more than one file. */
function fileRows(mutants: readonly Mutant[]): readonly Line[] {
  const files = [...new Set(mutants.map(fileOf))].sort();
  if (files.length < 2) return [];
  return files.map((file) => {
    const own = mutants.filter((mutant) => fileOf(mutant) === file);
    return line(`${file}  ${count(own.length, "mutant")}: ${counts(own)}${shareText(own, (share) => `, ${share}`)}`);
  });
}

const fileOf = ({ lines: [first] }: Mutant): string => first?.file ?? "";

function shareText(mutants: readonly Mutant[], text: (share: string) => string): string {
  const { killed, changing } = mutationScore(mutants);
  return changing === 0 ? "" : text(`${((100 * killed) / changing).toFixed(1)} %`);
}

function row({ subject, skipped, mutants, noticedBefore, confirmed }: MutationReport): Line {
  const title = `${subject.model}  ${variantText(subject)}`;
  if (skipped !== null) return line(`${title}  not mutated: ${skipped}`, "quiet");
  const survivors = mutants.some(({ outcome }) => outcome === "survived");
  const checked = !survivors ? "" : confirmed ? "; TLC verifies the survivors, too" : "; TLC was not asked, or does not agree";
  const others = noticedBefore === 0 ? "" : `; ${count(noticedBefore, "other")} ${noticedBefore === 1 ? "was" : "were"} noticed before`;
  return line(`${title}  ${count(mutants.length, "mutant")}: ${counts(mutants)}${others}${checked}`);
}

function counts(mutants: readonly Mutant[]): string {
  const having = (outcome: Mutant["outcome"]): number => mutants.filter((mutant) => mutant.outcome === outcome).length;
  const explained = mutants.filter(({ outcome, explanation }) => outcome === "survived" && explanation !== null).length;
  const survived = `${having("survived")} survived${explained > 0 ? ` (${explained} explained)` : ""}`;
  return [`${having("killed")} killed`, survived, `${having("equivalent")} equivalent`, `${having("undecided")} undecided`].join(", ");
}

function diff({ what, outcome, lines: changed }: Mutant): readonly Line[] {
  return [
    line(`${outcome === "survived" ? "nothing notices" : "not decided"}: ${what}`),
    ...changed.flatMap(({ file, line: number, before, after }) => [
      line(`  ${file}:${number + 1}`, "quiet"),
      ...(before === "" ? [] : [line(`  - ${before}`, "bad")]),
      ...(after === "" || after === ";" ? [] : [line(`  + ${after}`, "good")]),
    ]),
  ];
}

function summary(reports: readonly MutationReport[], mutants: readonly Mutant[]): readonly Line[] {
  const mutated = reports.filter(({ skipped }) => skipped === null).length;
  const share = shareText(mutants, (percent) => ` ${percent} of those that change something are killed.`);
  return [line(`${count(mutated, "check")}, ${count(mutants.length, "mutant")}: ${counts(mutants)}.${share}`)];
}

/** Explained survivors are no shortcoming of the model, but count as not killed. */
export function mutationScore(mutants: readonly Mutant[]): { readonly killed: number; readonly changing: number } {
  const having = (...outcomes: readonly Mutant["outcome"][]): number => mutants.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return { killed: having("killed"), changing: having("killed", "survived", "undecided") };
}
