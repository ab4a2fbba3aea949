// The self-test's matrix as the kernel prints it: a row for each test, a column for each type of lock, `ok` or `FAILED`.

import type { ConformanceCase } from "../harness/result.js";
import { type Line, line, printLines } from "./lines.js";
import { count, secondsText } from "./names.js";

export function renderConformance(
  configuration: string,
  outcomes: readonly ConformanceCase[],
  milliseconds: number,
  color: boolean,
): string {
  const groups = [...new Set(outcomes.map(({ group }) => group))];
  return printLines(
    [
      ...groups.flatMap((group) =>
        groupLines(
          group,
          outcomes.filter((outcome) => outcome.group === group),
        ),
      ),
      ...failureLines(outcomes),
      ...totalLines(configuration, outcomes, milliseconds),
    ],
    color,
  );
}

function groupLines(group: string, outcomes: readonly ConformanceCase[]): readonly Line[] {
  const columns = [...new Set(outcomes.map(({ flavour }) => flavour))];
  const rows = [...new Set(outcomes.map(({ row }) => row))];
  const width = Math.max(6, ...columns.map((column) => column.length));
  const header = `  ${group.padEnd(36)} |${columns.map((column) => center(column, width)).join("|")}|`;
  const body = rows.map((row): Line => {
    const cells = columns.map((column) => cell(outcomes.filter((outcome) => outcome.row === row && outcome.flavour === column)));
    return line(
      `  ${row.padStart(36)}:|${cells.map((text) => center(text, width)).join("|")}|`,
      cells.includes("FAILED") ? "bad" : "plain",
    );
  });
  return [line("  ".padEnd(header.length, "-")), line(header, "heading"), line("  ".padEnd(header.length, "-")), ...body];
}

function cell(outcomes: readonly ConformanceCase[]): string {
  if (outcomes.length === 0) return "";
  return outcomes.every(({ ok }) => ok) ? "ok" : "FAILED";
}

function center(text: string, width: number): string {
  const left = Math.ceil((width - text.length) / 2);
  return ` ${" ".repeat(Math.max(0, left))}${text.padEnd(width - Math.max(0, left))} `;
}

function failureLines(outcomes: readonly ConformanceCase[]): readonly Line[] {
  const failed = outcomes.filter(({ ok }) => !ok);
  return failed.length === 0 ? [] : [line(""), ...failed.map(({ id, reason }) => line(`FAILED ${id}: ${reason}`, "bad"))];
}

function totalLines(configuration: string, outcomes: readonly ConformanceCase[], milliseconds: number): readonly Line[] {
  const passed = outcomes.filter(({ ok }) => ok).length;
  const compared = outcomes.filter(({ deadlockAgrees }) => deadlockAgrees !== null);
  const agree = compared.filter(({ deadlockAgrees }) => deadlockAgrees === true).length;
  return [
    line(""),
    line(
      `${configuration}: ${passed} of ${count(outcomes.length, "case")} with the kernel's verdict and rule; reachable deadlocks agree in ${agree} of ${compared.length}.  ${secondsText(milliseconds)}`,
      passed === outcomes.length ? "good" : "bad",
    ),
  ];
}

export function conformanceJson(configuration: string, outcomes: readonly ConformanceCase[]): string {
  return `${JSON.stringify({ configuration, cases: outcomes, passed: outcomes.filter(({ ok }) => ok).length }, undefined, 2)}\n`;
}
