// Memory reclaim as lockdep sees it: a map that reclaim holds and that an allocation which may enter the file system touches.
// Source: mm/page_alloc.c, fs_reclaim_acquire; include/linux/sched/mm.h, might_alloc.

import type { ts } from "ts-morph";
import type { Place } from "../../../../ir/expression.js";
import type { Conditional } from "../../../../ir/graph.js";
import { implicitLock } from "../../../elaborate/implicit.js";
import { emit, type Lowering, reject, shortText } from "../../../lowering.js";
import { INVALID, type Meaning, VOID } from "../../../meaning.js";
import type { LanguageFunction, LanguageFunctions } from "../function.js";
import { flagsArgument, flagsFor } from "../interrupts.js";
import { functionName, plainAcquisition } from "./acquire.js";

/** What matters of a GFP mask: may the allocation wait (__GFP_DIRECT_RECLAIM), and may it enter the file system (__GFP_FS). */
interface Mask {
  readonly waits: boolean;
  readonly fs: boolean;
}
const MASKS: ReadonlyMap<string, Mask> = new Map([
  ["GFP_KERNEL", { waits: true, fs: true }],
  ["GFP_USER", { waits: true, fs: true }],
  ["GFP_NOFS", { waits: true, fs: false }],
  ["GFP_NOIO", { waits: true, fs: false }],
  ["GFP_NOWAIT", { waits: false, fs: false }],
  ["GFP_ATOMIC", { waits: false, fs: false }],
]);

export const reclaim: LanguageFunctions = [
  ["fs_reclaim_acquire", masked(acquireReclaim)],
  ["fs_reclaim_release", masked(releaseReclaim)],
  ["might_alloc", masked(mightAlloc)],
  ["memalloc_nofs_save", { steps: true, lower: save }],
  ["memalloc_nofs_restore", { steps: true, lower: restore }],
];

const FS_RECLAIM = "fs_reclaim";

/** A function whose argument is a GFP mask. */
function masked(lower: (lowering: Lowering, call: ts.CallExpression, mask: Mask) => void): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const node = call.arguments[0];
      const mask = node === undefined ? null : maskOf(lowering, node);
      if (mask === null) return INVALID;
      lower(lowering, call, mask);
      return VOID;
    },
  };
}

/** What every allocation tells: that it may enter reclaim, and that it may sleep. */
export function mightAlloc(lowering: Lowering, call: ts.CallExpression, mask: Mask): void {
  acquireReclaim(lowering, call, mask);
  releaseReclaim(lowering, call, mask);
  if (mask.waits) emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
}

function acquireReclaim(lowering: Lowering, call: ts.CallExpression, mask: Mask): void {
  const acquisition = plainAcquisition(reclaimMap(lowering), functionName(lowering, call));
  unlessNofs(lowering, call, mask, (next) => ({ kind: "annotate", action: "acquire", acquisition, next }));
}

function releaseReclaim(lowering: Lowering, call: ts.CallExpression, mask: Mask): void {
  const [lock, name] = [reclaimMap(lowering), functionName(lowering, call)];
  unlessNofs(lowering, call, mask, (next) => ({ kind: "annotate-release", lock, function: name, next }));
}

function reclaimMap(lowering: Lowering): Place {
  implicitLock(lowering, FS_RECLAIM, "lockdep_map", FS_RECLAIM);
  return { field: FS_RECLAIM, object: null, nullable: false };
}

function unlessNofs(lowering: Lowering, call: ts.CallExpression, mask: Mask, make: (next: string) => Conditional): void {
  if (mask.waits && mask.fs) emit(lowering, call, (next) => ({ kind: "unless", unless: "nofs", operation: make(next) }));
}

/** What a GFP mask allows; null when the argument is none (reported). */
export function maskOf(lowering: Lowering, node: ts.Expression): Mask | null {
  const meaning = lowering.model.visitors.expression(lowering, node);
  const mask = meaning.kind === "language" ? MASKS.get(meaning.name) : undefined;
  if (mask !== undefined) return mask;
  if (meaning.kind !== "invalid")
    reject(lowering, "wrong-argument", node, {
      what: "The GFP mask",
      expected: [...MASKS.keys()].join(", "),
      hint: `replace '${shortText(node)}'`,
    });
  return null;
}

function save(lowering: Lowering, call: ts.CallExpression): Meaning {
  const flags = flagsFor(lowering, call);
  emit(lowering, call, (next) => ({ kind: "nofs", action: "save", flags, next }));
  return { kind: "flags", local: flags };
}

function restore(lowering: Lowering, call: ts.CallExpression): Meaning {
  const flags = flagsArgument(lowering, call, 0);
  if (flags === null) return INVALID;
  emit(lowering, call, (next) => ({ kind: "nofs", action: "restore", flags, next }));
  return VOID;
}
