// Locks that no model declares since the kernel has them: fs_reclaim, softirq_ctrl.

import type { LockType } from "../../ir/program.js";
import type { Lowering } from "../lowering.js";
import { TOP_LEVEL } from "./world.js";

/** Declares the lock at its first use; `name` is what lockdep prints. */
export function implicitLock(lowering: Lowering, id: string, type: LockType, name: string): void {
  const { fields, sources } = lowering.model;
  const [file] = sources.modules;
  if (file === undefined || fields.some((field) => field.id === id)) return;
  const initial = new Map([[TOP_LEVEL, { value: null, entries: [], timer: null }]]);
  fields.push({ id, name: id, class: null, type: { kind: "lock", type, name }, node: file, initial, fixed: false });
}
