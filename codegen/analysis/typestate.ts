// What a context holds at each place, by walking its flow graph: a node is split into one location for each typestate it can be reached with.
// Protects: tables over locations (wait context, atomic context, interrupts on or off) are exact, so none of this is TLA+ state.

import type { Place } from "../ir/expression.js";
import { type Acquisition, type FlowGraph, type Node, type Operation, successors } from "../ir/graph.js";
import type { HeldLock, Typestate } from "../ir/located.js";
import type { Context, Program, RcuFlavour } from "../ir/program.js";
import { atLocation } from "./at-location.js";

/** A node with one typestate; `next` are keys of other split nodes. */
export interface SplitNode {
  readonly key: string;
  readonly node: Node;
  readonly state: Typestate;
  readonly next: readonly string[];
}

export interface SplitGraph {
  readonly graph: FlowGraph;
  readonly entry: string;
  readonly nodes: readonly SplitNode[];
}

/** lockdep's MAX_LOCK_DEPTH (include/linux/sched.h): a path that holds more is taken for a loop that never unlocks. */
export const MAX_LOCK_DEPTH = 48;

/** A path on which the held-lock stack grows beyond {@link MAX_LOCK_DEPTH}, or preemption or bottom halves are disabled again and again. */
export interface LockDepthExceeded {
  readonly kind: "lock-depth-exceeded";
  readonly node: Node;
}

/** Splits the nodes of `graph` by typestate, for the contexts that run it (which start alike). */
export function splitByTypestate(program: Program, graph: FlowGraph, starter: Context): SplitGraph | LockDepthExceeded {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const found = new Map<string, SplitNode>();
  const entryState = initialTypestate(program, starter);
  const pending: { node: Node; state: Typestate }[] = [{ node: lookup(nodes, graph.entry), state: entryState }];
  const entry = keyOf(graph.entry, entryState);
  for (let work = pending.pop(); work !== undefined; work = pending.pop()) {
    const { node, state } = work;
    const key = keyOf(node.id, state);
    if (found.has(key)) continue;
    if (isTooDeep(state)) return { kind: "lock-depth-exceeded", node };
    const operation = atLocation(program, starter, node.operation, state);
    const after = transfer(program, operation, state);
    const targets = successors(operation).map((id, index) => ({ node: lookup(nodes, id), state: after[index] ?? state }));
    found.set(key, {
      key,
      node: operation === node.operation ? node : { ...node, operation },
      state,
      next: targets.map((target) => keyOf(target.node.id, target.state)),
    });
    pending.push(...targets.reverse());
  }
  return { graph, entry, nodes: [...found.values()] };
}

/** Every spinlock disables preemption or bottom halves once or twice; deeper is a loop that disables and does not enable. */
function isTooDeep({ held, preemption, bottomHalves }: Typestate): boolean {
  return held.length > MAX_LOCK_DEPTH || Math.max(preemption, bottomHalves) > 2 * MAX_LOCK_DEPTH;
}

/** What a context holds when it starts. */
export function initialTypestate(program: Program, context: Context): Typestate {
  const held = context.maps.map((map): HeldLock => {
    const lockClass = program.lockClasses.find((candidate) => candidate.id === map);
    if (lockClass === undefined) throw new Error(`no lock class '${map}'`);
    return { lockClass: lockClass.id, subclass: 0, place: null, trylock: false, mode: "exclusive", nest: null, check: true };
  });
  return { held, irqs: context.level !== "hardirq" && !context.irqSafe, bottomHalves: 0, preemption: 0, nofs: false, flags: {} };
}

/** The typestate on each way out of `operation`, in the order of its successors. */
function transfer(program: Program, operation: Operation, state: Typestate): readonly Typestate[] {
  switch (operation.kind) {
    case "acquire":
      return [push(program, state, operation.acquisition, false)];
    case "try-acquire":
      return [push(program, state, operation.acquisition, true), state];
    case "annotate":
      return [operation.action === "sync" ? state : push(program, state, operation.acquisition, operation.action === "try")];
    case "seq-write":
      return [push(program, state, operation.acquisition, false)];
    case "release":
    case "annotate-release":
    case "lock-init":
      return [{ ...state, held: releaseFrom(program, state.held, operation.lock) }];
    case "downgrade":
      return [{ ...state, held: downgraded(program, state.held, operation.lock) }];
    case "rcu":
      return [
        {
          ...state,
          held:
            operation.action === "lock"
              ? [...state.held, rcuEntry(operation.flavour)]
              : withoutLast(state.held, (held) => held.lockClass === operation.flavour),
        },
      ];
    case "irq":
      return [interrupts(operation, state)];
    case "nofs":
      return [allocations(operation, state)];
    case "bottom-halves":
      return [{ ...state, bottomHalves: counted(state.bottomHalves, operation.action) }];
    case "preemption":
      return [{ ...state, preemption: counted(state.preemption, operation.action) }];
    case "branch":
      return [state, state];
    case "end":
      return [];
    default:
      return [state];
  }
}

