// IR expressions -> TLA+, and the conditions under which evaluating one is a fault.

import type { BinaryOperator, Expression, ListRef, Place, Value } from "../ir/expression.js";
import { cpuObject, isInState, READER_TYPES, runsOnce } from "../ir/program.js";
import type { Tla, TlaInfix } from "../tla/ast.js";
import {
  and,
  apply,
  boolean,
  call,
  equals,
  exists,
  forAll,
  ifThenElse,
  infix,
  name,
  not,
  number,
  or,
  string,
  strings,
  TRUE,
  table,
  tuple,
} from "../tla/build.js";
import { fieldOf, instance, type Scope, stackLists } from "./scope.js";

export const NULL: Tla = name("NULL");
export const SELF: Tla = name("self");

/** The faults in the order in which they count: docs/semantics.md, section 3. */
export const FAULTS = [
  "null-dereference",
  "use-after-free",
  "double-free",
  "free-active",
  "list-corruption",
  "unlock-balance",
  "held-lock-freed",
  "refcount",
  "out-of-range",
  "assertion",
] as const;
export type Fault = (typeof FAULTS)[number];

/** A fault and when it happens. */
export interface FaultCase {
  readonly fault: Fault;
  readonly when: Tla;
}

export function translateValue(value: Value): Tla {
  switch (value.kind) {
    case "int":
      return number(value.value);
    case "bool":
      return boolean(value.value);
    case "enum":
      return string(value.value);
    case "object":
      return string(value.id);
    case "null":
      return NULL;
  }
}

/** The value of `expression` for the context `self`. */
export function translate(scope: Scope, expression: Expression): Tla {
  switch (expression.kind) {
    case "value":
      return translateValue(expression.value);
    case "local":
      return readLocal(scope, expression.local);
    case "argument":
      return argument(scope);
    case "this-cpu":
      return thisCpu(scope);
    case "here":
      throw new Error("known at each location");
    case "bound":
      return name(scope.names.of(`bound ${expression.name}`, [expression.name]));
    case "field":
      return readField(scope, expression.place);
    case "unary":
      return expression.operator === "not" ? not(translate(scope, expression.operand)) : negate(translate(scope, expression.operand));
    case "binary":
      return binary(expression.operator, translate(scope, expression.left), translate(scope, expression.right));
    case "conditional":
      return ifThenElse(
        translate(scope, expression.condition),
        translate(scope, expression.whenTrue),
        translate(scope, expression.whenFalse),
      );
    case "list-end":
      return call(expression.end === "first" ? "First" : "Last", listInstance(scope, expression.list));
    case "list-neighbour":
      return call(
        expression.direction === "next" ? "After" : "Before",
        listInstance(scope, expression.list),
        translate(scope, expression.of),
      );
    case "list-empty":
      return equals(apply(name("lists"), listInstance(scope, expression.list)), tuple());
    case "list-length":
      return call("Len", apply(name("lists"), listInstance(scope, expression.list)));
    case "list-contains":
      return call("Contains", listInstance(scope, expression.list), translate(scope, expression.object));
    case "node-unlinked":
      return equals(apply(name("linked"), placeInstance(scope, expression.node)), name("SelfLinked"));
    case "timer-queued":
      return apply(name("queued"), placeInstance(scope, expression.timer));
    case "timer-running":
      return runs(scope, expression.timer);
    case "lock-taken":
      return lockTaken(scope, expression.lock);
    case "lock-mine":
      return lockMine(scope, expression.lock, expression.as);
    case "queue-active":
      return not(equals(apply(name("waiters"), placeInstance(scope, expression.queue)), { kind: "set", items: [] }));
    case "pool-next":
      return expression.of === null
        ? firstOfPool(scope, expression.pool)
        : apply(successorTable(scope, expression.pool), translate(scope, expression.of));
    case "pool-at":
      return poolAt(scope, expression.pool, translate(scope, expression.index));
    case "quantifier":
      return quantifier(scope, expression);
    case "finished":
      return finished(scope, expression.context);
    case "counted":
      return translate(scope, expression.value);
    case "allocated":
      return scope.uses.memory ? call("IsAllocated", translate(scope, expression.object)) : TRUE;
  }
}

