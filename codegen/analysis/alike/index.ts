// Objects of a pool that nothing tells apart: not the code, not a property, and no state relates two of them but by the order of lists.
// docs/reductions.md has the argument. In doubt a pool is refused.
// Protects: two states that differ only in which of the objects is in which situation lead to the same verdict, so one of the two is explored.

import type { Expression } from "../../ir/expression.js";
import type { LocatedGraph, LocatedProgram } from "../../ir/located.js";
import { type Context, cpuObject, type Field, type Pool, type Program } from "../../ir/program.js";
import { unreachable } from "../../ir/unreachable.js";
import { childrenOf, expressionsOf } from "../operation-uses.js";
import { isAlone, leavesName, namesContexts } from "../symmetry.js";
import { type Kin, treatsAlike, wholeOrNone } from "./code.js";
import { localsThatMayBe } from "./references.js";

/** A pool of such objects, with the contexts that belong to them: of each item in the objects its functions, in the order of the objects. */
export interface AlikeObjects {
  readonly pool: string;
  readonly objects: readonly string[];
  readonly contexts: readonly (readonly string[])[];
}

/** `crowds`: contexts that can change places; a state must not relate them to the objects. */
export function alikeObjectsOf(located: LocatedProgram, crowds: readonly (readonly string[])[]): readonly AlikeObjects[] {
  const { program, graphs } = located;
  if (graphs.some(({ locations }) => locations.some(({ node }) => namesContexts(node.operation)))) return [];
  const candidates = apart([...program.pools, ...classesOf(program)]);
  const anyAlike = new Set(candidates.flatMap(({ objects }) => objects));
  return candidates.flatMap(({ id, objects }) => {
    const own = new Set(objects);
    const contexts = contextsOf(program, objects);
    if (contexts === null) return [];
    const kin: Kin = { objects: own, contexts: new Set(contexts.flat().map((context) => context.id)) };
    const alike =
      program.fields.every((field) => isWithout(field, own, anyAlike)) &&
      beginsAlike(program, own) &&
      contexts.every((those) => runAlike(located, those, anyAlike)) &&
      crowds.every(([one]) => isApartFrom(located, one, anyAlike)) &&
      treatsAlike(located, kin);
    return alike ? [{ pool: id, objects, contexts: contexts.map((those) => those.map((context) => context.id)) }] : [];
  });
}

/** The objects of each class: a pool that the code never names as a whole is not in the program. */
function classesOf(program: Program): readonly Pool[] {
  const cpus = new Set(Array.from({ length: program.cpus }, (_, cpu) => cpuObject(cpu)));
  const objects = program.objects.filter(({ id }) => !cpus.has(id));
  return [...new Set(objects.map(({ className }) => className))].map((id) => ({
    id,
    objects: objects.filter(({ className }) => className === id).map((object) => object.id),
  }));
}

/** Pools of two objects or more, none of which has an object of another: `objects(C)` is a pool, too. */
function apart(pools: readonly Pool[]): readonly Pool[] {
  return pools.reduce<readonly Pool[]>((kept, pool) => {
    const isApart = kept.every(({ objects }) => !objects.some((object) => pool.objects.includes(object)));
    return pool.objects.length > 1 && isApart ? [...kept, pool] : kept;
  }, []);
}

/** The contexts of the items in the objects, item by item; null when there are others that concern one of the objects, or some are missing. */
function contextsOf(program: Program, objects: readonly string[]): readonly (readonly Context[])[] | null {
  const concerned = program.contexts.filter((context) => namedIn(context).some((object) => objects.includes(object)));
  const fields = new Set(concerned.flatMap(({ timer }) => (timer === null ? [] : [timer.field])));
  const belongs = (context: Context, object: string): boolean =>
    context.timer?.object === object &&
    context.argument?.kind === "object" &&
    context.argument.id === object &&
    namedIn(context).every((named) => named === object || !objects.includes(named));
  const found = [...fields].map((field) =>
    objects.flatMap((object) => concerned.filter((context) => context.timer?.field === field && belongs(context, object))),
  );
  const complete = found.every((those) => those.length === objects.length) && found.flat().length === concerned.length;
  return complete ? found : null;
}

