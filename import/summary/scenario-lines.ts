// The two columns of "Possible unsafe locking scenario", as printed or, where they are cut off, from what is there.

import type { Reading } from "../index.js";

const WIDTH = 24;
const HEAD: readonly string[] = [`${"CPU0".padEnd(WIDTH)}CPU1`, `${"----".padEnd(WIDTH)}----`];

export function scenarioLines(reading: Reading): readonly string[] {
  const steps = reading.scenario?.whole === true ? reading.scenario.steps : derived(reading);
  if (steps.length === 0) return [];
  switch (reading.report.kind) {
    case "circular":
      return [...HEAD, ...steps.map((step, place) => (place === 0 || place === steps.length - 1 ? step : right(step)))];
    case "irq-lock-order":
    case "irq-inversion":
      return [...HEAD, ...interrupted(steps)];
    default:
      return ["CPU0", "----", ...steps.map((step, place) => (steps[place - 1] === "<Interrupt>" ? `  ${step}` : step))];
  }
}

function interrupted(steps: readonly string[]): readonly string[] {
  const comes = steps.indexOf("<Interrupt>");
  return steps.map((step, place) => (place === 0 || place === comes ? step : place > comes ? `  ${step}` : right(step)));
}

function right(step: string): string {
  return `${" ".repeat(WIDTH)}${step}`;
}

function derived({ report: { kind, acquiring, holding } }: Reading): readonly string[] {
  if (acquiring === null) return [];
  if (kind === "recursive") return [`lock(${(holding ?? acquiring).name});`, `lock(${acquiring.name});`];
  if (kind === "inconsistent-state") return [`lock(${acquiring.name});`, "<Interrupt>", `lock(${acquiring.name});`];
  if (kind === "circular" && holding !== null)
    return [`lock(${holding.name});`, `lock(${acquiring.name});`, `lock(${holding.name});`, `lock(${acquiring.name});`];
  return [];
}
