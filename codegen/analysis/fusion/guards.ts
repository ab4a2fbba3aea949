// Which accesses nobody can come between: for each access of one context, does every conflicting access of another hold a lock that is held here?

import type { LocatedGraph, LocatedProgram, Location } from "../../ir/located.js";
import type { Context, Program } from "../../ir/program.js";
import { excludingLocks } from "../excluding-locks.js";
import { keyOf, type Touch, touchesOf } from "./touches.js";

/** Lock instances held, and whether alone (true) or as one of several readers. */
type Locks = ReadonlyMap<string, boolean>;

interface Access extends Touch {
  readonly context: string;
  readonly locks: Locks;
}

export interface Guards {
  /** No step of another context can conflict with what `location` accesses, but for `except`, as long as `context` is there. */
  readonly independent: (graph: LocatedGraph, location: Location, context: Context, except?: string) => boolean;
}

export function createGuards({ program, graphs }: LocatedProgram): Guards {
  const exact = exactLocks(program, graphs);
  const byResource = new Map<string, Map<string, Access>>();
  for (const graph of graphs) {
    for (const context of runnersOf(program, graph)) {
      for (const location of graph.locations) {
        const locks = heldLocks(location, context, exact);
        const lockText = [...locks]
          .map(([lock, alone]) => `${lock} ${alone}`)
          .sort()
          .join(" ");
        for (const touch of touchesOf(program, graph.graph, location.node.operation, context)) {
          const accesses = byResource.get(touch.resource) ?? new Map<string, Access>();
          byResource.set(touch.resource, accesses);
          accesses.set(`${context.id}|${touch.key ?? "*"}|${touch.stores}|${lockText}`, { ...touch, context: context.id, locks });
        }
      }
    }
  }
  for (const { resource, ...access } of arrivals(program)) {
    const accesses = byResource.get(resource) ?? new Map<string, Access>();
    byResource.set(resource, accesses.set(`${access.context} comes`, { resource, ...access }));
  }
  const conflicts = (touch: Touch, locks: Locks, context: Context): boolean =>
    [...(byResource.get(touch.resource)?.values() ?? [])].some(
      (other) =>
        other.context !== context.id &&
        (other.stores || touch.stores) &&
        (other.key === null || touch.key === null || other.key === touch.key) &&
        !excludeEachOther(locks, other.locks),
    );
  return {
    independent: (graph, location, context, except) => {
      const locks = heldLocks(location, context, exact);
      const touches = touchesOf(program, graph.graph, location.node.operation, context);
      return touches.every((touch) => touch.resource === except || !conflicts(touch, locks, context));
    },
  };
}

export function runnersOf(program: Program, { graph }: LocatedGraph): readonly Context[] {
  return program.contexts.filter((context) => context.graph === graph.id);
}

/** Both hold a lock, and not both as readers. */
function excludeEachOther(one: Locks, other: Locks): boolean {
  return [...one].some(([lock, alone]) => other.has(lock) && (alone || other.get(lock) === true));
}

/** A timer that expires is taken out of its queue, and its callback runs, if nothing disables it: nobody holds a lock for that. */
function arrivals(program: Program): readonly Access[] {
  const locks = new Map<string, boolean>();
  return program.contexts.flatMap(({ id, timer, gate }) => [
    ...(timer === null ? [] : [{ resource: timer.field, key: timer.object ?? "", stores: true, context: id, locks }]),
    ...(gate === null ? [] : [{ resource: gate.field, key: gate.object ?? "", stores: false, context: id, locks }]),
  ]);
}

/** The lock instances that certainly exclude others while `context` is at `location`. */
function heldLocks(location: Location, context: Context, exact: ReadonlySet<string>): Locks {
  const locks = new Map<string, boolean>();
  for (const { place, mode } of location.state.held) {
    const key = place === null || !exact.has(place.field) ? null : keyOf(place, context);
    if (place === null || key === null) continue;
    const lock = `${place.field}@${key}`;
    locks.set(lock, locks.get(lock) === true || mode === "exclusive");
  }
  return locks;
}

/** Lock fields that exclude, and whose every release names its instance: then what a location holds is held. */
function exactLocks(program: Program, graphs: readonly LocatedGraph[]): ReadonlySet<string> {
  const places = graphs.flatMap(({ locations }) => locations.map(({ node: { operation }, state }) => ({ operation, state })));
  const exact = new Set(excludingLocks(program, places));
  for (const graph of graphs) {
    for (const { node } of graph.locations) {
      const { operation } = node;
      // Initialising a lock takes it from its holder.
      if (operation.kind === "lock-init") exact.delete(operation.lock.field);
      if (operation.kind !== "release" && operation.kind !== "downgrade") continue;
      if (runnersOf(program, graph).some((context) => keyOf(operation.lock, context) === null)) exact.delete(operation.lock.field);
    }
  }
  return exact;
}