/** Faults of evaluating `expression`, in the order of docs/semantics.md within a kind. */
export function faultsOf(scope: Scope, expression: Expression): readonly FaultCase[] {
  switch (expression.kind) {
    case "value":
    case "local":
    case "argument":
    case "bound":
    case "finished":
    case "this-cpu":
    case "here":
      return [];
    case "field":
      return placeFaults(scope, expression.place);
    case "unary":
      return faultsOf(scope, expression.operand);
    case "binary":
      return binaryFaults(scope, expression);
    case "conditional": {
      const condition = translate(scope, expression.condition);
      const before = faultsOf(scope, expression.condition);
      return [
        ...before,
        ...guarded(before, condition, faultsOf(scope, expression.whenTrue)),
        ...guarded(before, not(condition), faultsOf(scope, expression.whenFalse)),
      ];
    }
    case "list-end":
      return [
        ...listFaults(scope, expression.list),
        ...(expression.orNull
          ? []
          : [{ fault: "list-corruption" as const, when: equals(apply(name("lists"), listInstance(scope, expression.list)), tuple()) }]),
      ];
    case "list-neighbour":
      return [...listFaults(scope, expression.list), ...faultsOf(scope, expression.of), notOnList(scope, expression.list, expression.of)];
    case "list-empty":
    case "list-length":
      return listFaults(scope, expression.list);
    case "list-contains":
      return [...listFaults(scope, expression.list), ...faultsOf(scope, expression.object)];
    case "node-unlinked":
      return placeFaults(scope, expression.node);
    case "timer-queued":
    case "timer-running":
      return placeFaults(scope, expression.timer);
    case "lock-taken":
    case "lock-mine":
      return placeFaults(scope, expression.lock);
    case "queue-active":
      return placeFaults(scope, expression.queue);
    case "pool-next":
      return expression.of === null ? [] : faultsOf(scope, expression.of);
    case "pool-at":
      return faultsOf(scope, expression.index);
    case "quantifier":
      return quantifierFaults(scope, expression);
    case "counted":
      return [
        ...faultsOf(scope, expression.holds),
        { fault: "refcount", when: not(translate(scope, expression.holds)) },
        ...faultsOf(scope, expression.value),
      ];
    case "allocated":
      return faultsOf(scope, expression.object);
  }
}

/** A condition of a property: where it cannot be evaluated it does not hold. It may look at objects that are not allocated. */
export function holds(scope: Scope, condition: Expression): Tla {
  const program = { ...scope.program, memory: {} };
  const faults = faultsOf({ ...scope, program }, condition);
  const translated = translate(scope, condition);
  return faults.length === 0 ? translated : and(not(or(...faults.map(({ when }) => when))), translated);
}

/** The faults of naming a place: its object may be NULL. */
export function placeFaults(scope: Scope, place: Place): readonly FaultCase[] {
  if (place.object === null) return [];
  const inner = faultsOf(scope, place.object);
  const object = translate(scope, place.object);
  const isNull: FaultCase = { fault: "null-dereference", when: equals(object, NULL) };
  const isDead: FaultCase = { fault: "use-after-free", when: call("Dead", object) };
  return [...inner, ...dependingOn(inner, [...(place.nullable ? [isNull] : []), ...(comesAndGoes(scope, place.field) ? [isDead] : [])])];
}

/** True for a field of objects that are allocated and freed. */
function comesAndGoes(scope: Scope, field: string): boolean {
  return fieldOf(scope.program, field).owners?.some((owner) => scope.program.memory[owner] !== undefined) === true;
}

/** What is evaluated only after `earlier`: a fault that counts before one of these must not be found behind it. */
export function dependingOn(earlier: readonly FaultCase[], faults: readonly FaultCase[]): readonly FaultCase[] {
  const rank = ({ fault }: FaultCase): number => FAULTS.indexOf(fault);
  return faults.map((fault) => {
    const before = earlier.filter((other) => rank(other) > rank(fault)).map((other) => not(other.when));
    return before.length === 0 ? fault : { ...fault, when: and(...before, fault.when) };
  });
}

