// Loops. A loop without steps in its body waits: the branch's taken edge leads to itself.
//   while (c) body             →   head: branch c → body → head
//   for (const x of pool)      →   x := first; head: branch x ≠ NULL → body; x := next → head

import type { Expression, ListRef } from "../../../ir/expression.js";
import type { Assignment } from "../../../ir/graph.js";
import { ts } from "../../../typescript.cjs";
import { languageName, symbolOf } from "../../load/sources.js";
import { at, emit, framesOf, type Lowering, localFor, localValue, reject, shortText } from "../../lowering.js";
import { NULL_EXPRESSION } from "../../meaning.js";
import { Scope } from "../../scope.js";
import { inParentheses } from "../../syntax.js";
import type { GraphBuilder } from "../graph-builder.js";
import { listArgument } from "../language/places.js";
import { keptPlace } from "../operands.js";
import { lowerVariables } from "./variables.js";

export function lowerWhile(lowering: Lowering, node: ts.WhileStatement): void {
  const { builder, model } = lowering;
  if (builder === null) return;
  const [head, body, end] = [builder.label(), builder.label(), builder.label()];
  builder.placeHead(head);
  model.visitors.condition(lowering, node.expression, body, end);
  builder.place(body);
  model.visitors.statement({ ...lowering, breakTo: end, continueTo: head }, node.statement);
  builder.jumpBack(head, at(lowering, node.expression), framesOf(lowering));
  builder.place(end);
}

export function lowerDoWhile(lowering: Lowering, node: ts.DoStatement): void {
  const { builder, model } = lowering;
  if (builder === null) return;
  const [head, test, end] = [builder.label(), builder.label(), builder.label()];
  builder.placeHead(head);
  model.visitors.statement({ ...lowering, breakTo: end, continueTo: test }, node.statement);
  builder.place(test);
  const again = builder.label();
  model.visitors.condition(lowering, node.expression, again, end);
  builder.place(again);
  builder.jumpBack(head, at(lowering, node.expression), framesOf(lowering));
  builder.place(end);
}

export function lowerFor(outer: Lowering, node: ts.ForStatement): void {
  const { builder, model } = outer;
  if (builder === null) return;
  const lowering: Lowering = { ...outer, scope: new Scope(outer.scope) };
  if (node.initializer !== undefined && ts.isVariableDeclarationList(node.initializer)) lowerVariables(lowering, node.initializer);
  else if (node.initializer !== undefined) model.visitors.effect(lowering, node.initializer);
  const [head, body, step, end] = [builder.label(), builder.label(), builder.label(), builder.label()];
  builder.placeHead(head);
  if (node.condition === undefined) builder.jump(body);
  else model.visitors.condition(lowering, node.condition, body, end);
  builder.place(body);
  model.visitors.statement({ ...lowering, breakTo: end, continueTo: step }, node.statement);
  builder.place(step);
  if (node.incrementor !== undefined) model.visitors.effect(lowering, node.incrementor);
  builder.jumpBack(head, at(lowering, node), framesOf(lowering));
  builder.place(end);
}

/** How the variable of a `for … of` gets its values. */
interface Walk {
  readonly first: (variable: string) => readonly Assignment[];
  readonly next: (variable: string) => readonly Assignment[];
}

export function lowerForOf(outer: Lowering, node: ts.ForOfStatement): void {
  const { builder } = outer;
  const variable = loopVariable(outer, node);
  const walk = variable === null ? null : walkOf(outer, node, variable.assigned);
  if (builder === null || variable === null || walk === null) return;
  const lowering: Lowering = { ...outer, scope: new Scope(outer.scope) };
  lowering.scope?.bind(variable.symbol, { kind: "variable", local: variable.local });
  walkThrough(lowering, node, variable.local, walk, builder);
}

function walkThrough(lowering: Lowering, node: ts.ForOfStatement, variable: string, walk: Walk, builder: GraphBuilder): void {
  const [head, body, step, end] = [builder.label(), builder.label(), builder.label(), builder.label()];
  emit(lowering, node.expression, (next) => ({ kind: "assign", indivisible: true, assignments: walk.first(variable), next }));
  builder.placeHead(head);
  const condition: Expression = { kind: "binary", operator: "not-equal", left: localValue(variable), right: NULL_EXPRESSION };
  emit(lowering, node.expression, () => ({ kind: "branch", condition, whenTrue: body, whenFalse: end }));
  builder.place(body);
  lowering.model.visitors.statement({ ...lowering, breakTo: end, continueTo: step }, node.statement);
  builder.place(step);
  emit(lowering, node.expression, (next) => ({ kind: "assign", indivisible: true, assignments: walk.next(variable), next }));
  builder.jumpBack(head, at(lowering, node.expression), framesOf(lowering));
  builder.place(end);
}

