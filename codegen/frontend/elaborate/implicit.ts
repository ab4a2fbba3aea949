// What no model declares since the kernel has it: locks (fs_reclaim, softirq_ctrl), and what a kthread or an interrupt line knows of itself.

import type { ts } from "ts-morph";
import type { Value } from "../../ir/expression.js";
import type { LockType } from "../../ir/program.js";
import type { Lowering } from "../lowering.js";
import { type SharedField, type SharedType, TOP_LEVEL } from "./world.js";

/** Declares the lock at its first use; `name` is what lockdep prints. */
export function implicitLock(lowering: Lowering, id: string, type: LockType, name: string): void {
  const { fields, sources } = lowering.model;
  const [file] = sources.modules;
  if (file !== undefined && !fields.some((field) => field.id === id)) implicitField(lowering, id, { kind: "lock", type, name }, null, file);
}

/** Declares a field that goes with what `node` declares. */
export function implicitField(lowering: Lowering, id: string, type: SharedType, value: Value | null, node: ts.Node): SharedField {
  const initial = new Map([[TOP_LEVEL, { value, entries: [], timer: null }]]);
  const field: SharedField = { id, name: id, class: null, type, node, initial, fixed: false };
  lowering.model.fields.push(field);
  return field;
}