export function listFaults(scope: Scope, list: ListRef): readonly FaultCase[] {
  return list.kind === "local" ? [] : placeFaults(scope, list.place);
}

/** The string that names what a place stands for, for the variables of specs/lib. */
export function placeInstance(scope: Scope, place: Place): Tla {
  return instance(scope, place, place.object === null ? null : translate(scope, place.object));
}

/** The string that names a list. */
export function listInstance(scope: Scope, list: ListRef): Tla {
  if (list.kind === "shared") return placeInstance(scope, list.place);
  const instances = stackLists(scope.located).filter((stackList) => stackList.local === list.local);
  const [only, ...others] = instances;
  if (only !== undefined && others.length === 0) return string(only.instance);
  const tableName = scope.names.of(`stack list ${list.local}`, [list.local]);
  scope.tables.set(tableName, table(instances.map(({ context, instance: text }) => [context, string(text)])));
  return apply(name(tableName), SELF);
}

/** The node field through which a list links its objects. */
export function nodeFieldOf(scope: Scope, list: ListRef): string {
  if (list.kind === "shared") {
    const { type } = fieldOf(scope.program, list.place.field);
    if (type.kind === "list-head") return type.node;
  } else {
    for (const { graph } of scope.located.graphs) {
      const type = graph.locals.find((local) => local.id === list.local)?.type;
      if (type?.kind === "list-head") return type.node;
    }
  }
  throw new Error("a list without a node field");
}

/** The node of `object` for lists linked through the node field `node`. */
export function nodeInstance(scope: Scope, node: string, object: Tla): Tla {
  return instance(scope, { field: node, object: null, nullable: false }, object);
}

/** Reads the local `id` of the context `self`. */
export function readLocal(scope: Scope, id: string): Tla {
  const variable = scope.locals.get(id);
  if (variable === undefined) throw new Error(`no local '${id}'`);
  return variable.contexts.length === 1 ? name(variable.name) : apply(name(variable.name), SELF);
}

function readField(scope: Scope, place: Place): Tla {
  const variable = scope.fields.get(place.field);
  if (variable === undefined) throw new Error(`'${place.field}' is not data`);
  if (isPlain(variable.field.owners)) return name(variable.name);
  if (place.object === null) throw new Error(`'${place.field}' needs an object`);
  return apply(name(variable.name), translate(scope, place.object));
}

/** A field with one instance is a variable, one with several a function over its objects. */
export function isPlain(owners: readonly string[] | null): boolean {
  return owners === null || owners.length === 1;
}

function notOnList(scope: Scope, list: ListRef, of: Expression): FaultCase {
  const object = translate(scope, of);
  const node = nodeInstance(scope, nodeFieldOf(scope, list), object);
  return {
    fault: "list-corruption",
    when: and(not(equals(object, NULL)), not(equals(apply(name("linked"), node), listInstance(scope, list)))),
  };
}

function binaryFaults(scope: Scope, expression: Extract<Expression, { kind: "binary" }>): readonly FaultCase[] {
  const left = faultsOf(scope, expression.left);
  const right = faultsOf(scope, expression.right);
  if (right.length === 0) return left;
  const condition = translate(scope, expression.left);
  if (expression.operator === "and") return [...left, ...guarded(left, condition, right)];
  if (expression.operator === "or") return [...left, ...guarded(left, not(condition), right)];
  return [...left, ...right];
}

/** Faults of what is evaluated only when `condition` holds, whose own faults are `earlier`. `x # NULL` rules out a fault when `x = NULL`. */
function guarded(earlier: readonly FaultCase[], condition: Tla, faults: readonly FaultCase[]): readonly FaultCase[] {
  const given = JSON.stringify(condition);
  return dependingOn(
    earlier,
    faults.flatMap(({ fault, when }) => (JSON.stringify(not(when)) === given ? [] : [{ fault, when: and(condition, when) }])),
  );
}

