// Which lock classes are taken while which are held, for the picture in reports. lockdep's rule of what is a direct dependency
// (kernel/locking/lockdep.c, check_prevs_add): outwards from the innermost held lock, up to the first that was not taken by trylock.

import { lockClassOf } from "../../codegen/analysis/typestate.js";
import { className } from "../../codegen/emit/scope.js";
import type { HeldLock, LocatedProgram, Location } from "../../codegen/ir/located.js";
import type { Finding, LockOrder } from "../result.js";
import type { LockPrinter } from "../trace/lock-info.js";
import { locationOf, type Situation } from "../trace/situation.js";
import { deadlocked } from "../trace/waits.js";

type Edge = LockOrder["edges"][number];

const NOWHERE = { instance: null, function: "", at: null };

/** `end`: the last state of a counterexample and what is wrong there. */
export function lockOrderOf(
  located: LocatedProgram,
  reached: ReadonlySet<string>,
  complete: boolean,
  locks: LockPrinter,
  end: { readonly finding: Finding; readonly last: Situation } | null,
): LockOrder {
  const offending = end === null ? [] : offendingEdges(located, end.finding, end.last, locks);
  const edges = new Map<string, Edge>();
  const add = (edge: Edge): void => {
    const key = `${edge.from} -> ${edge.to}`;
    const known = edges.get(key);
    edges.set(key, known === undefined ? edge : { ...known, contexts: [...new Set([...known.contexts, ...edge.contexts])] });
  };
  for (const edge of offending) add(edge);
  for (const { graph, locations } of located.graphs) {
    const contexts = located.program.contexts.filter((context) => context.graph === graph.id).map(({ id }) => id);
    for (const location of locations) if (reached.has(location.label)) for (const edge of edgesAt(located, location, contexts)) add(edge);
  }
  const sorted = [...edges.values()].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
  return { complete, classes: classesOf(located, sorted, reached, locks), edges: sorted };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function edgesAt(located: LocatedProgram, location: Location, contexts: readonly string[]): readonly Edge[] {
  const to = acquiredAt(located, location);
  if (to === null) return [];
  return directlyHeld(located, location.state.held).map((held) => edge(nameOf(located, held), to.name, location, contexts, false));
}

function directlyHeld(located: LocatedProgram, held: readonly HeldLock[]): readonly HeldLock[] {
  const inwards = held.filter(({ lockClass }) => classOf(located, lockClass).type !== "rcu").toReversed();
  const last = inwards.findIndex(({ trylock }) => !trylock);
  return last < 0 ? inwards : inwards.slice(0, last + 1);
}

/** For a circle of waits: from everything its members hold to what they want. For a wait context: from what does not allow the lock. */
function offendingEdges(located: LocatedProgram, finding: Finding, last: Situation, locks: LockPrinter): readonly Edge[] {
  const members =
    finding.kind === "circular-wait" ? deadlocked(last).map(({ id }) => id) : finding.context === null ? [] : [finding.context.id];
  if (finding.kind !== "circular-wait" && finding.kind !== "wait-context") return [];
  return members.flatMap((member) => {
    const location = locationOf(last, member);
    const to = location === null ? null : acquiredAt(located, location);
    if (location === null || to === null) return [];
    const { outer } = locks.lock(NOWHERE, to.lockClass, to.subclass);
    return location.state.held
      .filter((held) => {
        const { inner, type } = locks.lock(NOWHERE, held.lockClass, held.subclass);
        return finding.kind === "circular-wait" ? type !== "rcu" && type !== "map" : inner !== 0 && inner < outer;
      })
      .map((held) => edge(nameOf(located, held), to.name, location, [member], true));
  });
}

function acquiredAt(located: LocatedProgram, { node: { operation } }: Location) {
  if (operation.kind !== "acquire") return null;
  const { lock, subclass } = operation.acquisition;
  const lockClass = lockClassOf(located.program, lock.field);
  return { lockClass, subclass, name: className(classOf(located, lockClass), subclass) };
}

function edge(from: string, to: string, { node }: Location, contexts: readonly string[], offending: boolean): Edge {
  return { from, to, at: node.span, function: node.stack.at(-1)?.function ?? "", contexts: [...contexts], offending };
}

function classOf(located: LocatedProgram, id: string) {
  const found = located.program.lockClasses.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no lock class '${id}'`);
  return found;
}

const nameOf = (located: LocatedProgram, held: HeldLock): string => className(classOf(located, held.lockClass), held.subclass);

/** The classes at the ends of edges, and those that are taken with nothing held. */
function classesOf(
  located: LocatedProgram,
  edges: readonly Edge[],
  reached: ReadonlySet<string>,
  locks: LockPrinter,
): LockOrder["classes"] {
  const named = new Map(
    located.program.lockClasses.flatMap((lockClass) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((subclass) => [className(lockClass, subclass), { lockClass, subclass }] as const),
    ),
  );
  const taken = located.graphs.flatMap(({ locations }) =>
    locations.filter(({ label }) => reached.has(label)).flatMap((location) => acquiredAt(located, location)?.name ?? []),
  );
  const names = [...new Set([...taken, ...edges.flatMap(({ from, to }) => [from, to])])].sort();
  return names.flatMap((name) => {
    const known = named.get(name);
    if (known === undefined) return [];
    const { type, outer, inner, usage } = locks.lock(NOWHERE, known.lockClass.id, known.subclass);
    return [{ name, type, outer, inner, usage }];
  });
}
