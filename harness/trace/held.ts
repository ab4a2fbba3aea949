// Where each held lock was acquired: followed through the trace, since a location only knows what is held.

import { className } from "../../codegen/emit/scope.js";
import type { HeldLock, Location } from "../../codegen/ir/located.js";
import type { Context } from "../../codegen/ir/program.js";
import type { Span } from "../result.js";
import { instanceAt, locationOf, type Situation } from "./situation.js";

/** One entry of a context's held-lock stack with its history. */
export interface Acquired {
  readonly held: HeldLock;
  /** As the model names it, null for maps and RCU. */
  readonly instance: string | null;
  readonly function: string;
  readonly at: Span | null;
}

/** Held-lock stacks by context. */
export type HeldLocks = ReadonlyMap<string, readonly Acquired[]>;

/** What is held in the first state. */
export function heldAtStart(situation: Situation): HeldLocks {
  return new Map(situation.program.program.contexts.map((context) => [context.id, fromStart(situation, context.id)]));
}

/** Follows the step of `context` from `before` to `after`. */
export function heldAfter(held: HeldLocks, before: Situation, after: Situation, context: string): HeldLocks {
  const from = locationOf(before, context);
  const to = locationOf(after, context);
  if (to === null)
    return new Map(held).set(
      context,
      held.get(context)?.filter(() => from !== null && after.pc.get(context) !== "idle" && after.pc.get(context) !== "done") ?? [],
    );
  if (from === null) return new Map(held).set(context, fromStart(after, context));
  return new Map(held).set(context, follow(held.get(context) ?? [], before, context, from, to));
}

function follow(stack: readonly Acquired[], before: Situation, context: string, from: Location, to: Location): readonly Acquired[] {
  const now = to.state.held;
  if (now.length > stack.length) {
    const added = now.slice(stack.length).map(
      (held): Acquired => ({
        held,
        instance: held.place === null ? null : instanceAt(before, context, held.place),
        function: from.node.stack.at(-1)?.function ?? "",
        at: from.node.span,
      }),
    );
    return [...stack, ...added];
  }
  if (now.length === stack.length) return stack.map((entry, index) => ({ ...entry, held: now[index] ?? entry.held }));
  const gone = stack.findIndex((entry, index) => !sameLock(entry.held, now[index]));
  return stack.toSpliced(gone, 1);
}

function sameLock(a: HeldLock, b: HeldLock | undefined): boolean {
  return b !== undefined && a.lockClass === b.lockClass && a.subclass === b.subclass && JSON.stringify(a.place) === JSON.stringify(b.place);
}

/** A worker holds the maps of its queue and item from the start, a timer's function that of the timer. */
function fromStart(situation: Situation, id: string): readonly Acquired[] {
  const context = situation.program.program.contexts.find((candidate) => candidate.id === id);
  const location = locationOf(situation, id);
  if (context === undefined || location === null) return [];
  return location.state.held.map((held) => ({ held, instance: null, function: starterOf(context), at: null }));
}

/** What acquires the maps that are held from the start: kernel/time/timer.c, kernel/workqueue.c. */
export function starterOf({ kind }: Context): string {
  return kind === "timer" ? "call_timer_fn" : "process_one_work";
}

/** The lock as the model names it; a map or an RCU section by its class. */
export function heldName(situation: Situation, entry: Acquired): string {
  if (entry.instance !== null) return entry.instance;
  const lockClass = situation.program.program.lockClasses.find((candidate) => candidate.id === entry.held.lockClass);
  return lockClass === undefined ? entry.held.lockClass : className(lockClass, entry.held.subclass);
}
