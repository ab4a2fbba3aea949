// Declarations of shared state: `int(0, 3)`, `spinlock_t()`, `list_head<T>("list")`, … One function for each.

import type { Value } from "../../ir/expression.js";
import type { LockType } from "../../ir/program.js";
import { ts } from "../../typescript.cjs";
import { languageName } from "../load/sources.js";
import { type Lowering, reject } from "../lowering.js";
import { constantOf } from "../meaning.js";
import { booleanArgument, boundedArgument, classOfType, evaluate, nameArgument, textArgument } from "./arguments.js";
import { objectsOf } from "./objects.js";
import { timerField } from "./timers.js";
import { itemField } from "./works.js";
import type { Initial, SharedType } from "./world.js";

export interface SharedDeclaration {
  readonly type: SharedType;
  readonly initial: Initial;
}

type FieldFunction = (lowering: Lowering, call: ts.CallExpression) => SharedDeclaration | null;

/** Locks whose function has the name of their type. */
const LOCK_FUNCTIONS = [
  "spinlock_t",
  "raw_spinlock_t",
  "rwlock_t",
  "local_lock_t",
  "bit_spinlock",
  "seqcount_t",
  "mutex",
  "rt_mutex",
  "rw_semaphore",
  "percpu_rw_semaphore",
  "srcu_struct",
  "lockdep_map",
] as const satisfies readonly LockType[];

export const fieldFunctions: ReadonlyMap<string, FieldFunction> = new Map<string, FieldFunction>([
  ["int", (lowering, call) => ranged(lowering, call, (min, max) => ({ kind: "int", min, max, wraps: false }))],
  ["atomic_t", (lowering, call) => ranged(lowering, call, (min, max) => ({ kind: "atomic", min, max }))],
  ["refcount_t", (lowering, call) => countField(lowering, call, "refcount")],
  ["kref", (lowering, call) => countField(lowering, call, "kref")],
  ["wrapping", wrappingField],
  ["bool", boolField],
  ["oneOf", enumField],
  ["ref", refField],
  ...LOCK_FUNCTIONS.map((type): [string, FieldFunction] => [type, (lowering, call) => lockField(lowering, call, type)]),
  ["wait_override_map", overrideField],
  ["semaphore", semaphoreField],
  ["lock_class_key", () => ({ type: { kind: "class-key" }, initial: NOTHING })],
  ["seqlock_t", (lowering, call) => ({ type: { kind: "seqlock", name: optionalName(lowering, call) }, initial: NOTHING })],
  ["wait_queue_head", (lowering, call) => ({ type: { kind: "wait-queue", name: optionalName(lowering, call) }, initial: NOTHING })],
  ["list_head", listField],
  ["llist_head", listField],
  ["list_node", () => ({ type: { kind: "list-node" }, initial: NOTHING })],
  ["llist_node", () => ({ type: { kind: "list-node" }, initial: NOTHING })],
  ["hrtimer", timerField],
  ["work_struct", (lowering, call) => itemField(lowering, call, () => ({ kind: "work" }))],
  ["kthread_work", (lowering, call) => itemField(lowering, call, () => ({ kind: "kthread-work" }))],
  ["delayed_work", (lowering, call) => itemField(lowering, call, () => ({ kind: "delayed-work" }))],
  ["timer_list", (lowering, call) => itemField(lowering, call, () => ({ kind: "timer-list" }))],
  ["tasklet_struct", (lowering, call) => itemField(lowering, call, () => ({ kind: "tasklet" }))],
  ["irq_work", (lowering, call) => itemField(lowering, call, (flag) => ({ kind: "irq-work", hard: flag("hard", false) }))],
  ["DEFINE_PER_CPU", perCpuField],
  ["task_work", taskWorkField],
  ["completion", completionField],
  ["rcu_head", () => ({ type: { kind: "rcu-head" }, initial: startingWith({ kind: "bool", value: false }) })],
]);

const NOTHING: Initial = { value: null, entries: [], timer: null };

/** TLC's integers have 32 bits. */
const LEAST = -2147483648;
const GREATEST = 2147483647;

