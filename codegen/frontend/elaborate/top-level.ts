// The top level of a model's files: consts when they are needed, statements in order.

import { ts } from "../../typescript.cjs";
import { LIMITS } from "../limits.js";
import { languageName, symbolOf } from "../load/sources.js";
import { constantLowering, type Lowering, reject, shortText } from "../lowering.js";
import { constantOf, INVALID, type Meaning } from "../meaning.js";
import { nameOf } from "../syntax.js";
import { booleanArgument, boundedArgument, evaluate } from "./arguments.js";
import { contextFunctions, declareContext } from "./contexts.js";
import { declareValue } from "./declare.js";
import { type Elaboration, freshId } from "./elaboration.js";
import { fieldMeaning } from "./field-meaning.js";
import { declareProperty, propertyFunctions } from "./properties.js";
import { type SharedField, TOP_LEVEL } from "./world.js";

/** Evaluates all declarations of a model, imported files first. */
export function elaborateModules(model: Elaboration): void {
  const lowering = constantLowering(model);
  for (const module of model.sources.modules) {
    for (const statement of module.statements) elaborateStatement(lowering, statement);
  }
}

/** What a name means as a top-level const, let or function; null when the symbol is nothing of a model's top level. */
export function namedMeaning(lowering: Lowering, symbol: ts.Symbol, node: ts.Node): Meaning | null {
  if (symbol.valueDeclaration !== undefined) lowering.model.named.add(symbol.valueDeclaration);
  return topLevelMeaning(lowering, symbol, node);
}

function topLevelMeaning(lowering: Lowering, symbol: ts.Symbol, node: ts.Node): Meaning | null {
  const known = lowering.model.topLevel.get(symbol);
  if (known !== undefined) return known ?? reject(lowering, "not-constant", node, { what: `'${symbol.name}', which refers to itself,` });
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !isOfModel(lowering, declaration)) return null;
  if (ts.isFunctionDeclaration(declaration)) return callableMeaning(declaration);
  if (!ts.isVariableDeclaration(declaration) || !isTopLevel(declaration) || !ts.isIdentifier(declaration.name)) return null;
  lowering.model.topLevel.set(symbol, null);
  const meaning = variableMeaning(constantLowering(lowering.model), declaration, declaration.name.text);
  lowering.model.topLevel.set(symbol, meaning);
  return meaning;
}

function variableMeaning(lowering: Lowering, declaration: ts.VariableDeclaration, name: string): Meaning {
  if (declaration.initializer === undefined) return reject(lowering, "not-constant", declaration, { what: `The value of '${name}'` });
  const declared = declareValue(lowering, declaration.initializer, { id: name, name, class: null, instance: null });
  if (declared.kind === "meaning") return declared.meaning;
  const initial = new Map([[TOP_LEVEL, declared.initial]]);
  const field: SharedField = {
    id: freshId(lowering.model, name),
    name,
    class: null,
    type: declared.type,
    node: declaration,
    initial,
    fixed: false,
  };
  lowering.model.fields.push(field);
  return fieldMeaning(field, null, false);
}

function callableMeaning(node: ts.FunctionDeclaration): Meaning {
  return { kind: "callable", callable: { node, name: nameOf(node), scope: null, chain: [] } };
}

function isOfModel(lowering: Lowering, node: ts.Node): boolean {
  return lowering.model.sources.modules.includes(node.getSourceFile());
}

function isTopLevel(declaration: ts.VariableDeclaration): boolean {
  return ts.isSourceFile(declaration.parent.parent.parent);
}

function elaborateStatement(lowering: Lowering, statement: ts.Statement): void {
  if (ts.isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations) {
      const symbol = symbolOf(lowering.model.sources, declaration.name);
      if (symbol !== null) topLevelMeaning(lowering, symbol, declaration);
    }
  } else if (ts.isExpressionStatement(statement)) elaborateCall(lowering, statement.expression);
  else if (ts.isIfStatement(statement)) elaborateIf(lowering, statement);
  else if (ts.isBlock(statement)) for (const inner of statement.statements) elaborateStatement(lowering, inner);
  else if (!isDeclaration(statement)) {
    reject(lowering, "misplaced-declaration", statement, {
      name: shortText(statement),
      where: "into a function: at top level a model only declares",
    });
  }
}

function isDeclaration(statement: ts.Statement): boolean {
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isEmptyStatement(statement)
  );
}

/** `if (version === "fixed") task(…)`, decided at compile time. */
function elaborateIf(lowering: Lowering, statement: ts.IfStatement): void {
  const meaning = evaluate(lowering, statement.expression);
  const condition = constantOf(meaning);
  if (condition?.kind === "bool") {
    const taken = condition.value ? statement.thenStatement : statement.elseStatement;
    if (taken !== undefined) elaborateStatement(lowering, taken);
  } else if (meaning.kind !== "invalid") reject(lowering, "not-constant", statement.expression, { what: "A condition at top level" });
}

function elaborateCall(lowering: Lowering, node: ts.Expression): Meaning {
  const name = ts.isCallExpression(node) ? languageName(lowering.model.sources, node.expression) : null;
  if (!ts.isCallExpression(node) || name === null) {
    return reject(lowering, "misplaced-declaration", node, {
      name: shortText(node),
      where: "into a function: at top level a model only declares",
    });
  }
  if (contextFunctions.has(name)) return declareContext(lowering, node, name);
  if (propertyFunctions.has(name)) return declareProperty(lowering, node, name);
  const [argument] = node.arguments;
  if (name === "configurations" || name === "revert" || argument === undefined) return INVALID;
  const { once } = lowering.model;
  switch (name) {
    case "cpus":
      if (once.cpus !== null) return reject(lowering, "declared-twice", node, { name });
      once.cpus = boundedArgument(lowering, argument, "The number of CPUs", 1, LIMITS.cpus);
      return INVALID;
    case "queued_rwlocks":
      if (once.queuedRwlocks !== null) return reject(lowering, "declared-twice", node, { name });
      once.queuedRwlocks = booleanArgument(lowering, argument, "Whether rwlocks are queued");
      return INVALID;
    default:
      if (name.startsWith("lockdep_set_")) return lowering.model.visitors.expression(lowering, node);
      return reject(lowering, "misplaced-declaration", node, {
        name,
        where: "into a function, or to the initialiser of a const or field",
      });
  }
}