/** The objects that a context is for, that its item is in, or that keep it from coming. */
function namedIn({ argument, timer, gate }: Context): readonly string[] {
  return [argument?.kind === "object" ? argument.id : null, timer?.object ?? null, gate?.object ?? null].filter(
    (object) => object !== null,
  );
}

/** The field says nothing that relates two of the objects, or one of them to a context that can change places. */
function isWithout(field: Field, own: ReadonlySet<string>, anyAlike: ReadonlySet<string>): boolean {
  if (!wholeOrNone(field.owners ?? [], own)) return false;
  if (field.type.kind === "ref" && !wholeOrNone(field.type.objects, own)) return false;
  return field.owners?.some((owner) => own.has(owner)) === true ? concernsOne(field, anyAlike) : true;
}

function concernsOne({ type }: Field, anyAlike: ReadonlySet<string>): boolean {
  switch (type.kind) {
    case "int":
    case "bool":
    case "enum":
    case "list-node":
    case "deferred":
      return true;
    case "ref":
      return !type.objects.some((object) => anyAlike.has(object));
    case "lock":
    case "semaphore":
    case "list-head":
    case "wait-queue":
      return false;
    default:
      return unreachable(type);
  }
}

/** An object that is allocated gets its first values: they are the same for all. */
function beginsAlike(program: Program, own: ReadonlySet<string>): boolean {
  const comeAndGo = [...own].filter((object) => Object.hasOwn(program.memory, object));
  if (comeAndGo.length === 0) return true;
  const fields = program.fields.filter(({ owners }) => owners?.some((owner) => own.has(owner)) === true);
  return comeAndGo.length === own.size && fields.every(({ initial }) => sameText([...own].map((object) => initial[object] ?? null)));
}

/** Functions of one item: they run the same code, under the same conditions, and hold no reference to another object that is alike. */
function runAlike(located: LocatedProgram, contexts: readonly Context[], anyAlike: ReadonlySet<string>): boolean {
  const { program } = located;
  const together = sameText(contexts.map(({ cpus }) => cpus));
  const same = sameText(
    contexts.map(({ id: _id, argument: _argument, cpus: _cpus, span: _span, timer, gate, ...rest }) => {
      const own = gate !== null && gate.object === timer?.object;
      return [rest, timer?.expires, gate?.field, own ? "own" : gate?.object];
    }),
  );
  const graph = located.graphs.find((candidate) => candidate.graph.id === contexts[0]?.graph);
  if (!same || graph === undefined || !(together || contexts.every((context) => isAlone(program, context)))) return false;
  const inLine = program.workqueues.some(({ id, ordered }) => ordered && contexts.some(({ workqueue }) => workqueue === id));
  return (
    !inLine &&
    graph.locations.every(({ node }) => !leavesName(node.operation)) &&
    graph.graph.locals.every(({ type }) => type.kind !== "list-head") &&
    (together || !asksForCpu(graph)) &&
    localsThatMayBe(program, graph.graph, anyAlike).size === 0
  );
}

function asksForCpu({ locations }: LocatedGraph): boolean {
  return locations.some(({ node }) => expressionsOf(node.operation).some(isOfCpu));
}

function isOfCpu(expression: Expression): boolean {
  return expression.kind === "this-cpu" || childrenOf(expression).some(isOfCpu);
}

/** What a context that can change places remembers is none of the objects. */
function isApartFrom({ program, graphs }: LocatedProgram, context: string | undefined, anyAlike: ReadonlySet<string>): boolean {
  const graph = graphs.find(({ graph: { id } }) => id === program.contexts.find((candidate) => candidate.id === context)?.graph);
  return graph !== undefined && localsThatMayBe(program, graph.graph, anyAlike).size === 0;
}

function sameText(values: readonly unknown[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size <= 1;
}
