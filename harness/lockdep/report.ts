// What TLC tells of lockdep's first report -> the report as people read it: numbers of events become places, classes get their usage.

import { inAtomic } from "../../codegen/analysis/at-location.js";
import type { LockdepLock } from "../../codegen/emit/lockdep/events.js";
import { className } from "../../codegen/emit/scope.js";
import { contextKind } from "../../codegen/emit/tables.js";
import type { Lock, LockdepReport } from "../result.js";
import { starterOf } from "../trace/held.js";
import { irqOf } from "./irq.js";
import { classLine, eventAt, placeOf, type Sources } from "./sources.js";
import { bitName, type ToldDependency, type ToldReport } from "./told.js";

/** Lockdep's own reports come first: sleeping in atomic context, reading outside of a section and a WARN_ON do not switch it off. Null when there is none. */
export function reportOf(sources: Sources): LockdepReport | null {
  const { reports } = sources.opinion;
  const told = reports.find(({ rule }) => !BESIDE.has(rule)) ?? reports[0];
  if (told === undefined) return null;
  const event = eventAt(sources, told.at);
  const { state } = event.location;
  return {
    rule: told.rule,
    place: placeOf(sources, told.at),
    lock: "lock" in told ? lockLine(sources, told.at, told.lock.instance, told.lock.class.name) : null,
    other: "held" in told ? lockLine(sources, told.at, told.held.instance, told.held.class.name, true) : null,
    held: event.held.map((lock) => heldLine(sources, told.at, lock)),
    waitContext: sources.observations.contextValues.get(contextKind([event.context])) ?? null,
    flags: {
      hardirq: event.context.level === "hardirq",
      softirq: event.context.level === "softirq" || event.overSoftirq,
      bottomHalves: state.bottomHalves,
      hardirqsOn: event.irqs,
      softirqsOn: event.bottomHalves === 0 && event.context.level !== "softirq" && !event.overSoftirq,
    },
    inAtomic: inAtomic(sources.located.program, event.context, event.location.state),
    usage:
      told.rule === "inconsistent-usage" ? { old: bitName(told.old), new: bitName(told.new), since: placeOf(sources, told.since) } : null,
    chain: told.rule === "circular" ? chainOf(sources, told) : [],
    irq: irqOf(sources, told),
    nest: told.rule === "nest-lock" ? told.lock.nest : null,
  };
}

/** Reports that do not switch lockdep off. */
const BESIDE: ReadonlySet<ToldReport["rule"]> = new Set<ToldReport["rule"]>(["sleep-in-atomic", "rcu-usage", "context-assertion"]);

/** From the lock being acquired, which is acquired here, to the one that is held. */
function chainOf(
  sources: Sources,
  told: ToldReport & { readonly path: readonly ToldDependency[]; readonly lock: { readonly class: { readonly name: string } } },
): LockdepReport["chain"] {
  return [
    { class: classLine(sources, told.lock.class.name), place: placeOf(sources, told.at) },
    ...told.path.map(({ to, at }) => ({ class: classLine(sources, to.name), place: placeOf(sources, at) })),
  ];
}

/** The lock that the event at `number` is about, or that is held there; `isHeld`: the latter, where both are the same. */
function lockLine(sources: Sources, number: number, instance: string, name: string, isHeld = false): Lock {
  const { action, held } = eventAt(sources, number);
  const own = "lock" in action && action.lock.instance === instance ? action.lock : undefined;
  const entry = held.find((lock) => lock.instance === instance && printedName(sources, lock) === name);
  if (own !== undefined && !(isHeld && entry !== undefined) && (entry === undefined || action.kind === "acquire"))
    return lineAt(sources, number, own);
  if (entry === undefined) throw new Error(`'${instance}' is not at event ${number}`);
  return heldLine(sources, number, entry);
}

/** A held lock is printed with the place where it was acquired. */
function heldLine(sources: Sources, number: number, lock: LockdepLock): Lock {
  const { context } = eventAt(sources, number);
  if (context.maps.includes(lock.lockClass)) return { ...lineAt(sources, number, lock), function: starterOf(context), at: null };
  const { graph } = context;
  const taken = sources.events.findLastIndex(
    ({ action, context: other }, index) =>
      index < number - 1 && other.graph === graph && action.kind === "acquire" && JSON.stringify(action.lock) === JSON.stringify(lock),
  );
  return lineAt(sources, taken < 0 ? number : taken + 1, lock);
}

/** Classes of which there is no lock in any object. */
const WITHOUT_OBJECT: ReadonlySet<string> = new Set(["map", "rcu", "rcu_bh", "rcu_sched"]);

function lineAt(sources: Sources, number: number, lock: LockdepLock): Lock {
  const place = placeOf(sources, number);
  const lockClass = sources.located.program.lockClasses.find(({ id }) => id === lock.lockClass);
  if (lockClass === undefined) throw new Error(`no lock class '${lock.lockClass}'`);
  const isObject = !WITHOUT_OBJECT.has(lockClass.type);
  return {
    ...classLine(sources, printedName(sources, lock)),
    instance: isObject ? lock.instance : null,
    type: lockClass.type,
    function: place.function,
    at: place.at,
  };
}

function printedName({ located }: Sources, { lockClass, subclass }: LockdepLock): string {
  const found = located.program.lockClasses.find(({ id }) => id === lockClass);
  return found === undefined ? lockClass : className(found, subclass);
}
