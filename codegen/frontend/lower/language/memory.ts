// Allocation and free:
//   kmalloc(cache, GFP_KERNEL)   →   might_alloc(GFP_KERNEL) · allocate

import type { ts } from "ts-morph";
import { classOfType } from "../../elaborate/arguments.js";
import { emit, type Lowering, localFor, localValue, reject, shortText } from "../../lowering.js";
import { describe, INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { lowerValue } from "../operands.js";
import type { LanguageFunctions } from "./function.js";
import { maskOf, mightAlloc } from "./locks/reclaim.js";

export const memoryFunctions: LanguageFunctions = [
  ["kmalloc", { steps: true, lower: allocate }],
  ["kzalloc", { steps: true, lower: allocate }],
  ["kfree", { steps: true, lower: free }],
  ["is_allocated", { steps: false, lower: isAllocated }],
];

function allocate(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [cacheNode, flagsNode, more] = call.arguments;
  if (cacheNode === undefined || flagsNode === undefined) return INVALID;
  const cache = lowering.model.visitors.expression(lowering, cacheNode);
  if (cache.kind === "invalid") return INVALID;
  if (cache.kind !== "pool" || cache.pool.allocated) {
    const hint = "pass a const that 'kmem_cache' made";
    return reject(lowering, "wrong-argument", cacheNode, {
      what: `'${shortText(cacheNode)}', ${describe(cache)},`,
      expected: "a kmem_cache",
      hint,
    });
  }
  const mask = maskOf(lowering, flagsNode);
  if (mask === null) return INVALID;
  const mayFail = more === undefined;
  const pool = cache.pool.id;
  const result = localFor(lowering, call, "allocated");
  mightAlloc(lowering, call, mask);
  emit(lowering, call, (next) => ({ kind: "allocate", pool, result, mayFail, next }));
  return valueOf(localValue(result), mayFail);
}

function free(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [node] = call.arguments;
  if (node === undefined) return INVALID;
  const value = lowerValue(lowering, node);
  if (value === null) return INVALID;
  freeObject(lowering, call, node, value);
  return VOID;
}

/** Emits the free of what `node` names. */
function freeObject(lowering: Lowering, call: ts.Node, node: ts.Expression, value: Meaning & { readonly kind: "value" }): void {
  const type = lowering.model.sources.checker.getTypeAtLocation(node);
  const modelClass = classOfType(lowering, type);
  if (modelClass === null || modelClass.instances.length === 0) {
    reject(lowering, "class-without-objects", node, {
      what: `'${shortText(node)}'`,
      target: `'${lowering.model.sources.checker.typeToString(type)}'`,
    });
    return;
  }
  const objects = modelClass.instances.map((instance) => instance.id);
  const { expression: object, nullable } = value;
  emit(lowering, call, (next) => ({ kind: "free", object, objects, nullable, next }));
}

function isAllocated(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [node] = call.arguments;
  if (node === undefined) return INVALID;
  if (lowering.mode !== "property")
    return reject(lowering, "only-in-property", call, {
      name: "is_allocated",
      hint: "leave it out, as using an object that is not allocated is a fault of its own",
    });
  const value = lowerValue(lowering, node);
  return value === null ? INVALID : valueOf({ kind: "allocated", object: value.expression });
}
