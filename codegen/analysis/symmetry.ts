// Contexts that can change places: nothing tells one from the other but what it does and holds. docs/reductions.md has the argument.
// Protects: two states that differ only in which of them stands where lead to the same verdict, so one of the two is explored.

import type { Expression } from "../ir/expression.js";
import type { Operation } from "../ir/graph.js";
import type { LocatedGraph, LocatedProgram, Location } from "../ir/located.js";
import { type Context, type Program, runsOnce } from "../ir/program.js";
import { unreachable } from "../ir/unreachable.js";
import { childrenOf, expressionsOf } from "./operation-uses.js";

/** Ids of contexts that are interchangeable, in groups of two or more. */
export function crowdsOf({ program, graphs }: LocatedProgram): readonly (readonly string[])[] {
  if (graphs.some(({ locations }) => locations.some(({ node }) => namesContexts(node.operation)))) return [];
  const finished = new Set(program.properties.flatMap((property) => finishedIn(property.condition)));
  return graphs
    .filter((graph) => graph.locations.every(isNeutral) && graph.graph.locals.every(({ type }) => type.kind !== "list-head"))
    .map((graph) => runnersOf(program, graph))
    .filter((runners) => runners.length > 1 && runners.every((context) => standsAlone(program, context) && !finished.has(context.id)))
    .map((runners) => runners.map(({ id }) => id));
}

function runnersOf(program: Program, { graph }: LocatedGraph): readonly Context[] {
  return program.contexts.filter((context) => context.graph === graph.id);
}

/** A task that has its CPU for itself: who it is does not matter to the scheduler. */
function standsAlone(program: Program, context: Context): boolean {
  return runsOnce(context) && isAlone(program, context) && context.maps.length === 0;
}

/** Nobody else ever runs on its CPUs. */
export function isAlone(program: Program, context: Context): boolean {
  return program.contexts.every((other) => other === context || !other.cpus.some((cpu) => context.cpus.includes(cpu)));
}

/** Does the same whoever does it: does not ask for its own number or CPU, and leaves its name nowhere but in the locks that it holds. */
function isNeutral({ node: { operation } }: Location): boolean {
  return !leavesName(operation) && !expressionsOf(operation).some(asksWho);
}

/** Contexts are noted whose ends somebody waits for. */
export function namesContexts(operation: Operation): boolean {
  const { kind } = operation;
  return kind === "flush-begin" || kind === "flush-wait" || kind === "rcu-call" || kind === "wake-task";
}

/** The state says of the context that it waits for something, beside where it is. */
export function leavesName(operation: Operation): boolean {
  switch (operation.kind) {
    case "wait-prepare":
    case "wait-run":
    case "wait-finish":
    case "schedule":
    case "set-task-state":
    case "wake-task":
    case "flush-begin":
    case "flush-wait":
    case "rcu-call":
    case "seq-read":
    case "seq-retry":
      return true;
    case "unless":
      return leavesName(operation.operation);
    case "assign":
    case "branch":
    case "choose":
    case "acquire":
    case "try-acquire":
    case "release":
    case "downgrade":
    case "irq":
    case "bottom-halves":
    case "preemption":
    case "rcu":
    case "might-sleep":
    case "rcu-use":
    case "nofs":
    case "annotate":
    case "annotate-release":
    case "lock-init":
    case "down":
    case "try-down":
    case "up":
    case "seq-write":
    case "list-add":
    case "list-insert":
    case "list-remove":
    case "list-move":
    case "list-splice":
    case "list-take-first":
    case "timer-start":
    case "timer-try-cancel":
    case "timer-cancel":
    case "wake":
    case "allocate":
    case "free":
    case "await":
    case "item-queue":
    case "item-dequeue":
    case "assert":
    case "end":
      return false;
    default:
      return unreachable(operation);
  }
}

function asksWho(expression: Expression): boolean {
  return expression.kind === "argument" || expression.kind === "this-cpu" || childrenOf(expression).some(asksWho);
}

function finishedIn(expression: Expression): readonly string[] {
  return expression.kind === "finished" ? [expression.context] : childrenOf(expression).flatMap(finishedIn);
}
