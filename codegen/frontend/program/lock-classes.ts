// Lock classes as lockdep would name them: one per declaration, printed by name; twins of a name get versions in order of declaration.

import type { FlowGraph } from "../../ir/graph.js";
import type { LockClass, RcuFlavour } from "../../ir/program.js";
import type { Elaboration } from "../elaborate/elaboration.js";
import { isTopLevelConst, type SharedField } from "../elaborate/world.js";
import { queueLockId, seqcountId } from "../lower/expressions/access.js";

/** Classes of all locks of the model, also of those that no context uses: lockdep knows a lock when its object is initialised. */
export function lockClassesOf(model: Elaboration): ReadonlyMap<string, LockClass> {
  const classes = new Map<string, LockClass>();
  const versions = new Map<string, number>();
  for (const field of inOrderOfDeclaration(model)) {
    for (const { id, name, type } of classesOfField(field)) {
      const override = model.classOverrides.get(id);
      const classId = override?.key ?? id;
      const shared = [...classes.values()].find((known) => known.id === classId);
      const printed = override?.name ?? name;
      const version = shared?.version ?? (versions.get(printed) ?? 0) + 1;
      versions.set(printed, version);
      classes.set(id, shared ?? { id: classId, name: printed, version, type });
    }
  }
  return classes;
}

/** Id of the class of the lock field `field`. */
export function classIdOf(model: Elaboration, field: string): string {
  return model.classOverrides.get(field)?.key ?? field;
}

/** Acquisitions in the subclass that lockdep_set_subclass gave the lock, and not checked where it is not validated. */
export function withClasses(model: Elaboration, graph: FlowGraph): FlowGraph {
  if (model.classOverrides.size === 0) return graph;
  return {
    ...graph,
    nodes: graph.nodes.map((node) => {
      const { operation } = node;
      if (!("acquisition" in operation)) return node;
      const override = model.classOverrides.get(operation.acquisition.lock.field);
      if (override === undefined) return node;
      const { acquisition } = operation;
      const subclass = acquisition.subclass === 0 ? override.subclass : acquisition.subclass;
      return {
        ...node,
        operation: { ...operation, acquisition: { ...acquisition, subclass, check: acquisition.check && override.validate } },
      };
    }),
  };
}

/** `lock->dep_map.name`: as lockdep prints it, without version and subclass. */
export function lockName(model: Elaboration, field: SharedField): string {
  const override = model.classOverrides.get(field.id);
  return override?.name ?? (field.type.kind === "lock" ? field.type.name : undefined) ?? defaultName(field);
}

/** Classes that the initialisation of the field registers. */
function classesOfField(field: SharedField): readonly Omit<LockClass, "version">[] {
  const { type } = field;
  switch (type.kind) {
    case "lock":
      return [{ id: field.id, name: type.name ?? defaultName(field), type: type.type }];
    case "wait-queue":
      return [{ id: queueLockId(field.id), name: type.name ?? defaultName(field), type: "spinlock_t" }];
    case "seqlock":
      // seqlock_init names the spinlock by its expression; the counter gets its name inside a macro (include/linux/seqlock.h).
      return [
        { id: field.id, name: type.name ?? `${defaultName(field)}.lock`, type: "spinlock_t" },
        { id: seqcountId(field.id), name: "&____s->seqcount", type: "seqcount_t" },
      ];
    default:
      return [];
  }
}

/** `&ctx->timeout_lock`; at top level the name of the const. */
export function defaultName(field: SharedField): string {
  if (field.class === null) return field.name;
  const [only, ...others] = field.class.instances;
  const single = only !== undefined && others.length === 0 && isTopLevelConst(only);
  return `&${single ? only.id : lowerFirst(field.class.name)}->${field.name}`;
}

function lowerFirst(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}

function inOrderOfDeclaration(model: Elaboration): readonly SharedField[] {
  const order = new Map(model.sources.modules.map((module, index) => [module, index]));
  const rank = (field: SharedField): number => order.get(field.node.getSourceFile()) ?? 0;
  return [...model.fields].sort((a, b) => rank(a) - rank(b) || a.node.pos - b.node.pos);
}

/** Maps that the workqueue code holds around a work function. */
export function mapClass(name: string): LockClass {
  return { id: `map ${name}`, name, version: 1, type: "map" };
}

/** The class of a map from its id. */
export function mapOf(id: string): LockClass {
  return mapClass(id.replace(/^map /u, ""));
}

/** Names of kernel/rcu/update.c. The id of the class is the flavour. */
const RCU_NAMES: Readonly<Record<RcuFlavour, string>> = {
  rcu: "rcu_read_lock",
  rcu_bh: "rcu_read_lock_bh",
  rcu_sched: "rcu_read_lock_sched",
};

export function rcuClass(flavour: RcuFlavour): LockClass {
  return { id: flavour, name: RCU_NAMES[flavour], version: 1, type: flavour };
}
