// What lockdep is told of a program: the events of the places that some execution reaches, contexts in the order of their declaration, each in
// program order. What a step acquires and releases is read off the typestates before and after it. The rules are specs/lib/lockdep.

import { mapsAcquired } from "../../analysis/deferred.js";
import { isToldWithInterruptsOff } from "../../analysis/told-with-interrupts-off.js";
import { lockClassOf } from "../../analysis/typestate.js";
import type { Expression, Place } from "../../ir/expression.js";
import { type Acquisition, assertedBy, type LockMode, type Operation } from "../../ir/graph.js";
import {
  byLabel,
  faultLabel,
  type HeldLock,
  type LocatedGraph,
  type LocatedProgram,
  type Location,
  type Typestate,
} from "../../ir/located.js";
import type { Context, Program } from "../../ir/program.js";
import { createScope, type Scope } from "../scope.js";
import { afterEnabling, assertionText, maySleep, rcuSection, sleepsOnRt } from "../tables.js";
import { instanceTexts } from "./instances.js";

/** A lock as specs/lib/lockdep/LockdepOrder.tla describes it. */
export interface LockdepLock {
  readonly lockClass: string;
  readonly subclass: number;
  /** As the model names it; the class for maps and RCU. */
  readonly instance: string;
  readonly read: 0 | 1 | 2;
  readonly trylock: boolean;
  readonly check: boolean;
  /** Instance of the lock it is nested in, or "". */
  readonly nest: string;
}

/** What happens, as specs/lib/lockdep/Lockdep.tla names it. */
export type LockdepAction =
  /** `sync` holds nothing afterwards (lock_sync). */
  | { readonly kind: "acquire" | "sync"; readonly lock: LockdepLock }
  /** `released`: place in the stack, from 1; 0 when it is not held. */
  | { readonly kind: "release"; readonly lock: LockdepLock; readonly released: number }
  /** `downgraded`: place in the stack, from 1. */
  | { readonly kind: "downgrade"; readonly downgraded: number }
  | { readonly kind: "enable"; readonly enables: "hardirqs" | "softirqs" }
  /** The lock is initialised, or the memory freed that it lies in. */
  | { readonly kind: "free"; readonly instances: readonly string[] }
  /** DEBUG_LOCKS_WARN_ON. */
  | { readonly kind: "warn" }
  /** `rt-sleep`: a lock that sleeps on PREEMPT_RT only. */
  | { readonly kind: "sleep" | "rt-sleep" }
  /** A pointer is read that a read section of this kind protects (specs/lib/RcuUsage.tla). */
  | { readonly kind: "rcu-use"; readonly section: string }
  /** A function asserts this of the context (specs/lib/ContextAssertions.tla). */
  | { readonly kind: "assert"; readonly asserts: string }
  | { readonly kind: "end" };

/** An action of `context` at `location`, with what holds there: for `enable`, afterwards. */
export interface LockdepEvent {
  readonly action: LockdepAction;
  readonly held: readonly LockdepLock[];
  readonly context: Context;
  readonly location: Location;
  /** The context is a hard interrupt handler that came while a softirq handler ran. */
  readonly overSoftirq: boolean;
  readonly irqs: boolean;
  readonly bottomHalves: number;
  readonly preemption: number;
}

/** Whether some execution has a context at `label`; `overSoftirq` as in {@link LockdepEvent}. */
export type Reached = (label: string, overSoftirq: boolean) => boolean;

export function lockdepEvents(located: LocatedProgram, reached: Reached): readonly LockdepEvent[] {
  return [...eventsOf(located, reached)];
}

/** True when some place could be one of which lockdep has an opinion. */
export function tellsLockdep(located: LocatedProgram): boolean {
  for (const { action } of eventsOf(located, () => true)) if (action.kind !== "end") return true;
  return false;
}

function* eventsOf(located: LocatedProgram, reached: Reached): Iterable<LockdepEvent> {
  const scope = createScope(located);
  const instance = instanceTexts(located.program);
  for (const id of new Set(located.program.contexts.map((context) => context.graph))) {
    const found = located.graphs.find((candidate) => candidate.graph.id === id);
    const graph = found === undefined ? undefined : asSeen(located.program, found);
    const context = located.program.contexts.find((candidate) => candidate.graph === id);
    if (graph === undefined || context === undefined) continue;
    for (const location of inProgramOrder(graph)) {
      for (const overSoftirq of [false, true]) {
        const isReached = (label: string): boolean => reached(label, overSoftirq);
        if (isReached(location.label)) yield* eventsAt(scope, { context, graph, location, overSoftirq, isReached, instance });
      }
    }
  }
}

