// `const` and `let` of a function. What is made of constants and variables that never change is substituted; the rest is one step.

import { ts } from "../../../typescript.cjs";
import { listDeclaration } from "../../elaborate/fields.js";
import { memberOfClass } from "../../elaborate/members.js";
import { languageName, symbolOf } from "../../load/sources.js";
import { type Lowering, localFor, reject, stepBuilder, typeHasNull } from "../../lowering.js";
import { evaluatedPart, type Meaning } from "../../meaning.js";
import { inParentheses } from "../../syntax.js";
import { assign, bindVariable, isStableIn } from "../operands.js";
import { lowerChoose } from "./assignments.js";

export function lowerVariables(lowering: Lowering, list: ts.VariableDeclarationList): void {
  for (const declaration of list.declarations) lowerVariable(lowering, declaration);
}

function lowerVariable(lowering: Lowering, declaration: ts.VariableDeclaration): void {
  const symbol = symbolOf(lowering.model.sources, declaration.name);
  if (symbol === null || !ts.isIdentifier(declaration.name) || lowering.scope === null) return;
  const name = declaration.name.text;
  const assigned = lowering.model.assigned.has(symbol);
  if (declaration.initializer === undefined) return declareEmpty(lowering, declaration, symbol, name);
  const initializer = inParentheses(declaration.initializer);
  if (ts.isCallExpression(initializer)) {
    const language = languageName(lowering.model.sources, initializer.expression);
    if (language === "LIST_HEAD" || language === "LLIST_HEAD") return declareList(lowering, declaration, initializer, symbol, name);
    if (language === "choose" && lowering.mode === "graph") return declareChoice(lowering, declaration, initializer, symbol, name);
  }
  if (isFlags(lowering, declaration) && lowering.mode === "graph") {
    const local = localFor(lowering, declaration, name, { kind: "flags" });
    const meaning = lowering.model.visitors.flags(lowering, initializer, local);
    return lowering.scope.bind(symbol, { kind: "meaning", meaning });
  }
  bindValue(lowering, { symbol, declaration, name, assigned }, initializer, lowering.model.visitors.expression(lowering, initializer));
}

interface Variable {
  readonly symbol: ts.Symbol;
  readonly declaration: ts.Node;
  readonly name: string;
  readonly assigned: boolean;
}

function bindValue(lowering: Lowering, variable: Variable, initializer: ts.Expression, meaning: Meaning): void {
  const { symbol, declaration, name, assigned } = variable;
  const part = evaluatedPart(meaning);
  const becomesVariable = assigned && meaning.kind === "value";
  if (part === null || lowering.mode !== "graph" || (!becomesVariable && isStableIn(lowering, part)))
    return lowering.scope?.bind(symbol, { kind: "meaning", meaning, narrows: typeHasNull(lowering, initializer) });
  const local = localFor(lowering, declaration, name);
  assign(lowering, declaration, local, part);
  if (lowering.scope !== null) bindVariable(lowering, lowering.scope, { symbol, local, assigned }, initializer, meaning);
}

/** `let x: number;` and `let flags: irq_flags;` */
function declareEmpty(lowering: Lowering, declaration: ts.VariableDeclaration, symbol: ts.Symbol, name: string): void {
  if (stepBuilder(lowering, declaration) === null) return;
  if (isFlags(lowering, declaration)) {
    const local = localFor(lowering, declaration, name, { kind: "flags" });
    return lowering.scope?.bind(symbol, { kind: "meaning", meaning: { kind: "flags", local } });
  }
  const local = localFor(lowering, declaration, name);
  lowering.locals?.markChanging(local);
  lowering.scope?.bind(symbol, { kind: "variable", local });
}

function declareChoice(lowering: Lowering, declaration: ts.Node, call: ts.CallExpression, symbol: ts.Symbol, name: string): void {
  const local = localFor(lowering, declaration, name);
  if (lowering.model.assigned.has(symbol)) lowering.locals?.markChanging(local);
  lowerChoose(lowering, declaration, call, { kind: "local", local });
  lowering.scope?.bind(symbol, { kind: "variable", local });
}

/** A list on the stack of the function. */
function declareList(lowering: Lowering, declaration: ts.Node, call: ts.CallExpression, symbol: ts.Symbol, name: string): void {
  if (stepBuilder(lowering, declaration) === null) return;
  const type = listDeclaration(lowering, call);
  const member = type === null ? null : memberOfClass(lowering, type.target, type.member);
  if (type !== null && type.target.instances.length === 0) {
    reject(lowering, "class-without-objects", call, { what: "The list", target: `class '${type.target.name}'` });
  }
  if (member?.kind !== "shared") return lowering.scope?.bind(symbol, { kind: "meaning", meaning: { kind: "invalid" } });
  const local = localFor(lowering, declaration, name, { kind: "list-head", node: member.field.id });
  lowering.scope?.bind(symbol, { kind: "meaning", meaning: { kind: "local-list", local, node: member.field } });
}

function isFlags(lowering: Lowering, declaration: ts.VariableDeclaration): boolean {
  const type = lowering.model.sources.checker.getTypeAtLocation(declaration);
  const symbol = type.getSymbol();
  return symbol !== undefined && lowering.model.sources.language.get(symbol) === "irq_flags";
}
