// Lists: each function is one step, each question an expression.

import type { ts } from "ts-morph";
import type { Expression, ListRef } from "../../../ir/expression.js";
import { emit, type Lowering, localFor, localValue, reject, shortText } from "../../lowering.js";
import { INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { lowerValue } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { listArgument, placeArgument } from "./places.js";

export const listFunctions: LanguageFunctions = [
  ["list_add", adding("front")],
  ["list_add_tail", adding("back")],
  ["list_del", removing("poisoned")],
  ["list_del_init", removing("self-linked")],
  ["list_move", moving("front")],
  ["list_move_tail", moving("back")],
  ["list_splice_init", splicing("front", false)],
  ["list_splice_tail_init", splicing("back", false)],
  ["list_empty", { steps: false, lower: listEmpty }],
  ["list_first_entry", asking((list) => ({ kind: "list-end", end: "first", list, orNull: false }))],
  ["list_first_entry_or_null", asking((list) => ({ kind: "list-end", end: "first", list, orNull: true }), true)],
  ["list_last_entry", asking((list) => ({ kind: "list-end", end: "last", list, orNull: false }))],
  ["list_contains", { steps: false, lower: listContains }],
  ["list_count", asking((list) => ({ kind: "list-length", list }))],
  ["llist_add", { steps: true, lower: llistAdd }],
  ["llist_del_all", splicing("front", true)],
  ["llist_del_first", { steps: true, lower: takeFirst }],
  ["llist_empty", asking((list) => ({ kind: "list-empty", list }))],
];

function asking(make: (list: ListRef) => Expression, nullable = false): LanguageFunction {
  return {
    steps: false,
    lower: (lowering, call) => {
      const argument = listArgument(lowering, call, 0);
      return argument === null ? INVALID : valueOf(make(argument.list), nullable);
    },
  };
}

/** `list_empty` takes a head or a node. */
function listEmpty(lowering: Lowering, call: ts.CallExpression): Meaning {
  if (isNode(lowering, call.arguments[0])) {
    const node = placeArgument(lowering, call, 0, "list-node");
    return node === null ? INVALID : valueOf({ kind: "node-unlinked", node: node.place });
  }
  const argument = listArgument(lowering, call, 0);
  return argument === null ? INVALID : valueOf({ kind: "list-empty", list: argument.list });
}

function listContains(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = listArgument(lowering, call, 0);
  const node = call.arguments[1];
  const object = node === undefined ? null : lowerValue(lowering, node);
  if (argument === null || object === null) return INVALID;
  return valueOf({ kind: "list-contains", list: argument.list, object: object.expression });
}

function adding(where: "front" | "back"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      if (isNode(lowering, call.arguments[1])) return addBeside(lowering, call, where === "front" ? "after" : "before");
      const parts = nodeAndList(lowering, call);
      if (parts === null) return INVALID;
      emit(lowering, call, (next) => ({ kind: "list-add", ...parts, where, wasEmpty: null, next }));
      return VOID;
    },
  };
}

/** `list_add(&new->member, &other->member)`: the second argument is an entry's node, not a head. */
function addBeside(lowering: Lowering, call: ts.CallExpression, where: "before" | "after"): Meaning {
  const node = placeArgument(lowering, call, 0, "list-node");
  const other = placeArgument(lowering, call, 1, "list-node");
  if (node === null || other === null) return INVALID;
  if (node.field !== other.field) return wrongNode(lowering, node.node, shortText(node.node), other.field.name);
  emit(lowering, call, (next) => ({ kind: "list-insert", node: node.place, other: other.place, where, next }));
  return VOID;
}

function isNode(lowering: Lowering, argument: ts.Expression | undefined): boolean {
  if (argument === undefined) return false;
  const type = lowering.model.sources.checker.getTypeAtLocation(argument);
  return type.aliasSymbol?.name === "list_node" || type.symbol?.name === "list_node";
}

function llistAdd(lowering: Lowering, call: ts.CallExpression): Meaning {
  const parts = nodeAndList(lowering, call);
  if (parts === null) return INVALID;
  const wasEmpty = lowering.valueUnused ? null : localFor(lowering, call, "was_empty");
  emit(lowering, call, (next) => ({ kind: "list-add", ...parts, where: "front", wasEmpty, next }));
  return wasEmpty === null ? VOID : valueOf(localValue(wasEmpty));
}

function removing(leave: "self-linked" | "poisoned"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, "list-node");
      if (argument === null) return INVALID;
      emit(lowering, call, (next) => ({ kind: "list-remove", node: argument.place, leave, next }));
      return VOID;
    },
  };
}

function moving(where: "front" | "back"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const parts = nodeAndList(lowering, call);
      if (parts === null) return INVALID;
      emit(lowering, call, (next) => ({ kind: "list-move", ...parts, where, next }));
      return VOID;
    },
  };
}

function splicing(where: "front" | "back", intoEmpty: boolean): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const from = listArgument(lowering, call, 0);
      const to = listArgument(lowering, call, 1);
      if (from === null || to === null) return INVALID;
      if (from.nodeField !== to.nodeField) return wrongNode(lowering, to.node, shortText(from.node), to.nodeField.name);
      emit(lowering, call, (next) => ({ kind: "list-splice", from: from.list, to: to.list, where, intoEmpty, next }));
      return VOID;
    },
  };
}

function takeFirst(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = listArgument(lowering, call, 0);
  if (argument === null) return INVALID;
  const result = localFor(lowering, call, "first");
  emit(lowering, call, (next) => ({ kind: "list-take-first", list: argument.list, result, next }));
  return valueOf(localValue(result), true);
}

function nodeAndList(lowering: Lowering, call: ts.CallExpression) {
  const node = placeArgument(lowering, call, 0, "list-node");
  const head = listArgument(lowering, call, 1);
  if (node === null || head === null) return null;
  if (node.field !== head.nodeField) {
    wrongNode(lowering, node.node, shortText(node.node), head.nodeField.name);
    return null;
  }
  return { node: node.place, list: head.list };
}

function wrongNode(lowering: Lowering, at: ts.Node, node: string, member: string): Meaning {
  return reject(lowering, "wrong-list-node", at, { node, member });
}