/** Without the locks that lockdep knows nothing of. */
function asSeen(program: Program, graph: LocatedGraph): LocatedGraph {
  const isSeen = ({ lockClass }: HeldLock): boolean =>
    program.lockClasses.some(({ id, type }) => id === lockClass && type !== "bit_spinlock");
  const see = (location: Location): Location => ({ ...location, state: { ...location.state, held: location.state.held.filter(isSeen) } });
  return { ...graph, locations: graph.locations.map(see) };
}

/** From the entry, each place before those after it as far as loops allow, the first way of a branch before the second. */
function inProgramOrder(graph: LocatedGraph): readonly Location[] {
  const places = byLabel(graph);
  const visited = new Set<string>();
  const finished: Location[] = [];
  const pending: { readonly label: string; readonly left: boolean }[] = [{ label: graph.entry, left: false }];
  for (let work = pending.pop(); work !== undefined; work = pending.pop()) {
    const { label, left } = work;
    const location = places.get(label);
    if (location === undefined || (!left && visited.has(label))) continue;
    visited.add(label);
    if (left) finished.push(location);
    else pending.push({ label, left: true }, ...location.next.map((next) => ({ label: next, left: false })));
  }
  return finished.reverse();
}

interface At {
  readonly context: Context;
  readonly graph: LocatedGraph;
  readonly location: Location;
  readonly overSoftirq: boolean;
  readonly isReached: (label: string) => boolean;
  readonly instance: (place: Place) => string;
}

/** In the order in which the kernel's functions do it: maps of the context, the questions whether one may sleep and is in the right context, the step itself. */
function eventsAt(scope: Scope, at: At): readonly LockdepEvent[] {
  const { location, graph } = at;
  return [
    ...(location.label === graph.entry ? starts(at) : []),
    ...(maySleep(scope, location) ? [event(at, { kind: "sleep" })] : []),
    ...(scope.program.configuration.preemptRt && sleepsOnRt(scope, location) ? [event(at, { kind: "rt-sleep" })] : []),
    ...assertedBy(location.node.operation).map((assertion) =>
      event(at, { kind: "assert", asserts: assertionText(scope.program, assertion) }),
    ),
    ...touches(scope.program, at),
    ...acquires(scope.program, at),
    ...waits(scope.program, at),
    ...releases(scope.program, at),
    ...downgrades(at),
    ...enables(at),
    ...(location.node.operation.kind === "end" ? [event(at, { kind: "end" })] : []),
  ];
}

function event(at: At, action: LockdepAction, state = at.location.state, held = state.held): LockdepEvent {
  return {
    action,
    held: held.map((entry) => lockOf(entry, at.instance)),
    context: at.context,
    location: at.location,
    overSoftirq: at.overSoftirq,
    irqs: state.irqs,
    bottomHalves: state.bottomHalves,
    preemption: state.preemption,
  };
}

/** A context that starts with maps held acquires them then. */
function starts(at: At): readonly LockdepEvent[] {
  const { state } = at.location;
  return state.held.map((map, index) => event(at, { kind: "acquire", lock: lockOf(map, at.instance) }, state, state.held.slice(0, index)));
}

/** What lockdep is told of without anything being held afterwards. */
function touches(program: Program, at: At): readonly LockdepEvent[] {
  const { node, state } = at.location;
  const { operation } = node;
  switch (operation.kind) {
    case "annotate":
      return operation.action === "sync"
        ? [event(at, { kind: "sync", lock: lockOf(entryFor(program, operation.acquisition), at.instance) })]
        : [];
    case "assert":
      return operation.debugLocks === true && at.isReached(faultLabel("assertion", at.location.label)) ? [event(at, { kind: "warn" })] : [];
    case "rcu-use":
      return [event(at, { kind: "rcu-use", section: rcuSection(program, operation.flavour) })];
    case "lock-init":
      return [event(at, { kind: "free", instances: [at.instance(operation.lock)] })];
    case "free":
      return [event(at, { kind: "free", instances: locksIn(state.held, operation.object).map(at.instance) })];
    default:
      return [];
  }
}

/** Locks held that lie in the object. */
function locksIn(held: readonly HeldLock[], object: Expression): readonly Place[] {
  return held.flatMap(({ place }) => (place !== null && JSON.stringify(place.object) === JSON.stringify(object) ? [place] : []));
}