function runs(scope: Scope, timer: Place): Tla {
  const isDelay = scope.program.contexts.some((context) => context.irqSafe && context.timer?.field === timer.field);
  return isDelay ? hasItem(scope, timer) : call("Running", placeInstance(scope, timer));
}

/** The function of a delayed work item's timer has not queued the item yet. */
export function hasItem(scope: Scope, timer: Place): Tla {
  const runners = scope.program.contexts.filter((context) => context.timer?.field === timer.field);
  const code = scope.located.graphs.filter(({ graph }) => runners.some((context) => context.graph === graph.id));
  const ends = code.flatMap(({ locations }) => locations.filter(({ node }) => node.operation.kind === "end"));
  return call("HasItem", placeInstance(scope, timer), strings(ends.map(({ label }) => label)));
}

function lockTaken(scope: Scope, lock: Place): Tla {
  const instance = placeInstance(scope, lock);
  const isOwned = not(equals(apply(name("owner"), instance), name("Free")));
  return hasReaders(scope, lock) ? or(isOwned, not(equals(call("ReadersOf", instance), { kind: "set", items: [] }))) : isOwned;
}

/** What the context holds, or has told lockdep that it holds. */
export function lockMine(scope: Scope, lock: Place, as: "any" | "reader" | "writer"): Tla {
  if (!scope.program.annotated.includes(lock.field)) return owns(scope, lock, as);
  const told = call("IsAnnotated", SELF, placeInstance(scope, lock));
  return inState(scope, lock) ? or(owns(scope, lock, as), told) : told;
}

/** A lock without readers has only its owner, whatever is asked for. */
function owns(scope: Scope, lock: Place, as: "any" | "reader" | "writer"): Tla {
  const instance = placeInstance(scope, lock);
  const writes = equals(apply(name("owner"), instance), SELF);
  if (!hasReaders(scope, lock) || as === "writer") return writes;
  const reads = infix(call("ReadsOf", SELF, instance), ">", number(0));
  return as === "reader" ? reads : or(writes, reads);
}

function inState(scope: Scope, lock: Place): boolean {
  const { type } = fieldOf(scope.program, lock.field);
  return type.kind === "lock" && isInState(scope.program, type.type);
}

/** The lock may be held by readers. */
export function hasReaders(scope: Scope, lock: Place): boolean {
  const { type } = fieldOf(scope.program, lock.field);
  return type.kind === "lock" && READER_TYPES.has(type.type);
}

const INFIX: Readonly<Record<Exclude<BinaryOperator, "and" | "or" | "divide" | "remainder">, TlaInfix>> = {
  equal: "=",
  "not-equal": "#",
  less: "<",
  "less-equal": "<=",
  greater: ">",
  "greater-equal": ">=",
  add: "+",
  subtract: "-",
  multiply: "*",
  modulo: "%",
};

function binary(operator: BinaryOperator, left: Tla, right: Tla): Tla {
  switch (operator) {
    case "and":
      return and(left, right);
    case "or":
      return or(left, right);
    case "divide":
      return divide(left, right);
    case "remainder":
      return remainder(left, right);
    default:
      return infix(left, INFIX[operator], right);
  }
}

/** C divides towards zero, TLA+ towards minus infinity. */
function divide(left: Tla, right: Tla): Tla {
  return ifThenElse(infix(left, ">=", number(0)), infix(left, "\\div", right), negate(infix(negate(left), "\\div", right)));
}

/** C's remainder has the sign of the left side, TLA+'s is never negative. */
function remainder(left: Tla, right: Tla): Tla {
  return ifThenElse(infix(left, ">=", number(0)), infix(left, "%", right), negate(infix(negate(left), "%", right)));
}

function negate(operand: Tla): Tla {
  return { kind: "prefix", operator: "-", operand };
}

function oneMore(index: Tla): Tla {
  return index.kind === "number" ? number(index.value + 1) : infix(index, "+", number(1));
}

function argument(scope: Scope): Tla {
  const values = scope.program.contexts.flatMap((context): [string, Tla][] =>
    context.argument === null ? [] : [[context.id, translateValue(context.argument)]],
  );
  scope.tables.set("Argument", table(values));
  return apply(name("Argument"), SELF);
}

