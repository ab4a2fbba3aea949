// What a report says, in a few lines for a person: what kind, who, which locks, why it is a bug, how it goes wrong, who called.

import type { Reading } from "../index.js";
import type { ReportedLock, ReportKind } from "../schema.js";
import { callers } from "./callers.js";
import { scenarioLines } from "./scenario-lines.js";
import { why } from "./why.js";

const KINDS: Readonly<Record<ReportKind, string>> = {
  "invalid-wait-context": "invalid wait context",
  circular: "circular locking dependency",
  recursive: "recursive locking",
  "inconsistent-state": "inconsistent lock state",
  "irq-lock-order": "unsafe lock order with interrupts",
  "irq-inversion": "lock inversion with interrupts",
  "bad-unlock": "bad unlock balance",
  "suspicious-rcu": "suspicious RCU usage",
  "sleep-in-atomic": "sleeping function called from atomic context",
};

const DOES: Readonly<Record<ReportKind, string>> = {
  "invalid-wait-context": "takes",
  circular: "takes",
  recursive: "takes",
  "inconsistent-state": "takes",
  "irq-lock-order": "takes",
  "irq-inversion": "has used in a new way",
  "bad-unlock": "releases",
  "suspicious-rcu": "uses RCU",
  "sleep-in-atomic": "may sleep",
};

export function summarize(file: string, reading: Reading): string {
  const { report, titleLine, missing } = reading;
  return [
    `${file}:${titleLine}: ${KINDS[report.kind]}`,
    "",
    who(reading),
    ...(report.acquiring === null ? [] : [`  ${lockText(report.acquiring)}`]),
    ...holds(reading),
    "",
    `why: ${why(reading)}`,
    ...section("how it goes wrong:", scenarioLines(reading)),
    ...section("the dependency chain, newest first:", chainLines(reading)),
    ...section("called by:", callers(report)),
    ...(missing.length === 0 ? [] : ["", `not in the text: ${missing.join(", ")}`]),
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function who({ report }: Reading): string {
  const { task, cpu, kernel, kind } = report;
  const name = task === null ? "Somebody" : task.pid === null ? task.comm : `${task.comm}/${task.pid}`;
  const where = [cpu === null ? null : `CPU ${cpu}`, kernel === null ? null : `Linux ${kernel}`].filter((part) => part !== null);
  return `${name}${where.length === 0 ? "" : ` (${where.join(", ")})`} ${DOES[kind]}${report.acquiring === null ? "." : ""}`;
}

export function lockText({ name, usage, waitTypes, function: at }: Omit<ReportedLock, "line">): string {
  const marks = [usage === null ? "" : ` {${usage}}`, waitTypes === null ? "" : ` {${waitTypes}}`].join("");
  return `${name}${marks}${at === null ? "" : `, in ${at}`}`;
}

function holds({ report: { heldLocks, holding } }: Reading): readonly string[] {
  if (heldLocks !== null && heldLocks.length === 0) return ["and holds no lock."];
  if (heldLocks !== null) return ["while it holds, oldest first:", ...heldLocks.map((lock) => `  #${lock.index} ${lockText(lock)}`)];
  return holding === null ? [] : ["while it holds", `  ${lockText(holding)}`];
}

/** Each lock was taken while the one with the next lower number was held. */
function chainLines({ report: { chain } }: Reading): readonly string[] {
  return (chain ?? []).map(
    ({ index, name, trace }) =>
      `#${index} ${name}${trace.length === 0 ? "" : `, in ${callers({ callTrace: trace, acquiring: null }).slice(0, 3).join(" < ")}`}`,
  );
}
