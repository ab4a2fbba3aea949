// A scenario in columns, as lockdep draws one (lockdep.c: print_circular_lock_scenario), but in the order in which it happened.
// One column per CPU where it can be told, with interrupts on top of what they interrupt; else one per context.

import type { ContextInfo, Finding, Lock, Standing, Step, Trace } from "../harness/result.js";
import { goneScenario } from "./freed.js";
import { contextName } from "./names.js";
import { circle, isInterruption } from "./splat/wait-graph.js";

export interface Scenario {
  readonly columns: readonly string[];
  readonly rows: readonly ScenarioRow[];
  /** `*** DEADLOCK ***` */
  readonly end: string;
}

export interface ScenarioRow {
  readonly column: number;
  readonly text: string;
  /** 1: on top of an interrupt. */
  readonly depth: 0 | 1;
}

interface Entry {
  readonly context: ContextInfo;
  readonly text: string;
}

const MOST_STEPS = 8;

export const isInterrupt = (context: Pick<ContextInfo, "kind">): boolean => context.kind !== "task" && context.kind !== "kworker";

/** The scenario of any finding: of a deadlock its circle, of a lock that may not be taken what is held, else the last steps that change something. */
export function scenarioOf(finding: Finding, trace: Trace): Scenario | null {
  if (finding.kind === "circular-wait") return circleScenario(circle(finding, trace.standing), finding, trace.steps);
  if (finding.object !== null) return goneScenario(finding, trace);
  const entries = finding.lock !== null && finding.context !== null ? heldEntries(finding, trace.steps) : lastSteps(trace);
  return entries.length === 0 ? null : inColumns(entries, ending(finding, trace));
}

function ending({ kind }: Finding, { loop }: Trace): string {
  if (kind === "stuck" || loop === "stuttering") return "*** AND NOTHING MORE ***";
  return loop === null ? "*** HERE ***" : "*** AND SO ON, FOR EVER ***";
}

/** In text, as lockdep prints it. */
export function scenarioText({ columns, rows, end }: Scenario): readonly string[] {
  const stride = Math.max(24, ...columns.map((name) => name.length + 2));
  const indent = (index: number): number => (index === 0 ? 2 : 7 + index * stride);
  const header = columns.reduce((text, name, index) => text.padEnd(7 + index * stride) + name, "");
  const rule = columns.reduce((text, _name, index) => `${text.padEnd(7 + index * stride)}----`, "");
  const lines = rows.map(({ column, depth, text }) => `${" ".repeat(indent(column) + 2 * depth)}${text}`);
  return [" Locking scenario:", "", header, rule, ...lines, "", ` ${end}`];
}

export function circleScenario(members: readonly Standing[], finding: Finding, steps: readonly Step[]): Scenario {
  return inColumns(entriesOf(members, finding, steps), "*** DEADLOCK ***");
}

function entriesOf(members: readonly Standing[], finding: Finding, steps: readonly Step[]): readonly Entry[] {
  const locks = members.flatMap((standing) => taken(standing.context, standing.held, steps)).sort((a, b) => a.index - b.index);
  const closing = [...members.slice(1), ...members.slice(0, 1)];
  return [...locks.map(({ entry }) => entry), ...closing.flatMap((standing) => waiting(standing, finding))];
}

/** What the context of a finding holds, and what it does then. */
function heldEntries(finding: Finding, steps: readonly Step[]): readonly Entry[] {
  const { context, held, lock } = finding;
  if (context === null || lock === null) return [];
  const types = (one: Lock): string => (finding.kind === "wait-context" ? `  {${one.outer}:${one.inner}}` : "");
  const before = taken(context, held, steps).toSorted((a, b) => a.index - b.index);
  const locks = before.map(({ entry, lock: one }) => ({ ...entry, text: `${entry.text}${types(one)}` }));
  const call = finding.kind === "unlock-balance" ? `unlock(${lock.instance ?? lock.name});` : lockCall(lock);
  const last = { context, text: `${call}${types(lock)}` };
  const ends = finding.kind === "held-at-end" ? [{ context, text: "return;" }] : [last];
  return [...locks, ...ends];
}

/** Where nothing else can be said: the last steps that others can see. */
function lastSteps({ steps }: Trace): readonly Entry[] {
  const seen = steps.filter(
    (step, index) => index === steps.length - 1 || step.changes.some(({ name }) => !name.endsWith(` of ${step.context.id}`)),
  );
  return seen.slice(-MOST_STEPS).map(({ context, what }) => ({ context, text: `${what};` }));
}

function taken(
  context: ContextInfo,
  held: readonly Lock[],
  steps: readonly Step[],
): readonly { readonly entry: Entry; readonly lock: Lock; readonly index: number }[] {
  return held
    .filter((lock) => lock.type !== "map" && lock.type !== "rcu")
    .map((lock) => ({ entry: { context, text: lockCall(lock) }, lock, index: takenAt(lock, context, steps) }));
}

/** Where in the trace `context` took `lock`; -1 when it had it from the start. */
function takenAt(lock: Lock, context: ContextInfo, steps: readonly Step[]): number {
  const { at } = lock;
  if (at === null) return -1;
  return steps.findLastIndex(
    (step) => step.context.id === context.id && step.at?.file === at.file && step.at.line === at.line && step.at.column === at.column,
  );
}

/** What the context does for ever. Its lock is known where the finding is about it, else it stands in the words. */
function waiting({ context, waitsFor }: Standing, finding: Finding): readonly Entry[] {
  if (context.id === finding.context?.id && finding.lock !== null) return [{ context, text: lockCall(finding.lock) }];
  const own = waitsFor.filter((wait) => !isInterruption(wait));
  return own.map((wait) => ({ context, text: `${waitingCall(wait)};` }));
}

/** Functions whose argument is what they wait for. */
const OF_ITEM = /^(?:flush|cancel)_(?:delayed_)?work(?:_sync)?$/;

function waitingCall({ what, context }: Standing["waitsFor"][number]): string {
  const call = /^[^,]+ in (\w+)\(\)/.exec(what)?.[1];
  if (call !== undefined) return `${call}(${OF_ITEM.test(call) && context !== null ? context : ""})`;
  const lock = /^(.+), held by /.exec(what)?.[1];
  return lock === undefined ? `wait for ${what}` : `lock(${lock})`;
}

const lockCall = (lock: Lock): string => `lock(${lock.instance ?? lock.name});`;

function inColumns(entries: readonly Entry[], end: string): Scenario {
  const contexts = entries.map(({ context }) => context);
  const nameOf = columnNames(contexts);
  const columns = [...new Set(contexts.map(nameOf))].sort();
  const entered = new Set<string>();
  const rows = entries.flatMap(({ context, text }): readonly ScenarioRow[] => {
    const column = columns.indexOf(nameOf(context));
    if (!isInterrupt(context)) return [{ column, text, depth: 0 }];
    const first = !entered.has(context.id);
    entered.add(context.id);
    return [...(first ? [{ column, text: "<Interrupt>", depth: 0 } as const] : []), { column, text, depth: 1 }];
  });
  return { columns, rows, end };
}

/** Name of the column each context is in. */
function columnNames(contexts: readonly ContextInfo[]): (context: ContextInfo) => string {
  const base = new Map(contexts.filter((context) => !isInterrupt(context)).map(({ id, cpu }) => [id, cpu]));
  const byCpu = contexts.every(({ cpu }) => cpu !== null) && new Set(base.values()).size === base.size;
  return (context) => (byCpu ? `CPU${context.cpu}` : contextName(context));
}
