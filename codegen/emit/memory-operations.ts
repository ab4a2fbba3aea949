// Allocation and free, as operators of specs/lib/Memory.tla; and what must not be in use in an object that is freed.

import type { Operation } from "../ir/graph.js";
import { type Field, isInState, type Program, READER_TYPES } from "../ir/program.js";
import type { Tla } from "../tla/ast.js";
import { and, apply, call, equals, infix, name, not, set, strings, table, tuple } from "../tla/build.js";
import { type Effects, NO_EFFECTS } from "./effects.js";
import { dependingOn, type FaultCase, faultsOf, isPlain, NULL, nodeInstance, translate, translateValue } from "./expressions.js";
import { type Scope } from "./scope.js";
import { action, always, CHOICE, type StepShape, storeLocal } from "./step-shape.js";

/** What an allocation chooses from: an unused object, or NULL. */
export function allocationChoices(scope: Scope, operation: Extract<Operation, { kind: "allocate" }>): Tla {
  const unused = call("Unused", strings(poolObjects(scope, operation.pool)));
  return operation.mayFail ? infix(unused, "\\cup", set(NULL)) : unused;
}

export function allocate(scope: Scope, operation: Extract<Operation, { kind: "allocate" }>): StepShape {
  const object = name(CHOICE);
  const objects = poolObjects(scope, operation.pool);
  const result = storeLocal(scope, operation.result, object);
  const taken: Effects = {
    ...action(call("Allocate", object), "alive"),
    stores: [...result, ...firstValues(scope, objects), ...initialisedNodes(scope, objects)],
  };
  if (!operation.mayFail) return { faults: [], enabled: [], outcomes: [always(taken)] };
  return {
    faults: [],
    enabled: [],
    outcomes: [
      { when: not(equals(object, NULL)), effects: taken, next: 0 },
      { when: equals(object, NULL), effects: { ...NO_EFFECTS, stores: result }, next: 0 },
    ],
  };
}

/** All fields of data of the object get their first values. */
function firstValues(scope: Scope, objects: readonly string[]): Effects["stores"] {
  return [...scope.fields.values()].flatMap(({ name: variable, field }) => {
    const owners = (field.owners ?? []).filter((owner) => objects.includes(owner));
    if (owners.length === 0 || !isStored(scope, field.id)) return [];
    const values = owners.map((owner) => translateValue(field.initial[owner] ?? { kind: "null" }));
    const [value] = values;
    if (value === undefined) return [];
    return [
      {
        variable,
        key: isPlain(field.owners) ? null : name(CHOICE),
        value: sameForAll(values) ? value : firstValueOf(scope, field, owners),
      },
    ];
  });
}

/** Its list nodes are initialised anew. */
function initialisedNodes(scope: Scope, objects: readonly string[]): Effects["stores"] {
  return scope.program.fields.flatMap((field) => {
    const isNode = field.type.kind === "list-node" && field.owners?.some((owner) => objects.includes(owner)) === true;
    return isNode ? [{ variable: "linked", key: nodeInstance(scope, field.id, name(CHOICE)), value: name("SelfLinked") }] : [];
  });
}

/** A field that nothing stores to has its first value anyway. */
function isStored(scope: Scope, field: string): boolean {
  return scope.located.graphs.some(({ locations }) =>
    locations.some(({ node: { operation } }) => {
      if (operation.kind === "choose") return operation.target.kind === "place" && operation.target.place.field === field;
      return (
        operation.kind === "assign" && operation.assignments.some(({ target }) => target.kind === "place" && target.place.field === field)
      );
    }),
  );
}

function sameForAll(values: readonly Tla[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size === 1;
}

function firstValueOf(scope: Scope, field: Field, owners: readonly string[]): Tla {
  const tableName = scope.names.of(`first ${field.id}`, [`${field.name}_at_first`]);
  scope.tables.set(tableName, table(owners.map((owner) => [owner, translateValue(field.initial[owner] ?? { kind: "null" })])));
  return apply(name(tableName), name(CHOICE));
}

export function free(scope: Scope, operation: Extract<Operation, { kind: "free" }>): StepShape {
  const object = translate(scope, operation.object);
  const isNull = equals(object, NULL);
  const ifAny = (when: Tla): Tla => (operation.nullable ? and(not(isNull), when) : when);
  const before = faultsOf(scope, operation.object);
  const own: readonly FaultCase[] = [
    { fault: "double-free", when: ifAny(call("Dead", object)) },
    ...usesIn(scope, operation.objects, object).map((use) => ({ fault: "free-active" as const, when: ifAny(use) })),
  ];
  const faults = [...before, ...dependingOn(before, own)];
  const given = action(call("GiveBack", object), "alive");
  if (!operation.nullable) return { faults, enabled: [], outcomes: [always(given)] };
  return {
    faults,
    enabled: [],
    outcomes: [
      { when: isNull, effects: NO_EFFECTS, next: 0 },
      { when: not(isNull), effects: given, next: 0 },
    ],
  };
}

/** One condition for each field that may be in use. */
function usesIn(scope: Scope, objects: readonly string[], object: Tla): readonly Tla[] {
  return scope.program.fields.flatMap((field) => {
    const owners = (field.owners ?? []).filter((owner) => objects.includes(owner));
    if (owners.length === 0) return [];
    const use = inUse(scope.program, field, () => nodeInstance(scope, field.id, object));
    if (use === null) return [];
    return [owners.length === objects.length ? use : and(infix(object, "\\in", strings(owners)), use)];
  });
}

function inUse(program: Program, field: Field, instance: () => Tla): Tla | null {
  switch (field.type.kind) {
    case "lock":
      if (!isInState(program, field.type.type)) return null;
      return READER_TYPES.has(field.type.type)
        ? not(equals(call("HoldersOf", instance()), set()))
        : not(equals(apply(name("owner"), instance()), name("Free")));
    case "list-node":
      return not(call("OnNoList", instance()));
    case "list-head":
      return not(equals(apply(name("lists"), instance()), tuple()));
    case "deferred":
      return apply(name("queued"), instance());
    case "wait-queue":
      return not(equals(apply(name("waiters"), instance()), { kind: "set", items: [] }));
    case "semaphore":
    case "int":
    case "bool":
    case "enum":
    case "ref":
      return null;
  }
}

function poolObjects(scope: Scope, pool: string): readonly string[] {
  return scope.program.pools.find((candidate) => candidate.id === pool)?.objects ?? [];
}

/** The first value of `allocated`. */
export function initialMemory(scope: Scope): Tla {
  return {
    kind: "function",
    variable: "object",
    set: strings(Object.keys(scope.program.memory)),
    body: infix(name("object"), "\\in", strings(Object.keys(scope.program.memory).filter((id) => scope.program.memory[id] === true))),
  };
}
