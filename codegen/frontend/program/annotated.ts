// Lock fields that need a count of what lockdep was told of them by hand: docs/semantics.md, section 5.

import type { Place } from "../../ir/expression.js";
import { type FlowGraph, type Operation, successors } from "../../ir/graph.js";
import { ANNOTATION_TYPES, type Field } from "../../ir/program.js";

/**
 * Ids. Of a map of which there is one the typestate knows whether a context is inside; of one of several, and of a lock that may be held as well,
 * it does not. What is told and taken back in the next step (might_lock) needs no count.
 */
export function annotatedFields(fields: readonly Field[], graphs: readonly FlowGraph[]): readonly string[] {
  const told = new Set(graphs.flatMap((graph) => toldAlone(graph).flatMap(({ field, object }) => (isOfCpu(object) ? [] : [field]))));
  return fields.filter((field) => told.has(field.id) && needsCount(field)).map(({ id }) => id);
}

function needsCount({ type, owners }: Field): boolean {
  return type.kind === "lock" && ((owners?.length ?? 1) > 1 || !ANNOTATION_TYPES.has(type.type));
}

/** A context stays on its CPU, so it always names the same one. */
function isOfCpu(object: Place["object"]): boolean {
  return object?.kind === "this-cpu";
}

function toldAlone({ nodes }: FlowGraph): readonly Place[] {
  const byId = new Map(nodes.map((node) => [node.id, node.operation]));
  const ways = new Map<string, number>();
  for (const { operation } of nodes) for (const next of successors(operation)) ways.set(next, (ways.get(next) ?? 0) + 1);
  const paired = new Set<Operation>();
  for (const { operation } of nodes) {
    if (operation.kind !== "annotate") continue;
    const next = byId.get(operation.next);
    if (next?.kind !== "annotate-release" || ways.get(operation.next) !== 1) continue;
    if (JSON.stringify(next.lock) !== JSON.stringify(operation.acquisition.lock)) continue;
    paired.add(operation).add(next);
  }
  return nodes.flatMap(({ operation }) => (paired.has(operation) ? [] : toldOf(operation)));
}

function toldOf(operation: Operation): readonly Place[] {
  switch (operation.kind) {
    case "annotate":
      return operation.action === "sync" ? [] : [operation.acquisition.lock];
    case "annotate-release":
      return [operation.lock];
    default:
      return [];
  }
}
