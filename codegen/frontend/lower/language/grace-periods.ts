// RCU grace periods:
//   synchronize_rcu()      →   might-sleep · flush-begin · (when there are readers) flush-wait
//   call_rcu(head, f)      →   rcu-call; f runs as a context of its own
//   kfree_rcu(o, o.head)   →   the same, with a callback that frees the object
//   synchronize_srcu(s)    →   annotate sync · might-sleep · flush-begin · (when there are readers of it) flush-wait
//   rcu_dereference(p)     →   rcu-use; then p is read

import type { ts } from "ts-morph";
import type { FlushTarget } from "../../../ir/graph.js";
import type { RcuFlavour } from "../../../ir/program.js";
import { callableArgument } from "../../elaborate/arguments.js";
import type { SharedField } from "../../elaborate/world.js";
import { emit, type Lowering, reject, shortText } from "../../lowering.js";
import { type Callable, INVALID, type Meaning, VOID } from "../../meaning.js";
import { lowerValue } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { acquisitionOf, functionName } from "./locks/acquire.js";
import { placeArgument } from "./places.js";
import { flush } from "./works.js";

export const gracePeriodFunctions: LanguageFunctions = [
  ["synchronize_rcu", waiting({ kind: "readers" })],
  ["synchronize_rcu_expedited", waiting({ kind: "readers" })],
  ["synchronize_srcu", { steps: true, lower: synchronizeSrcu }],
  ["synchronize_srcu_expedited", { steps: true, lower: synchronizeSrcu }],
  ["call_srcu", { steps: true, lower: callSrcu }],
  ["rcu_barrier", waiting({ kind: "rcu-callbacks" })],
  ["call_rcu", { steps: true, lower: callRcu }],
  ["kfree_rcu", { steps: true, lower: freeLater }],
  ["rcu_dereference", dereferencing("rcu")],
  ["rcu_dereference_bh", dereferencing("rcu_bh")],
  ["rcu_dereference_sched", dereferencing("rcu_sched")],
  ["rcu_dereference_check", dereferencing("rcu")],
  ["rcu_dereference_protected", dereferencing(null)],
  ["rcu_dereference_raw", { steps: false, lower: plainly }],
  ["rcu_access_pointer", { steps: false, lower: plainly }],
  ["rcu_assign_pointer", { steps: true, lower: assignPointer }],
];

function waiting(what: FlushTarget): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
      flush(lowering, call, what, null);
      return VOID;
    },
  };
}

/** Lockdep sees an acquisition that holds nothing: it must not be in a read section of its own. */
function synchronizeSrcu(lowering: Lowering, call: ts.CallExpression): Meaning {
  const srcu = srcuArgument(lowering, call);
  const acquisition = srcu === null ? null : acquisitionOf(lowering, call, "exclusive", "none");
  if (srcu === null || acquisition === null) return INVALID;
  emit(lowering, call, (next) => ({ kind: "annotate", action: "sync", acquisition, next }));
  emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
  flush(lowering, call, { kind: "srcu-readers", srcu }, null);
  return VOID;
}

/** The field of an srcu_struct; there is one of it, so that it is known at each place who reads. */
function srcuArgument(lowering: Lowering, call: ts.CallExpression): string | null {
  const argument = placeArgument(lowering, call, 0, "lock");
  if (argument === null) return null;
  if (argument.field.initial.size === 1) return argument.field.id;
  const hint = "declare it at top level, or in a class with one object";
  reject(lowering, "wrong-argument", argument.node, {
    what: `'${shortText(argument.node)}'`,
    expected: "the only srcu_struct of its declaration",
    hint,
  });
  return null;
}

function callSrcu(lowering: Lowering, call: ts.CallExpression): Meaning {
  const srcu = srcuArgument(lowering, call);
  return srcu === null ? INVALID : callLater(lowering, call, 1, srcu);
}

function callRcu(lowering: Lowering, call: ts.CallExpression): Meaning {
  return callLater(lowering, call, 0, null);
}

/** `index`: of the head, behind which stands the callback. */
function callLater(lowering: Lowering, call: ts.CallExpression, index: number, srcu: string | null): Meaning {
  const callbackNode = call.arguments[index + 1];
  const argument = placeArgument(lowering, call, index, "rcu-head");
  const callback = callbackNode === undefined ? null : callableArgument(lowering, callbackNode);
  if (argument === null || callback === null || callbackNode === undefined) return INVALID;
  if (!remember(lowering, argument.field, callback, callbackNode)) return INVALID;
  emit(lowering, call, (next) => ({ kind: "rcu-call", head: argument.place, srcu, next }));
  return VOID;
}

/** The object is the one that has the head. */
function freeLater(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [objectNode] = call.arguments;
  const argument = placeArgument(lowering, call, 1, "rcu-head");
  const object = objectNode === undefined ? null : lowerValue(lowering, objectNode);
  if (argument === null || object === null || objectNode === undefined) return INVALID;
  if (JSON.stringify(argument.place.object) !== JSON.stringify(object.expression)) {
    const what = `'${shortText(argument.node)}'`;
    return reject(lowering, "wrong-argument", argument.node, {
      what,
      expected: `a head in '${shortText(objectNode)}'`,
      hint: "name the same object twice",
    });
  }
  if (!remember(lowering, argument.field, null, call)) return INVALID;
  emit(lowering, call, (next) => ({ kind: "rcu-call", head: argument.place, srcu: null, next }));
  return VOID;
}

/** All calls with one head have the same callback: null frees the object. */
function remember(lowering: Lowering, field: SharedField, callback: Callable | null, node: ts.Node): boolean {
  const known = lowering.model.rcuCallbacks.get(field);
  if (known === undefined) lowering.model.rcuCallbacks.set(field, { callback, node });
  else if (known.callback?.node !== callback?.node) {
    const hint = "use a head for one callback only";
    reject(lowering, "wrong-argument", node, { what: `The callback of '${field.name}'`, expected: "the same as elsewhere", hint });
    return false;
  }
  return true;
}

/** `null`: only the second argument says whether it may be read here. */
function dereferencing(flavour: RcuFlavour | null): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const { builder } = lowering;
      const [, conditionNode] = call.arguments;
      const name = functionName(lowering, call);
      const end = builder?.label();
      if (builder !== null && end !== undefined && conditionNode !== undefined) {
        const needed = builder.label();
        lowering.model.visitors.condition(lowering, conditionNode, end, needed);
        builder.place(needed);
      }
      emit(lowering, call, (next) => ({ kind: "rcu-use", flavour, function: name, next }));
      if (builder !== null && end !== undefined) builder.place(end);
      return plainly(lowering, call);
    },
  };
}

function plainly(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [node] = call.arguments;
  return node === undefined ? INVALID : lowering.model.visitors.expression(lowering, node);
}

function assignPointer(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [pointerNode, valueNode] = call.arguments;
  const pointer = pointerNode === undefined ? null : lowerValue(lowering, pointerNode);
  const value = valueNode === undefined ? null : lowerValue(lowering, valueNode);
  if (pointer === null || value === null || pointerNode === undefined) return INVALID;
  const { expression } = pointer;
  if (expression.kind !== "field") {
    const hint = "name a field or a top-level 'let' that 'ref' declares";
    return reject(lowering, "wrong-argument", pointerNode, { what: `'${shortText(pointerNode)}'`, expected: "a shared reference", hint });
  }
  const assignments = [{ target: { kind: "place", place: expression.place }, value: value.expression } as const];
  emit(lowering, call, (next) => ({ kind: "assign", indivisible: false, assignments, next }));
  return VOID;
}