/** Lockdep hears of an acquisition before it waits, of a trylock only when it succeeds. */
function acquires(program: Program, at: At): readonly LockdepEvent[] {
  const { state, node } = at.location;
  const after = successorsOf(at).find((next) => next.state.held.length > state.held.length);
  if (after === undefined || (node.operation.kind === "try-acquire" && !at.isReached(after.label))) return [];
  const there = asTold(program, node.operation, state);
  return after.state.held
    .slice(state.held.length)
    .map((entry, index) =>
      event(at, { kind: "acquire", lock: lockOf(entry, at.instance) }, there, after.state.held.slice(0, state.held.length + index)),
    );
}

/** Waiting for what holds a map acquires the map, and releases it at once. */
function waits(program: Program, at: At): readonly LockdepEvent[] {
  const { state, node } = at.location;
  const there = asTold(program, node.operation, state);
  return mapsAcquired(program, node.operation).map((lockClass) => {
    const map = { lockClass, subclass: 0, place: null, trylock: false, mode: "exclusive", nest: null, check: true } as const;
    return event(at, { kind: "acquire", lock: lockOf(map, at.instance) }, there);
  });
}

function asTold(program: Program, operation: Operation, state: Typestate): Typestate {
  return isToldWithInterruptsOff(program, operation) ? { ...state, irqs: false } : state;
}

/** Where some execution fails to release, a second event says so: the lock is not there. */
function releases(program: Program, at: At): readonly LockdepEvent[] {
  const { state, node, label } = at.location;
  if (node.operation.kind === "lock-init") return [];
  const [after] = successorsOf(at);
  const gone = after === undefined || after.state.held.length >= state.held.length ? -1 : firstDifference(state.held, after.state.held);
  const entry = state.held[gone] ?? wanted(program, node.operation);
  if (entry === null) return [];
  const release = (released: number): LockdepEvent => event(at, { kind: "release", lock: lockOf(entry, at.instance), released });
  return [...(gone < 0 ? [] : [release(gone + 1)]), ...(at.isReached(faultLabel("unlock-balance", label)) ? [release(0)] : [])];
}

/** What a step releases that may find nothing. */
function wanted(program: Program, operation: Operation): HeldLock | null {
  switch (operation.kind) {
    case "release":
    case "annotate-release":
      return entryFor(program, plainly(operation.lock));
    case "rcu": {
      const section = {
        lockClass: operation.flavour,
        subclass: 0,
        place: null,
        trylock: false,
        mode: "shared-recursive",
        nest: null,
      } as const;
      return operation.action === "unlock" ? { ...section, check: false } : null;
    }
    default:
      return null;
  }
}

function downgrades(at: At): readonly LockdepEvent[] {
  const { state } = at.location;
  const [after] = successorsOf(at);
  const changed = after === undefined || after.state.held.length !== state.held.length ? -1 : firstDifference(state.held, after.state.held);
  return changed < 0 ? [] : [event(at, { kind: "downgrade", downgraded: changed + 1 })];
}

function enables(at: At): readonly LockdepEvent[] {
  const after = afterEnabling(at.location);
  if (after === null) return [];
  return [event(at, { kind: "enable", enables: after.irqs === at.location.state.irqs ? "softirqs" : "hardirqs" }, after)];
}

function successorsOf({ graph, location }: At): readonly Location[] {
  return location.next.flatMap((label) => byLabel(graph).get(label) ?? []);
}

function firstDifference(held: readonly HeldLock[], after: readonly HeldLock[]): number {
  return held.findIndex((entry, index) => JSON.stringify(entry) !== JSON.stringify(after[index]));
}

type Told = Pick<Acquisition, "lock" | "subclass" | "mode" | "nest" | "check">;

function plainly(lock: Place): Told {
  return { lock, subclass: 0, mode: "exclusive", nest: null, check: true };
}

/** The lock as it would be held. */
function entryFor(program: Program, { lock, subclass, mode, nest, check }: Told): HeldLock {
  return { lockClass: lockClassOf(program, lock.field), subclass, place: lock, trylock: false, mode, nest, check };
}

const READ: Readonly<Record<LockMode, LockdepLock["read"]>> = { exclusive: 0, shared: 1, "shared-recursive": 2 };

function lockOf({ lockClass, subclass, place, trylock, mode, nest, check }: HeldLock, instance: (place: Place) => string): LockdepLock {
  return {
    lockClass,
    subclass,
    instance: place === null ? lockClass : instance(place),
    read: READ[mode],
    trylock,
    check,
    nest: nest === null ? "" : instance(nest),
  };
}
