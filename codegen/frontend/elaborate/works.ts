// `work_struct(fn)`, `alloc_workqueue(name)`: what is queued, and where.

import type { ts } from "ts-morph";
import { LIMITS } from "../limits.js";
import type { Lowering } from "../lowering.js";
import { INVALID, type Meaning } from "../meaning.js";
import { booleanArgument, boundedArgument, callableArgument, integerArgument, nameArgument, option } from "./arguments.js";
import { freshId } from "./elaboration.js";
import type { Initial, SharedType } from "./world.js";

export function workField(lowering: Lowering, call: ts.CallExpression): { readonly type: SharedType; readonly initial: Initial } | null {
  const [callbackNode, options] = call.arguments;
  const callback = callbackNode === undefined ? null : callableArgument(lowering, callbackNode);
  if (callbackNode === undefined || callback === null) return null;
  const queuedNode = option(lowering, options, "queued");
  const queued = queuedNode !== null && booleanArgument(lowering, queuedNode, "'queued' of a work item") === true;
  const cpuNode = option(lowering, options, "cpu");
  const cpu = cpuNode === null ? null : boundedArgument(lowering, cpuNode, "The CPU", 0, LIMITS.cpus - 1);
  const timer = { callback, callbackNode, mode: null, queued, expires: true, cpu };
  return { type: { kind: "work" }, initial: { value: { kind: "bool", value: queued }, entries: [], timer } };
}

export function declareWorkqueue(lowering: Lowering, call: ts.CallExpression, wanted: string, isOrdered: boolean): Meaning {
  const [nameNode, options] = call.arguments;
  const name = nameNode === undefined ? null : nameArgument(lowering, nameNode, "a workqueue");
  if (name === null) return INVALID;
  const limitNode = option(lowering, options, "max_active");
  const limit = limitNode === null ? null : integerArgument(lowering, limitNode, "'max_active' of a workqueue");
  return { kind: "workqueue", workqueue: { id: freshId(lowering.model, wanted), name, ordered: isOrdered || limit === 1 } };
}
