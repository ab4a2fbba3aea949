// Contexts that can change places: nothing tells one from the other but what it does and holds. docs/reductions.md has the argument.
// Protects: two states that differ only in which of them stands where lead to the same verdict, so one of the two is explored.

import type { Expression } from "../ir/expression.js";
import type { LocatedGraph, LocatedProgram, Location } from "../ir/located.js";
import { type Context, type Program, runsOnce } from "../ir/program.js";
import { hasGracePeriods } from "./grace-periods.js";
import { childrenOf, expressionsOf } from "./operation-uses.js";

/** Ids of contexts that are interchangeable, in groups of two or more. */
export function crowdsOf({ program, graphs }: LocatedProgram): readonly (readonly string[])[] {
  if (hasGracePeriods(program)) return []; // who waits for whom would have to change places, too
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
  const alone = program.contexts.every((other) => other === context || !other.cpus.some((cpu) => context.cpus.includes(cpu)));
  return runsOnce(context) && alone && context.maps.length === 0;
}

/** Does the same whoever does it: does not ask for its own number or CPU, puts itself on no wait queue, waits for nothing that is there, reads under no seqcount. */
function isNeutral({ node: { operation } }: Location): boolean {
  const waiting = ["wait-prepare", "wait-run", "wait-finish", "schedule", "flush-begin", "flush-wait", "seq-read", "seq-retry"];
  const waits = waiting.includes(operation.kind);
  return !waits && !expressionsOf(operation).some(asksWho);
}

function asksWho(expression: Expression): boolean {
  return expression.kind === "argument" || expression.kind === "this-cpu" || childrenOf(expression).some(asksWho);
}

function finishedIn(expression: Expression): readonly string[] {
  return expression.kind === "finished" ? [expression.context] : childrenOf(expression).flatMap(finishedIn);
}
