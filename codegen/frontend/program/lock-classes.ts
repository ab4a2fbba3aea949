// Lock classes as lockdep would name them: one per declaration, printed by name; twins of a name get versions in order of declaration.

import type { LockClass } from "../../ir/program.js";
import type { Elaboration } from "../elaborate/elaboration.js";
import { isTopLevelConst, type SharedField } from "../elaborate/world.js";
import { queueLockId } from "../lower/expressions/access.js";

/** Id of the class of RCU read-side sections. */
export const RCU_CLASS = "rcu";

/** Classes of all locks of the model, also of those that no context uses: lockdep knows a lock when its object is initialised. */
export function lockClassesOf(model: Elaboration): ReadonlyMap<string, LockClass> {
  const classes = new Map<string, LockClass>();
  const versions = new Map<string, number>();
  for (const field of inOrderOfDeclaration(model)) {
    const { type } = field;
    if (type.kind !== "lock" && type.kind !== "wait-queue") continue;
    const name = type.name ?? defaultName(field);
    const version = (versions.get(name) ?? 0) + 1;
    versions.set(name, version);
    const id = type.kind === "lock" ? field.id : queueLockId(field.id);
    classes.set(id, { id, name, version, type: type.kind === "lock" ? type.type : "spinlock_t" });
  }
  return classes;
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

export function rcuClass(): LockClass {
  return { id: RCU_CLASS, name: "rcu_read_lock", version: 1, type: "rcu" };
}