function ranged(lowering: Lowering, call: ts.CallExpression, type: (min: number, max: number) => SharedType): SharedDeclaration | null {
  const [low, high, first] = call.arguments;
  if (low === undefined || high === undefined) return null;
  const min = boundedArgument(lowering, low, "The least value", LEAST, GREATEST);
  const max = min === null ? null : boundedArgument(lowering, high, "The greatest value", min, GREATEST);
  if (min === null || max === null) return null;
  const standard = min <= 0 && max >= 0 ? 0 : min;
  const value = first === undefined ? standard : boundedArgument(lowering, first, "The first value", min, max);
  return value === null ? null : { type: type(min, max), initial: startingWith({ kind: "int", value }) };
}

/** From 0 to the greatest value, at first 1. */
function countField(lowering: Lowering, call: ts.CallExpression, kind: "refcount" | "kref"): SharedDeclaration | null {
  const [high, first] = call.arguments;
  const max = high === undefined ? null : boundedArgument(lowering, high, "The greatest value", 1, GREATEST);
  if (max === null) return null;
  const value = first === undefined ? 1 : boundedArgument(lowering, first, "The first value", 0, max);
  return value === null ? null : { type: { kind, max }, initial: startingWith({ kind: "int", value }) };
}

/** How many are done; -1 stands for all. */
function completionField(lowering: Lowering, call: ts.CallExpression): SharedDeclaration | null {
  const [high] = call.arguments;
  const max = high === undefined ? 4 : boundedArgument(lowering, high, "How many may be done", 1, GREATEST);
  return max === null ? null : { type: { kind: "completion", max }, initial: startingWith({ kind: "int", value: 0 }) };
}

function wrappingField(lowering: Lowering, call: ts.CallExpression): SharedDeclaration | null {
  const [modulus, first] = call.arguments;
  if (modulus === undefined) return null;
  const values = boundedArgument(lowering, modulus, "The modulus", 2, GREATEST);
  if (values === null) return null;
  const value = first === undefined ? 0 : boundedArgument(lowering, first, "The first value", 0, values - 1);
  return value === null
    ? null
    : { type: { kind: "int", min: 0, max: values - 1, wraps: true }, initial: startingWith({ kind: "int", value }) };
}

function boolField(lowering: Lowering, call: ts.CallExpression): SharedDeclaration | null {
  const [first] = call.arguments;
  const value = first === undefined ? false : booleanArgument(lowering, first, "The first value");
  return value === null ? null : { type: { kind: "bool" }, initial: startingWith({ kind: "bool", value }) };
}

function enumField(lowering: Lowering, call: ts.CallExpression): SharedDeclaration | null {
  const values: string[] = [];
  for (const argument of call.arguments) {
    const value = textArgument(lowering, argument, "A value of 'oneOf'");
    if (value === null) return null;
    if (values.includes(value)) reject(lowering, "name-taken", argument, { what: "values", name: value });
    else values.push(value);
  }
  const [first] = values;
  return first === undefined ? null : { type: { kind: "enum", values }, initial: startingWith({ kind: "enum", value: first }) };
}

function refField(lowering: Lowering, call: ts.CallExpression): SharedDeclaration | null {
  const type = lowering.model.sources.checker.getTypeAtLocation(call);
  const target = classOfType(lowering, type);
  if (target === null) {
    const named = lowering.model.sources.checker.typeToString(type);
    reject(lowering, "class-without-objects", call, { what: "'ref'", target: `'${named}'` });
    return null;
  }
  const [first] = call.arguments;
  if (first === undefined) return { type: { kind: "ref", target, nullable: true }, initial: startingWith({ kind: "null" }) };
  const meaning = evaluate(lowering, first);
  const value = constantOf(meaning);
  if (value?.kind === "object" || value?.kind === "null")
    return { type: { kind: "ref", target, nullable: true }, initial: startingWith(value) };
  if (meaning.kind !== "invalid") reject(lowering, "not-constant", first, { what: "The object a reference has at first" });
  return null;
}

function lockField(lowering: Lowering, call: ts.CallExpression, type: LockType): SharedDeclaration {
  return { type: { kind: "lock", type, name: optionalName(lowering, call) }, initial: NOTHING };
}

