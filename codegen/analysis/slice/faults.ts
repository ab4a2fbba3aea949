// Whether a store can be a fault, so that what it would store decides whether the context goes on. Errs on the side of yes.

import type { Expression, Place } from "../../ir/expression.js";
import type { Target } from "../../ir/graph.js";
import type { LocatedGraph } from "../../ir/located.js";
import type { Program } from "../../ir/program.js";
import { runnersOf } from "../index.js";
import { bodyOf } from "../intervals/body.js";
import { evaluate } from "../intervals/evaluate.js";
import { fixpoint } from "../intervals/fixpoint.js";
import { scopeOfGraph } from "../intervals/scope.js";
import { childrenOf, placesUsed } from "../operation-uses.js";

/** Whether storing the value of an expression at a node of one graph can be a fault. `ranged`: outside of the range of the target is one. */
export type MayFault = (node: string, target: Target, value: Expression, ranged: boolean) => boolean;

export function faultsIn(program: Program, { graph }: LocatedGraph): MayFault {
  const scope = scopeOfGraph(program, graph, runnersOf(program, graph));
  const known = fixpoint(bodyOf(program, graph, scope));
  const outOfRange = (node: string, field: string, value: Expression): boolean => {
    const type = scope.fieldType(field);
    const environment = known.get(node);
    if (type.kind !== "int" || type.wraps || environment === undefined) return false;
    const { integers, others } = evaluate(scope, value, environment);
    return others.kind !== "none" || (integers !== null && (integers.low < type.min || integers.high > type.max));
  };
  return (node, target, value, ranged) => {
    if (evaluationMayFault(program, value)) return true;
    if (target.kind === "local") return false;
    return placeMayFault(program, target.place) || (ranged && outOfRange(node, target.place.field, value));
  };
}

function evaluationMayFault(program: Program, expression: Expression): boolean {
  return ownMayFault(program, expression) || childrenOf(expression).some((child) => evaluationMayFault(program, child));
}

/** The topmost node of an expression, given that its parts are none. */
function ownMayFault(program: Program, expression: Expression): boolean {
  if (expression.kind === "list-neighbour" || expression.kind === "counted") return true;
  if (expression.kind === "list-end" && !expression.orNull) return true;
  return placesUsed(expression).some((place) => usingMayFault(program, place));
}

function placeMayFault(program: Program, place: Place): boolean {
  return usingMayFault(program, place) || (place.object !== null && evaluationMayFault(program, place.object));
}

/** The object may be NULL, or not allocated. */
function usingMayFault(program: Program, { object, nullable, field }: Place): boolean {
  if (object === null) return false;
  const owners = program.fields.find(({ id }) => id === field)?.owners ?? [];
  return nullable || owners.some((owner) => Object.hasOwn(program.memory, owner));
}