/** Where a context has several CPUs it is none that may use per-CPU locks: any of them will do. */
function thisCpu(scope: Scope): Tla {
  scope.tables.set("ThisCpu", table(scope.program.contexts.map((context) => [context.id, string(cpuObject(context.cpus[0] ?? 0))])));
  return apply(name("ThisCpu"), SELF);
}

function poolObjects(scope: Scope, pool: string): readonly string[] {
  const found = scope.program.pools.find((candidate) => candidate.id === pool);
  if (found === undefined) throw new Error(`no pool '${pool}'`);
  return found.objects;
}

function firstOfPool(scope: Scope, pool: string): Tla {
  const [first] = poolObjects(scope, pool);
  return first === undefined ? NULL : string(first);
}

function successorTable(scope: Scope, pool: string): Tla {
  const tableName = scope.names.of(`after ${pool}`, [`${pool}_after`]);
  const objects = poolObjects(scope, pool);
  scope.tables.set(
    tableName,
    table(
      objects.map((object, index) => {
        const next = objects[index + 1];
        return [object, next === undefined ? NULL : string(next)];
      }),
    ),
  );
  return name(tableName);
}

/** A handler has finished when it has come as often as it may, and returned. */
function finished(scope: Scope, id: string): Tla {
  const context = scope.program.contexts.find((candidate) => candidate.id === id);
  const pc = apply(name("pc"), string(id));
  if (context === undefined || runsOnce(context)) return equals(pc, string("done"));
  const idle = equals(pc, string("idle"));
  const source = context.timer === null ? equals(apply(name("comes"), string(id)), number(0)) : not(apply(name("queued"), string(id)));
  return and(idle, source);
}

/** Outside of the pool there is NULL. */
function poolAt(scope: Scope, pool: string, index: Tla): Tla {
  const last = poolObjects(scope, pool).length - 1;
  const object = apply(poolTuple(scope, pool), oneMore(index));
  if (index.kind === "number" && index.value <= last) return object;
  return ifThenElse(infix(index, "\\in", infix(number(0), "..", number(last))), object, NULL);
}

function poolTuple(scope: Scope, pool: string): Tla {
  const tableName = scope.names.of(`pool ${pool}`, [pool]);
  scope.tables.set(tableName, tuple(...poolObjects(scope, pool).map(string)));
  return name(tableName);
}

type Quantifier = Extract<Expression, { kind: "quantifier" }>;

function domainOf(scope: Scope, { variable, pool }: Quantifier): { readonly variable: string; readonly domain: Tla } {
  return {
    variable: scope.names.of(`bound ${variable}`, [variable, `${variable}_`]),
    domain: { kind: "set", items: poolObjects(scope, pool).map(string) },
  };
}

/** The body is evaluated for all objects. */
function quantifierFaults(scope: Scope, expression: Quantifier): readonly FaultCase[] {
  const { variable, domain } = domainOf(scope, expression);
  return faultsOf(scope, expression.body).map(({ fault, when }) => ({ fault, when: exists(variable, domain, when) }));
}

function quantifier(scope: Scope, expression: Quantifier): Tla {
  const { variable, domain } = domainOf(scope, expression);
  const body = translate(scope, expression.body);
  switch (expression.quantifier) {
    case "every":
      return forAll(variable, domain, body);
    case "some":
      return exists(variable, domain, body);
    case "count":
      return call("Cardinality", { kind: "filter", variable, set: domain, predicate: body });
  }
}

/** Values of `expression` are certainly in `min..max`. */
export function isWithin(scope: Scope, expression: Expression, min: number, max: number): boolean {
  switch (expression.kind) {
    case "value":
      return expression.value.kind === "int" && expression.value.value >= min && expression.value.value <= max;
    case "field": {
      const { type } = fieldOf(scope.program, expression.place.field);
      return type.kind === "int" && type.min >= min && type.max <= max;
    }
    case "counted":
      return true;
    case "conditional":
      return isWithin(scope, expression.whenTrue, min, max) && isWithin(scope, expression.whenFalse, min, max);
    default:
      return false;
  }
}
