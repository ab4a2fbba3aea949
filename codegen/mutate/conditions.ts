// Mutations of conditions: each becomes its opposite; a loop that is safe against removal becomes a plain one.

import { ts } from "../typescript.cjs";
import { calledName, type MutableSource, type Mutation, replacement, textOf } from "./mutation.js";

/** `versions`: names of constants that choose a version; turning their conditions makes another version, no mistake. */
export function conditionMutations(source: MutableSource, node: ts.Node, versions: ReadonlySet<string>): readonly Mutation[] {
  return mutationsAt(source, node).filter(({ edits }) => !edits.some(({ text }) => isAboutVersion(text, versions)));
}

function isAboutVersion(text: string, versions: ReadonlySet<string>): boolean {
  return /\b(is_raw\(|config\.)/.test(text) || (text.match(/\w+/g) ?? []).some((word) => versions.has(word));
}

function mutationsAt(source: MutableSource, node: ts.Node): readonly Mutation[] {
  if (ts.isIfStatement(node)) return [opposite(source, node.expression, "turn the condition")];
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return [opposite(source, node.expression, "turn the condition of the loop")];
  if (ts.isConditionalExpression(node)) return [opposite(source, node.condition, "turn the condition")];
  if (!ts.isCallExpression(node)) return [];
  const name = calledName(node) ?? "";
  const condition = node.arguments[1];
  if (name.startsWith("wait_event") && condition !== undefined && ts.isArrowFunction(condition) && !ts.isBlock(condition.body))
    return [opposite(source, condition.body, "turn the wait condition")];
  const weaker = WEAKER[name];
  return weaker === undefined ? [] : [{ what: `${name} becomes ${weaker}`, edits: [replacement(source, node.expression, weaker)] }];
}

const WEAKER: Readonly<Record<string, string>> = {
  list_for_each_entry_safe: "list_for_each_entry",
  list_del_init: "list_del",
  hrtimer_cancel: "hrtimer_try_to_cancel",
};

function opposite(source: MutableSource, condition: ts.Expression, what: string): Mutation {
  return { what, edits: [replacement(source, condition, `!(${textOf(source, condition)})`)] };
}
