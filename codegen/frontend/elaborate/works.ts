// `work_struct(fn)`, `timer_list(fn)`, `alloc_workqueue(name)`: what is queued, and where.

import type { ts } from "ts-morph";
import { LIMITS } from "../limits.js";
import { type Lowering, shortText } from "../lowering.js";
import { INVALID, type Meaning } from "../meaning.js";
import { booleanArgument, boundedArgument, callableArgument, integerArgument, nameArgument, option } from "./arguments.js";
import { freshId } from "./elaboration.js";
import type { Initial, SharedType } from "./world.js";

type Flag = (key: string, standard: boolean) => boolean;

/** An item with its function: `work_struct(fn, options)`, `timer_list(fn, options)`, … `type` may ask for options of its own. */
export function itemField(
  lowering: Lowering,
  call: ts.CallExpression,
  type: (flag: Flag) => SharedType,
): { readonly type: SharedType; readonly initial: Initial } | null {
  const [callbackNode, options] = call.arguments;
  const callback = callbackNode === undefined ? null : callableArgument(lowering, callbackNode);
  if (callbackNode === undefined || callback === null) return null;
  const flag: Flag = (key, standard) => {
    const node = option(lowering, options, key);
    return (node === null ? null : booleanArgument(lowering, node, `'${key}' of ${shortText(call.expression)}`)) ?? standard;
  };
  const cpuNode = option(lowering, options, "cpu");
  const cpu = cpuNode === null ? null : boundedArgument(lowering, cpuNode, "The CPU", 0, LIMITS.cpus - 1);
  const queued = flag("queued", false);
  const timer = { callback, callbackNode, mode: null, queued, expires: flag("expires", true), cpu };
  return { type: type(flag), initial: { value: { kind: "bool", value: queued }, entries: [], timer } };
}

export function declareWorkqueue(lowering: Lowering, call: ts.CallExpression, wanted: string, isOrdered: boolean): Meaning {
  const [nameNode, options] = call.arguments;
  const name = nameNode === undefined ? null : nameArgument(lowering, nameNode, "a workqueue");
  if (name === null) return INVALID;
  const limitNode = option(lowering, options, "max_active");
  const limit = limitNode === null ? null : integerArgument(lowering, limitNode, "'max_active' of a workqueue");
  return { kind: "workqueue", workqueue: { id: freshId(lowering.model, wanted), name, ordered: isOrdered || limit === 1 } };
}
