// Which data some verdict can depend on: from what decides about steps and verdicts backwards to what is stored there. docs/reductions.md has
// the argument.

import type { Expression } from "../../ir/expression.js";
import type { Operation, Target } from "../../ir/graph.js";
import type { LocatedGraph, LocatedProgram, Location } from "../../ir/located.js";
import type { Program } from "../../ir/program.js";
import { childrenOf, expressionsOf } from "../operation-uses.js";
import { faultsIn, type MayFault } from "./faults.js";

/** Ids of fields and locals. */
export interface Data {
  readonly fields: ReadonlySet<string>;
  readonly locals: ReadonlySet<string>;
}

/** One piece of data: `field x` or `local x`. */
type Datum = string;

/** What decides about steps and verdicts by itself, and what is stored to what. */
interface Flow {
  readonly decisive: readonly Datum[];
  readonly sources: readonly { readonly of: Datum; readonly read: readonly Datum[] }[];
}

export function relevantData({ program, graphs }: LocatedProgram): Data {
  const flows = [ofProgram(program), ...graphs.flatMap((graph) => ofGraph(program, graph))];
  const sources = new Map<Datum, Datum[]>();
  for (const { of, read } of flows.flatMap((flow) => flow.sources)) sources.set(of, [...(sources.get(of) ?? []), ...read]);
  const relevant = new Set<Datum>();
  const pending = flows.flatMap(({ decisive }) => decisive);
  for (let datum = pending.pop(); datum !== undefined; datum = pending.pop()) {
    if (relevant.has(datum)) continue;
    relevant.add(datum);
    pending.push(...(sources.get(datum) ?? []));
  }
  const named = (kind: string): ReadonlySet<string> =>
    new Set([...relevant].flatMap((datum) => (datum.startsWith(kind) ? [datum.slice(kind.length)] : [])));
  return { fields: named(FIELD), locals: named(LOCAL) };
}

const FIELD = "field ";
const LOCAL = "local ";

/** Properties, and the numbers that say whether interrupt lines are disabled. */
function ofProgram({ properties, contexts }: Program): Flow {
  const gates = contexts.flatMap(({ gate }) => (gate === null ? [] : [FIELD + gate.field]));
  return { decisive: [...gates, ...properties.flatMap(({ condition }) => readsOf(condition))], sources: [] };
}

function ofGraph(program: Program, graph: LocatedGraph): readonly Flow[] {
  const mayFault = faultsIn(program, graph);
  return graph.locations.map((location) => ofLocation(location, mayFault));
}

/** Data that is stored counts where it is stored to, all else that a step reads decides about the step. */
function ofLocation({ node: { id, operation } }: Location, mayFault: MayFault): Flow {
  const stored = storesOf(operation);
  if (stored === null) return { decisive: [...expressionsOf(operation).flatMap(readsOf), ...results(operation)], sources: [] };
  const faulty = stored.filter(({ target, value }) => mayFault(id, target, value, operation.kind !== "await"));
  return {
    decisive: [...(operation.kind === "await" ? readsOf(operation.condition) : []), ...faulty.map(({ target }) => datumOf(target))],
    sources: stored.map(({ target, value }) => ({ of: datumOf(target), read: [...readsOf(value), ...readsOfTarget(target)] })),
  };
}

/** What an operation stores of values that it evaluates; null when that is not what it is for. */
function storesOf(operation: Operation): readonly { readonly target: Target; readonly value: Expression }[] | null {
  if (operation.kind === "assign" || operation.kind === "await") return operation.assignments;
  return operation.kind === "choose" ? operation.options.map((value) => ({ target: operation.target, value })) : null;
}

/** Locals without which the operation cannot be written. */
function results(operation: Operation): readonly Datum[] {
  return operation.kind === "allocate" || operation.kind === "list-take-first" ? [LOCAL + operation.result] : [];
}

function datumOf(target: Target): Datum {
  return target.kind === "local" ? LOCAL + target.local : FIELD + target.place.field;
}

function readsOfTarget(target: Target): readonly Datum[] {
  return target.kind === "local" || target.place.object === null ? [] : readsOf(target.place.object);
}

function readsOf(expression: Expression): readonly Datum[] {
  const own =
    expression.kind === "field" ? [FIELD + expression.place.field] : expression.kind === "local" ? [LOCAL + expression.local] : [];
  return [...own, ...childrenOf(expression).flatMap(readsOf)];
}
