// The table of verdicts in models/README.md: what every check of the models of io_uring gives.

import type { CheckResult } from "../../harness/result.js";

const HEADING = "## Verdicts of io-uring";
const TITLE = "| model | version | configuration | verdict | states | time |\n|---|---|---|---|---|---|\n";

/** One row for each check, without the time; where an eventuality is violated the number of states depends on when TLC looks. */
export function verdictRows(results: readonly CheckResult[]): readonly string[] {
  return results
    .filter(({ subject }) => subject.file.startsWith("models/io-uring/"))
    .map((result) => {
      const { subject } = result;
      const version = Object.values(subject.variants).join(" ");
      const verdict = result.outcome === "violated" ? result.finding.kind : result.outcome;
      const states = "statistics" in result && verdict !== "eventually" ? (result.statistics.distinct ?? "") : "";
      return `| \`${subject.model.replace("io-uring/", "")}\` | ${version} | ${subject.configuration} | ${verdict} | ${states} |`;
    })
    .sort();
}

/** The rows that the page has, without their times. */
export function writtenRows(page: string): readonly string[] {
  return rowsOf(page).map((row) => row.replace(/[^|]*\|$/, "").trimEnd());
}

/** The page with these rows, and the times that it has for them, or none. */
export function withRows(page: string, rows: readonly string[]): string {
  const times = new Map(rowsOf(page).map((row) => [keyOf(row), /([^|]*)\|$/.exec(row)?.[1]?.trim() ?? ""]));
  const table = rows.map((row) => `${row} ${times.get(keyOf(row)) ?? ""} |\n`).join("");
  return page.slice(0, tableStart(page)) + table;
}

/** Model, version, configuration. */
function keyOf(row: string): string {
  return row.split("|").slice(1, 4).join("|");
}

function rowsOf(page: string): readonly string[] {
  return page
    .slice(tableStart(page))
    .split("\n")
    .filter((line) => line.startsWith("| `"));
}

/** The table is the end of the page. */
function tableStart(page: string): number {
  const at = page.indexOf(TITLE, page.indexOf(HEADING));
  if (at === -1) throw new Error(`no table under '${HEADING}'`);
  return at + TITLE.length;
}