const WAIT_TYPES = ["free", "spin", "config", "sleep"] as const;

/** DEFINE_WAIT_OVERRIDE_MAP(name, type): lockdep prints `name-wait-type-override`. */
function overrideField(lowering: Lowering, call: ts.CallExpression): SharedDeclaration | null {
  const [typeNode, nameNode] = call.arguments;
  if (typeNode === undefined || nameNode === undefined) return null;
  const wanted = textArgument(lowering, typeNode, "The wait type");
  const type = WAIT_TYPES.find((candidate) => candidate === wanted);
  const name = nameArgument(lowering, nameNode, "a lock class");
  if (type === undefined || name === null) return null;
  return { type: { kind: "lock", type: `override ${type}`, name: `${name}-wait-type-override` }, initial: NOTHING };
}

function semaphoreField(lowering: Lowering, call: ts.CallExpression): SharedDeclaration | null {
  const [first, most] = call.arguments;
  const value = first === undefined ? 1 : boundedArgument(lowering, first, "The permits at first", 0, GREATEST);
  if (value === null) return null;
  const max = most === undefined ? Math.max(value, 1) : boundedArgument(lowering, most, "The greatest number of permits", value, GREATEST);
  return max === null ? null : { type: { kind: "semaphore", max }, initial: startingWith({ kind: "int", value }) };
}

function optionalName(lowering: Lowering, call: ts.CallExpression): string | null {
  const [name] = call.arguments;
  return name === undefined ? null : nameArgument(lowering, name, "a lock class");
}

function listField(lowering: Lowering, call: ts.CallExpression): SharedDeclaration | null {
  const head = listDeclaration(lowering, call);
  if (head === null) return null;
  const initial = call.arguments[1];
  return { type: head, initial: { ...NOTHING, entries: initial === undefined ? [] : objectsOf(lowering, initial) } };
}

/** The type of a list from its head's declaration; also for heads on the stack. */
export function listDeclaration(lowering: Lowering, call: ts.CallExpression): (SharedType & { readonly kind: "list-head" }) | null {
  const [member] = call.arguments;
  if (member === undefined) return null;
  const name = textArgument(lowering, member, "The member that links the entries");
  const checker = lowering.model.sources.checker;
  const entry = entryType(checker, call);
  const target = entry === null ? null : classOfType(lowering, entry);
  if (target === null) {
    reject(lowering, "class-without-objects", call, {
      what: "The list",
      target: entry === null ? "no class" : `'${checker.typeToString(entry)}'`,
    });
    return null;
  }
  return name === null ? null : { kind: "list-head", target, member: name };
}

/** T of the `list_head<T>` that the call gives. */
function entryType(checker: ts.TypeChecker, call: ts.CallExpression): ts.Type | null {
  const of = checker.getTypeAtLocation(call).getProperty("of");
  return of === undefined ? null : checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(of, call));
}

function perCpuField(lowering: Lowering, call: ts.CallExpression): SharedDeclaration | null {
  const [node] = call.arguments;
  const name = node !== undefined && ts.isCallExpression(node) ? languageName(lowering.model.sources, node.expression) : null;
  if (node === undefined || !ts.isCallExpression(node) || name === null || !["int", "wrapping", "bool"].includes(name)) {
    const hint = "write 'DEFINE_PER_CPU(int(0, 3))'";
    reject(lowering, "wrong-argument", node ?? call, { what: "What each CPU has", expected: "'int', 'wrapping' or 'bool'", hint });
    return null;
  }
  const one = fieldFunctions.get(name)?.(lowering, node) ?? null;
  if (one?.type.kind !== "int" && one?.type.kind !== "bool") return null;
  return { type: { kind: "per-cpu", of: one.type }, initial: one.initial };
}

/** Linked into the list of a task, which runs the function. */
function taskWorkField(lowering: Lowering, call: ts.CallExpression): SharedDeclaration | null {
  const item = itemField(lowering, call, () => ({ kind: "task-work" }));
  return item === null ? null : { type: item.type, initial: { ...NOTHING, timer: item.initial.timer } };
}

function startingWith(value: Value): Initial {
  return { ...NOTHING, value };
}
