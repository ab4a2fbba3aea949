// Shared fields of a program, from the declarations that it uses.

import type { Value } from "../../ir/expression.js";
import type { Field, FieldType, LockType } from "../../ir/program.js";
import { unreachable } from "../../ir/unreachable.js";
import type { Elaboration } from "../elaborate/elaboration.js";
import { memberOfClass } from "../elaborate/members.js";
import { type SharedField, type SharedType, TOP_LEVEL } from "../elaborate/world.js";
import { spanOf } from "../load/sources.js";
import { delayTimerId, queueLockId, seqcountId } from "../lower/expressions/access.js";
import { constantLowering } from "../lowering.js";
import { classIdOf } from "./lock-classes.js";
import type { Usage } from "./usage.js";

/** Used fields, in order of declaration. */
export function fieldsOf(model: Elaboration, usage: Usage, cpus: readonly string[]): readonly Field[] {
  return model.fields.flatMap((field) => {
    const owners = ownersOf(model, field, usage);
    const own = owners.length === 0 ? [] : [perCpu(model, field, fieldOf(model, field, owners), cpus)];
    switch (field.type.kind) {
      case "wait-queue":
        return [...own, ...innerLock(model, field, usage, queueLockId(field.id), `${field.name}.lock`, "spinlock_t")];
      case "seqlock":
        return [...own, ...innerLock(model, field, usage, seqcountId(field.id), `${field.name}.seqcount`, "seqcount_t")];
      case "delayed-work":
        return [...own, ...delayTimer(model, field, usage)];
      default:
        return own;
    }
  });
}

function ownersOf(model: Elaboration, field: SharedField, usage: Usage): readonly string[] {
  const used = usage.fields.get(field.id);
  const all = field.class === null ? [TOP_LEVEL] : [...model.instances.keys()];
  return used === undefined ? [] : all.filter((owner) => used.has(owner));
}

/** On PREEMPT_RT a local_lock_t is a lock on each CPU. */
function perCpu(model: Elaboration, declared: SharedField, field: Field, cpus: readonly string[]): Field {
  if (declared.type.kind === "per-cpu") return onEachCpu(field, cpus);
  const isLocal = field.type.kind === "lock" && field.type.type === "local_lock_t";
  if (!isLocal || !model.choice.configuration.preemptRt) return field;
  return {
    ...field,
    name: field.className === null ? field.name : `${field.owners?.[0] ?? ""}.${field.name}`,
    className: "cpu",
    owners: cpus,
  };
}

/** Data of which each CPU has its own, the same on each at first. */
function onEachCpu(field: Field, cpus: readonly string[]): Field {
  const first = field.initial[TOP_LEVEL];
  const initial = first === undefined ? {} : Object.fromEntries(cpus.map((cpu) => [cpu, first]));
  return { ...field, className: "cpu", owners: cpus, initial };
}

function fieldOf(model: Elaboration, field: SharedField, owners: readonly string[]): Field {
  const initial: Record<string, Value> = {};
  const entries: Record<string, readonly string[]> = {};
  for (const owner of owners) {
    const first = field.initial.get(owner);
    if (first?.value != null) initial[owner] = first.value;
    if (field.type.kind === "list-head") entries[owner] = (first?.entries ?? []).map((instance) => instance.id);
  }
  return {
    id: field.id,
    name: field.name,
    className: field.class?.name ?? null,
    owners: field.class === null ? null : owners,
    type: typeOf(model, field.type, field.id),
    initial,
    entries,
    span: spanOf(model.sources, field.node),
  };
}

/** The lock inside a wait queue, and the counter inside a seqlock_t, are fields of their own. */
function innerLock(model: Elaboration, field: SharedField, usage: Usage, id: string, name: string, lockType: LockType): readonly Field[] {
  const owners = ownersOf(model, field, usage);
  if (owners.length === 0) return [];
  const type = { kind: "lock", lockClass: id, type: lockType } as const;
  return [
    {
      id,
      name,
      className: field.class?.name ?? null,
      owners: field.class === null ? null : owners,
      type,
      initial: {},
      entries: {},
      span: spanOf(model.sources, field.node),
    },
  ];
}

/** The timer inside a delayed work item is a field of its own. */
function delayTimer(model: Elaboration, field: SharedField, usage: Usage): readonly Field[] {
  const owners = ownersOf(model, field, usage);
  if (owners.length === 0) return [];
  return [
    {
      id: delayTimerId(field.id),
      name: delayTimerId(field.name),
      className: field.class?.name ?? null,
      owners: field.class === null ? null : owners,
      type: { kind: "deferred" },
      initial: Object.fromEntries(owners.map((owner) => [owner, { kind: "bool", value: false }])),
      entries: {},
      span: spanOf(model.sources, field.node),
    },
  ];
}

function typeOf(model: Elaboration, type: SharedType, id: string): FieldType {
  switch (type.kind) {
    case "int":
      return { kind: "int", min: type.min, max: type.max, wraps: type.wraps };
    case "atomic":
      return { kind: "int", min: type.min, max: type.max, wraps: false };
    case "refcount":
    case "kref":
      return { kind: "int", min: 0, max: type.max, wraps: false };
    case "bool":
      return { kind: "bool" };
    case "enum":
      return { kind: "enum", values: type.values };
    case "ref":
      return { kind: "ref", objects: type.target.instances.map((instance) => instance.id), nullable: type.nullable };
    case "lock":
      return { kind: "lock", lockClass: classIdOf(model, id), type: type.type };
    case "class-key":
      throw new Error("a key is no part of the state");
    case "semaphore":
      return { kind: "semaphore", max: type.max };
    case "seqlock":
      return { kind: "lock", lockClass: id, type: "spinlock_t" };
    case "list-head": {
      const member = memberOfClass(constantLowering(model), type.target, type.member);
      return { kind: "list-head", node: member?.kind === "shared" ? member.field.id : "" };
    }
    case "list-node":
    case "task-work":
      return { kind: "list-node" };
    case "per-cpu":
      return typeOf(model, type.of, id);
    case "completion":
      return { kind: "int", min: -1, max: type.max, wraps: false };
    case "hrtimer":
    case "work":
    case "kthread-work":
    case "delayed-work":
    case "timer-list":
    case "tasklet":
    case "irq-work":
    case "irq-thread":
    case "task-work-runner":
    case "rcu-head":
      return { kind: "deferred" };
    case "wait-queue":
      return { kind: "wait-queue", lock: queueLockId(id) };
    default:
      return unreachable(type);
  }
}
