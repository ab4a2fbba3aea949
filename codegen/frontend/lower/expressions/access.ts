// `object.field`, `pool[index]`, `queue.lock`, `config.OPTION`, `table.key`.

import type { Expression, Value } from "../../../ir/expression.js";
import { ts } from "../../../typescript.cjs";
import { classOfType, propertyOf } from "../../elaborate/arguments.js";
import { fieldMeaning } from "../../elaborate/field-meaning.js";
import { memberOf, memberOfClass } from "../../elaborate/members.js";
import type { Instance, ModelClass, ObjectPool, SharedField, SharedType } from "../../elaborate/world.js";
import { symbolOf } from "../../load/sources.js";
import { type Lowering, reject, shortText } from "../../lowering.js";
import { boolean, constant, constantOf, describe, INVALID, integer, type Meaning, valueOf } from "../../meaning.js";
import { sameValue } from "../fold.js";
import { lowerValue } from "../operands.js";

export function lowerPropertyAccess(lowering: Lowering, node: ts.PropertyAccessExpression): Meaning {
  if (isNamespace(lowering, node.expression)) return lowering.model.visitors.expression(lowering, node.name);
  const object = lowering.model.visitors.expression(lowering, node.expression);
  return accessMember(lowering, object, node.name.text, node);
}

/** `import * as ring from "./ring.js"`: `ring.ctx` is a name of the other file. */
function isNamespace(lowering: Lowering, node: ts.Expression): boolean {
  const symbol = ts.isIdentifier(node) ? symbolOf(lowering.model.sources, node) : null;
  return symbol !== null && (symbol.flags & ts.SymbolFlags.ValueModule) !== 0;
}

function accessMember(lowering: Lowering, object: Meaning, name: string, node: ts.PropertyAccessExpression): Meaning {
  switch (object.kind) {
    case "invalid":
      return object;
    case "value":
      return objectMember(lowering, object.expression, object.nullable, name, node);
    case "pool":
      if (name === "length") return integer(object.pool.instances.length);
      return reject(lowering, "only-in-property", node, { name: `${object.pool.id}.${name}`, hint: "write a loop over the objects" });
    case "place":
      if (object.field.type.kind !== "wait-queue" || name !== "lock") break;
      return { kind: "queue-lock", place: { ...object.place, field: queueLockId(object.field.id) }, field: object.field };
    case "language":
      if (object.name !== "config") break;
      return configOption(lowering, name, node);
    case "record":
      return recordMember(lowering, object, name) ?? INVALID;
    default:
  }
  return reject(lowering, "not-a-value", node, {
    what: `The member '${name}' of ${describe(object)}`,
    hint: "use the functions of the language",
  });
}

function recordMember(lowering: Lowering, record: Meaning & { readonly kind: "record" }, name: string): Meaning | null {
  if (record.members !== null) return record.members.get(name) ?? null;
  const found = propertyOf(record.node, name);
  return found === null ? null : lowering.model.visitors.expression(lowering, found);
}

/** Id of the timer field inside a delayed work item. */
export function delayTimerId(work: string): string {
  return `${work}.timer`;
}

/** Id of the lock field inside a wait queue. */
export function queueLockId(queue: string): string {
  return `${queue}.lock`;
}

/** Id of the counter inside a seqlock_t; the spinlock has the id of the field. */
export function seqcountId(seqlock: string): string {
  return `${seqlock}.seqcount`;
}

function configOption(lowering: Lowering, name: string, node: ts.Node): Meaning {
  if (name === "PROVE_RAW_LOCK_NESTING") return boolean(lowering.model.choice.configuration.proveRawLockNesting);
  if (name === "PREEMPT_RT") return boolean(lowering.model.choice.configuration.preemptRt);
  return reject(lowering, "not-constant", node, { what: `The configuration option '${name}'` });
}

function objectMember(lowering: Lowering, object: Expression, nullable: boolean, name: string, node: ts.PropertyAccessExpression): Meaning {
  const instance = object.kind === "value" && object.value.kind === "object" ? lowering.model.instances.get(object.value.id) : undefined;
  if (instance !== undefined) return memberOfInstance(lowering, instance, name, node);
  const type = lowering.model.sources.checker.getTypeAtLocation(node.expression);
  const modelClass = classOfType(lowering, type);
  if (modelClass === null) {
    return reject(lowering, "not-a-value", node, {
      what: `The member '${name}' of '${shortText(node.expression)}'`,
      hint: "use fields of objects of the model's classes",
    });
  }
  if (modelClass.instances.length === 0) {
    return reject(lowering, "class-without-objects", node, {
      what: `'${shortText(node.expression)}'`,
      target: `class '${modelClass.name}'`,
    });
  }
  const member = memberOfClass(lowering, modelClass, name);
  if (member === null) return unknownMember(lowering, modelClass, name, node);
  if (member.kind === "shared") return guardShared(lowering, fieldMeaning(member.field, object, nullable), node);
  return constantOfClass(lowering, modelClass, name, member.byObject, object, nullable, node);
}

function memberOfInstance(lowering: Lowering, instance: Instance, name: string, node: ts.Node): Meaning {
  const member = memberOf(lowering, instance, name);
  if (member === null) return unknownMember(lowering, instance.class, name, node);
  if (member.kind === "constant") return member.byObject.get(instance.id) ?? INVALID;
  return guardShared(lowering, fieldMeaning(member.field, { kind: "value", value: { kind: "object", id: instance.id } }, false), node);
}

function guardShared(lowering: Lowering, meaning: Meaning, node: ts.Node): Meaning {
  if (lowering.mode !== "constant" || meaning.kind !== "value") return meaning;
  return reject(lowering, "not-constant", node, { what: `'${shortText(node)}', which is shared data,` });
}

