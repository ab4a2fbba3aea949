// Who waits for whom in a state, in words: an explanation of what TLC found, not a judgement.

import type { Acquisition } from "../../codegen/ir/graph.js";
import type { Context } from "../../codegen/ir/program.js";
import { cpuOf, instanceAt, locationOf, type Situation } from "./situation.js";

export interface Wait {
  readonly what: string;
  readonly context: string | null;
}

/** What keeps `context` from going on, empty when nothing does. */
export function waitsOf(situation: Situation, context: Context): readonly Wait[] {
  return [...interruptedBy(situation, context), ...blockedAt(situation, context)];
}

function interruptedBy(situation: Situation, context: Context): readonly Wait[] {
  const pc = situation.pc.get(context.id);
  const cpu = cpuOf(situation, context);
  if (cpu === null || pc === "done" || pc === "idle" || context.level === "hardirq") return [];
  const over = [situation.hardirq.get(String(cpu)), context.level === "task" ? situation.softirq.get(String(cpu)) : undefined];
  return over.flatMap((handler) => (handler === undefined ? [] : [{ what: `interrupted on CPU ${cpu} by ${handler}`, context: handler }]));
}

function blockedAt(situation: Situation, context: Context): readonly Wait[] {
  const location = locationOf(situation, context.id);
  if (location === null) return inLine(situation, context);
  const operation = location?.node.operation;
  switch (operation?.kind) {
    case "acquire": {
      return waitsForLock(situation, context, operation.acquisition);
    }
    case "seq-read": {
      const seqcount = instanceAt(situation, context.id, operation.seqcount);
      const writer = situation.owners.get(seqcount);
      return writer === undefined ? [] : [{ what: `${seqcount}, written by ${writer}`, context: writer }];
    }
    case "down": {
      const semaphore = instanceAt(situation, context.id, operation.semaphore);
      return situation.flat.get(`permits of ${semaphore}`) === "0" ? [{ what: `a permit of ${semaphore}`, context: null }] : [];
    }
    case "timer-cancel": {
      const timer = instanceAt(situation, context.id, operation.timer);
      return situation.pc.get(timer) === "idle" ? [] : [{ what: `the callback of ${timer} to end`, context: timer }];
    }
    case "flush-wait":
      return awaitedBy(situation, context, location.node.call);
    case "await":
      return [{ what: "something that another has to do", context: null }];
    case "schedule":
      return situation.flat.get(`state of ${context.id}`) === "sleeping" ? [{ what: "a wake-up", context: null }] : [];
    case "branch":
      return location?.next.includes(location.label) === true ? [{ what: "a condition that it polls", context: null }] : [];
    default:
      return [];
  }
}

/** The owner; for a writer the readers, too; for a reader that queues, a writer that may be waiting while others read. */
function waitsForLock(situation: Situation, context: Context, { lock: place, mode }: Acquisition): readonly Wait[] {
  const lock = instanceAt(situation, context.id, place);
  const name = (other: string): string => (other === context.id ? "itself" : other);
  const owner = situation.owners.get(lock);
  if (owner !== undefined) return [{ what: `${lock}, held by ${name(owner)}`, context: owner }];
  const readers = situation.readers.get(lock) ?? [];
  if (mode === "exclusive") return readers.map((reader) => ({ what: `${lock}, read by ${name(reader)}`, context: reader }));
  if (mode === "shared-recursive" || readers.length === 0) return [];
  const writers = situation.program.program.contexts.filter(({ id }) => wantsToWrite(situation, id, lock));
  return writers.map(({ id }) => ({ what: `${lock}, behind the writer ${id}`, context: id }));
}

function wantsToWrite(situation: Situation, context: string, lock: string): boolean {
  const operation = locationOf(situation, context)?.node.operation;
  if (operation?.kind !== "acquire" || operation.acquisition.mode !== "exclusive") return false;
  return instanceAt(situation, context, operation.acquisition.lock) === lock;
}

/** What a context still waits for, of what was there when it began to wait: `port.work in flush_work(), which waits for m, held by life`. */
function awaitedBy(situation: Situation, { id }: Context, call: string | undefined): readonly Wait[] {
  const text = situation.flat.get(`awaited by ${id}`) ?? "nothing";
  if (text === "nothing") return [];
  return text.split(", ").map((pair) => {
    const at = pair.lastIndexOf(" ");
    const other = pair.slice(0, at);
    const inside = call === undefined ? "" : ` in ${call}()`;
    const what = other === id ? `itself${inside}` : `${other}${inside}, which ${doing(situation, other, pair.slice(at + 1))}`;
    return { what, context: other };
  });
}

/** What somebody that is waited for is doing; `state` is what was noted of it when the wait began. */
function doing(situation: Situation, other: string, state: string): string {
  const context = situation.program.program.contexts.find(({ id }) => id === other);
  if (context === undefined) return `is ${state}`;
  const [over] = interruptedBy(situation, context);
  if (over !== undefined) return `is ${over.what}`;
  const location = locationOf(situation, other);
  if (location === null) return state === "queued" ? "is queued" : "is over";
  const [wait] = location.node.operation.kind === "flush-wait" ? [] : blockedAt(situation, context);
  if (wait !== undefined) return `waits for ${wait.what}`;
  return location.node.operation.kind === "flush-wait" ? `waits in ${location.node.call ?? "a flush"}()` : "runs";
}

/** An item whose queue runs one at a time waits for the one that runs, and for those before it. */
function inLine(situation: Situation, context: Context): readonly Wait[] {
  const line = situation.lines.get(context.workqueue ?? "") ?? [];
  const place = line.indexOf(context.id);
  if (place < 0 || situation.pc.get(context.id) !== "idle") return [];
  const running = situation.program.program.contexts.filter(
    (other) => other.workqueue === context.workqueue && situation.pc.get(other.id) !== "idle",
  );
  return [...running.map((other) => other.id), ...line.slice(0, place)].map((other) => ({
    what: `${other}, which is before it on ${context.workqueue ?? ""}`,
    context: other,
  }));
}

/** The contexts of a circular wait: the largest set in which each waits for one of the set. */
export function deadlocked(situation: Situation): readonly Context[] {
  const contexts = situation.program.program.contexts;
  const waits = new Map(
    contexts.map((context) => [context.id, waitsOf(situation, context).flatMap((wait) => (wait.context === null ? [] : [wait.context]))]),
  );
  let trapped = contexts.filter((context) => (waits.get(context.id)?.length ?? 0) > 0);
  for (let size = -1; size !== trapped.length; ) {
    size = trapped.length;
    const ids = new Set(trapped.map((context) => context.id));
    trapped = trapped.filter((context) => waits.get(context.id)?.some((other) => ids.has(other)));
  }
  return onCycle(trapped, waits);
}

/** Leaves out contexts that only wait for the cycle without being a part of it. */
function onCycle(trapped: readonly Context[], waits: ReadonlyMap<string, readonly string[]>): readonly Context[] {
  return trapped.filter((context) => {
    const seen = new Set<string>();
    const pending = [...(waits.get(context.id) ?? [])];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next === context.id) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      pending.push(...(waits.get(next) ?? []));
    }
    return false;
  });
}
