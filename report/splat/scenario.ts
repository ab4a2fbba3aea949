// The scenario of a deadlock in columns, as lockdep draws it (lockdep.c: print_circular_lock_scenario), but in the order in which it happened.
// One column per CPU where the circle allows it, with interrupts on top of what they interrupt; else one per context.

import type { ContextInfo, Finding, Lock, Standing, Step } from "../../harness/result.js";
import { contextName } from "../names.js";
import { isInterruption } from "./wait-graph.js";

interface Entry {
  readonly context: ContextInfo;
  readonly text: string;
}

const isInterrupt = (context: ContextInfo): boolean => context.kind !== "task" && context.kind !== "kworker";

/** Where in the trace `context` took `lock`; -1 when it had it from the start. */
function takenAt(lock: Lock, context: ContextInfo, steps: readonly Step[]): number {
  const { at } = lock;
  if (at === null) return -1;
  return steps.findLastIndex(
    (step) => step.context.id === context.id && step.at?.file === at.file && step.at.line === at.line && step.at.column === at.column,
  );
}

function taken(standing: Standing, steps: readonly Step[]): readonly { readonly entry: Entry; readonly index: number }[] {
  return standing.held
    .filter((lock) => lock.type !== "map" && lock.type !== "rcu")
    .map((lock) => ({ entry: { context: standing.context, text: lockCall(lock) }, index: takenAt(lock, standing.context, steps) }));
}

/** What the context does for ever. Its lock is known where the finding is about it, else it stands in the words. */
function waiting({ context, waitsFor }: Standing, finding: Finding): readonly Entry[] {
  if (context.id === finding.context?.id && finding.lock !== null) return [{ context, text: lockCall(finding.lock) }];
  const own = waitsFor.filter((wait) => !isInterruption(wait));
  return own.map(({ what }) => {
    const lock = /^(.+), held by /.exec(what)?.[1];
    return { context, text: lock === undefined ? `wait for ${what};` : `lock(${lock});` };
  });
}

const lockCall = (lock: Lock): string => `lock(${lock.instance ?? lock.name});`;

function entriesOf(circle: readonly Standing[], finding: Finding, steps: readonly Step[]): readonly Entry[] {
  const locks = circle.flatMap((standing) => taken(standing, steps)).sort((a, b) => a.index - b.index);
  const closing = [...circle.slice(1), ...circle.slice(0, 1)];
  return [...locks.map(({ entry }) => entry), ...closing.flatMap((standing) => waiting(standing, finding))];
}

/** Name of the column each context is in. */
function columnNames(circle: readonly Standing[]): (context: ContextInfo) => string {
  const base = circle.filter(({ context }) => !isInterrupt(context)).map(({ context }) => context.cpu);
  const byCpu = circle.every(({ context }) => context.cpu !== null) && new Set(base).size === base.length;
  return (context) => (byCpu ? `CPU${context.cpu}` : contextName(context));
}

export function scenarioLines(circle: readonly Standing[], finding: Finding, steps: readonly Step[]): readonly string[] {
  const nameOf = columnNames(circle);
  const columns = [...new Set(circle.map(({ context }) => nameOf(context)))].sort();
  const stride = Math.max(24, ...columns.map((name) => name.length + 2));
  const header = columns.reduce((text, name, index) => text.padEnd(7 + index * stride) + name, "");
  const rule = columns.reduce((text, _name, index) => `${text.padEnd(7 + index * stride)}----`, "");
  const entered = new Set<string>();
  const rows = entriesOf(circle, finding, steps).flatMap(({ context, text }) => {
    const index = columns.indexOf(nameOf(context));
    const indent = " ".repeat(index === 0 ? 2 : 7 + index * stride);
    if (!isInterrupt(context)) return [`${indent}${text}`];
    const first = !entered.has(context.id);
    entered.add(context.id);
    return [...(first ? [`${indent}<Interrupt>`] : []), `${indent}  ${text}`];
  });
  return [" Locking scenario:", "", header, rule, ...rows, "", " *** DEADLOCK ***"];
}