/** Fields are the only members: methods are rejected where they are declared. */
function unknownMember(lowering: Lowering, modelClass: ModelClass, name: string, node: ts.Node): Meaning {
  const hint = `declare '${name}' as a field, or write a function that takes the object`;
  return reject(lowering, "unsupported-class", node, { name: modelClass.name, problem: `has no field '${name}'`, hint });
}

/** A constant that each object has: the same for all, or data that is never stored to. */
function constantOfClass(
  lowering: Lowering,
  modelClass: ModelClass,
  name: string,
  byObject: ReadonlyMap<string, Meaning>,
  object: Expression,
  nullable: boolean,
  node: ts.Node,
): Meaning {
  const meanings = [...byObject.values()];
  const values = meanings.flatMap((meaning) => constantOf(meaning) ?? []);
  const [first] = values;
  if (meanings.some((meaning) => meaning.kind === "invalid")) return INVALID;
  if (first !== undefined && values.length === meanings.length) {
    if (values.every((value) => sameValue(value, first))) return constant(first);
    return fixedField(lowering, modelClass, name, byObject, object, nullable, node);
  }
  const [only] = meanings;
  if (only?.kind === "callable" && !meanings.every((meaning) => sameThing(meaning, only)))
    return reject(lowering, "unknown-function-value", node, {});
  if (only !== undefined && meanings.every((meaning) => sameThing(meaning, only))) return only;
  return reject(lowering, "not-constant", node, {
    what: `'${shortText(node)}', ${only === undefined ? "nothing" : describe(only)} that differs between objects,`,
  });
}

/** Both are the same lock, list, pool or function. */
function sameThing(a: Meaning, b: Meaning): boolean {
  if (a === b) return true;
  if (a.kind === "callable" && b.kind === "callable") return a.callable.node === b.callable.node && a.callable.scope === b.callable.scope;
  if (a.kind === "place" && b.kind === "place") return JSON.stringify(a.place) === JSON.stringify(b.place);
  return a.kind === "pool" && b.kind === "pool" && a.pool === b.pool;
}

function fixedField(
  lowering: Lowering,
  modelClass: ModelClass,
  name: string,
  byObject: ReadonlyMap<string, Meaning>,
  object: Expression,
  nullable: boolean,
  node: ts.Node,
): Meaning {
  const id = `${modelClass.name}.${name}`;
  const known = lowering.model.fields.find((field) => field.id === id);
  if (known !== undefined) return fieldMeaning(known, object, nullable);
  const values = [...byObject].flatMap(([owner, meaning]): readonly (readonly [string, Value])[] => {
    const value = constantOf(meaning);
    return value === null ? [] : [[owner, value]];
  });
  const type = typeOfValues(
    lowering,
    values.map(([, value]) => value),
  );
  if (type === null) return reject(lowering, "not-constant", node, { what: `'${shortText(node)}', whose type differs between objects,` });
  const initial = new Map(values.map(([owner, value]) => [owner, { value, entries: [], timer: null }]));
  const field: SharedField = { id, name, class: modelClass, type, node, initial, fixed: true };
  lowering.model.fields.push(field);
  return fieldMeaning(field, object, nullable);
}

function typeOfValues(lowering: Lowering, values: readonly Value[]): SharedType | null {
  const numbers = values.flatMap((value) => (value.kind === "int" ? [value.value] : []));
  if (numbers.length === values.length) return { kind: "int", min: Math.min(...numbers), max: Math.max(...numbers), wraps: false };
  const texts = values.flatMap((value) => (value.kind === "enum" ? [value.value] : []));
  if (texts.length === values.length) return { kind: "enum", values: [...new Set(texts)] };
  if (values.every((value) => value.kind === "bool")) return { kind: "bool" };
  const objects = values.flatMap((value) => (value.kind === "object" ? (lowering.model.instances.get(value.id) ?? []) : []));
  const target = objects[0]?.class;
  const nulls = values.filter((value) => value.kind === "null").length;
  if (target === undefined || objects.length + nulls !== values.length || objects.some((object) => object.class !== target)) return null;
  return { kind: "ref", target, nullable: nulls > 0 };
}

export function lowerElementAccess(lowering: Lowering, node: ts.ElementAccessExpression): Meaning {
  const of = lowering.model.visitors.expression(lowering, node.expression);
  if (of.kind === "invalid") return of;
  const index = lowerValue(lowering, node.argumentExpression);
  if (index === null) return INVALID;
  if (of.kind === "pool") return poolElement(lowering, of.pool, index.expression, node);
  const key = constantOf(index);
  if (of.kind === "record" && key?.kind === "enum") {
    const found = recordMember(lowering, of, key.value);
    if (found !== null) return found;
  }
  if (of.kind === "contexts" && key?.kind === "int") {
    const id = of.ids[key.value];
    if (id !== undefined) return { kind: "context", id };
  }
  return reject(lowering, "not-a-value", node, { what: `'${shortText(node)}'`, hint: "index pools, with integers" });
}

function poolElement(lowering: Lowering, pool: ObjectPool, index: Expression, node: ts.ElementAccessExpression): Meaning {
  const value = index.kind === "value" ? index.value : null;
  if (value === null)
    return valueOf({ kind: "pool-at", pool: pool.id, index }, index.kind !== "argument" || lowering.argumentCount > pool.instances.length);
  const instance = value.kind === "int" ? pool.instances[value.value] : undefined;
  if (instance !== undefined) return constant({ kind: "object", id: instance.id });
  const shown = value.kind === "int" ? value.value : shortText(node.argumentExpression);
  return reject(lowering, "out-of-bounds", node.argumentExpression, {
    what: `The index into '${pool.id}'`,
    value: shown,
    low: 0,
    high: pool.instances.length - 1,
  });
}