interface LoopVariable {
  readonly symbol: ts.Symbol;
  readonly local: string;
  readonly assigned: boolean;
}

function loopVariable(lowering: Lowering, node: ts.ForOfStatement): LoopVariable | null {
  const [declaration] = ts.isVariableDeclarationList(node.initializer) ? node.initializer.declarations : [];
  const symbol = declaration === undefined ? null : symbolOf(lowering.model.sources, declaration.name);
  if (declaration === undefined || symbol === null || !ts.isIdentifier(declaration.name)) {
    reject(lowering, "unsupported-syntax", node.initializer, {
      construct: `'${shortText(node.initializer)}' as a loop variable is`,
      hint: "write 'for (const object of …)'",
    });
    return null;
  }
  if (lowering.locals === null) return null;
  const local = localFor(lowering, declaration, declaration.name.text);
  const assigned = lowering.model.assigned.has(symbol);
  if (assigned) lowering.locals.markChanging(local);
  return { symbol, local, assigned };
}

/** `assigned`: the body assigns to the variable. */
function walkOf(lowering: Lowering, node: ts.ForOfStatement, assigned: boolean): Walk | null {
  const expression = inParentheses(node.expression);
  const name = ts.isCallExpression(expression) ? languageName(lowering.model.sources, expression.expression) : null;
  if (ts.isCallExpression(expression) && name !== null && LIST_WALKS.has(name))
    return assigned ? refuseAssigned(lowering, node) : listWalk(lowering, expression, name);
  const meaning = lowering.model.visitors.expression(lowering, expression);
  if (meaning.kind === "pool")
    return assigned ? keptPoolWalk(meaning.pool.id, localFor(lowering, node, "position")) : poolWalk(meaning.pool.id);
  if (meaning.kind !== "invalid") {
    reject(lowering, "unsupported-syntax", expression, {
      construct: `A loop over '${shortText(expression)}' is`,
      hint: "loop over a pool, or over 'list_for_each_entry(list)', '_safe' or '_reverse'",
    });
  }
  return null;
}

/** The kernel's macros walk a list by the variable itself: who assigns to it means something else than TypeScript does. */
function refuseAssigned(lowering: Lowering, node: ts.ForOfStatement): null {
  reject(lowering, "unsupported-syntax", node.initializer, {
    construct: "A loop over a list whose variable the body assigns to is",
    hint: "write 'const', and keep what the body chooses in another variable",
  });
  return null;
}

/** As `poolWalk` where the body assigns to the variable: the walk has a position of its own. */
function keptPoolWalk(pool: string, position: string): Walk {
  const to = (variable: string, of: Expression | null): readonly Assignment[] =>
    [position, variable].map((local) => set(local, { kind: "pool-next", pool, of }));
  return { first: (variable) => to(variable, null), next: (variable) => to(variable, localValue(position)) };
}

function poolWalk(pool: string): Walk {
  return {
    first: (variable) => [set(variable, { kind: "pool-next", pool, of: null })],
    next: (variable) => [set(variable, { kind: "pool-next", pool, of: localValue(variable) })],
  };
}

export const LIST_WALKS: ReadonlySet<string> = new Set(["list_for_each_entry", "list_for_each_entry_safe", "list_for_each_entry_reverse"]);

function listWalk(lowering: Lowering, call: ts.CallExpression, name: string): Walk | null {
  const argument = listArgument(lowering, call, 0);
  if (argument === null) return null;
  const list: ListRef =
    argument.list.kind === "local" ? argument.list : { kind: "shared", place: keptPlace(lowering, argument.node, argument.list.place) };
  if (name === "list_for_each_entry_safe") return safeWalk(list, localFor(lowering, call, "n"));
  const [end, direction] = name === "list_for_each_entry" ? (["first", "next"] as const) : (["last", "previous"] as const);
  return {
    first: (variable) => [set(variable, { kind: "list-end", end, list, orNull: true })],
    next: (variable) => [set(variable, { kind: "list-neighbour", direction, list, of: localValue(variable) })],
  };
}

/** The entry and, in the same step, its successor `n`: the body may remove the entry. */
function safeWalk(list: ListRef, n: string): Walk {
  const first: Expression = { kind: "list-end", end: "first", list, orNull: true };
  return {
    first: (variable) => [set(variable, first), set(n, { kind: "list-neighbour", direction: "next", list, of: first })],
    next: (variable) => [set(variable, localValue(n)), set(n, { kind: "list-neighbour", direction: "next", list, of: localValue(n) })],
  };
}

function set(local: string, value: Expression): Assignment {
  return { target: { kind: "local", local }, value };
}