function interrupts(operation: Extract<Operation, { kind: "irq" }>, state: Typestate): Typestate {
  switch (operation.action) {
    case "disable":
      return { ...state, irqs: false };
    case "enable":
      return { ...state, irqs: true };
    case "save":
      return { ...state, irqs: false, flags: { ...state.flags, [operation.flags]: state.irqs } };
    case "restore": {
      const { [operation.flags]: saved, ...flags } = state.flags;
      return { ...state, irqs: saved ?? state.irqs, flags };
    }
  }
}

function allocations(operation: Extract<Operation, { kind: "nofs" }>, state: Typestate): Typestate {
  if (operation.action === "save") return { ...state, nofs: true, flags: { ...state.flags, [operation.flags]: state.nofs } };
  const { [operation.flags]: saved, ...flags } = state.flags;
  return { ...state, nofs: saved ?? state.nofs, flags };
}

/** Enables what is not disabled: nothing goes on from there. */
export function underflows({ operation }: Node, { preemption, bottomHalves }: Typestate): boolean {
  if (operation.kind !== "preemption" && operation.kind !== "bottom-halves") return false;
  return operation.action === "enable" && (operation.kind === "preemption" ? preemption : bottomHalves) === 0;
}

function counted(depth: number, action: "disable" | "enable"): number {
  return action === "disable" ? depth + 1 : Math.max(0, depth - 1);
}

function push(program: Program, state: Typestate, { lock, subclass, mode, nest, check }: Acquisition, trylock: boolean): Typestate {
  const lockClass = lockClassOf(program, lock.field);
  return { ...state, held: [...state.held, { lockClass, subclass, place: lock, trylock, mode, nest, check }] };
}

function releaseFrom(program: Program, held: readonly HeldLock[], lock: Place): readonly HeldLock[] {
  const index = entryOf(program, held, lock);
  return index < 0 ? held : held.toSpliced(index, 1);
}

/** Source: kernel/locking/lockdep.c, __lock_downgrade. */
function downgraded(program: Program, held: readonly HeldLock[], lock: Place): readonly HeldLock[] {
  const index = entryOf(program, held, lock);
  return held.map((entry, at) => (at === index ? { ...entry, mode: "shared" } : entry));
}

/** The topmost entry named alike, else the topmost of the same lock field, else -1. */
export function entryOf(program: Program, held: readonly HeldLock[], lock: Place): number {
  const text = JSON.stringify(lock);
  const named = held.findLastIndex((entry) => JSON.stringify(entry.place) === text);
  if (named >= 0) return named;
  const lockClass = lockClassOf(program, lock.field);
  return held.findLastIndex((entry) => entry.lockClass === lockClass && entry.place !== null);
}

function withoutLast(held: readonly HeldLock[], matches: (entry: HeldLock) => boolean): readonly HeldLock[] {
  const index = held.findLastIndex(matches);
  return index < 0 ? held : held.toSpliced(index, 1);
}

/** The class of a section is named by its flavour; lockdep draws no conclusions from the order of sections and locks. */
function rcuEntry(flavour: RcuFlavour): HeldLock {
  return { lockClass: flavour, subclass: 0, place: null, trylock: false, mode: "shared-recursive", nest: null, check: false };
}

/** The lock class of the lock field `field`. */
export function lockClassOf(program: Program, field: string): string {
  const type = program.fields.find((candidate) => candidate.id === field)?.type;
  if (type?.kind !== "lock") throw new Error(`'${field}' is not a lock`);
  return type.lockClass;
}

function keyOf(node: string, state: Typestate): string {
  return `${node} ${JSON.stringify(state)}`;
}

function lookup(nodes: ReadonlyMap<string, Node>, id: string): Node {
  const node = nodes.get(id);
  if (node === undefined) throw new Error(`no node '${id}'`);
  return node;
}
