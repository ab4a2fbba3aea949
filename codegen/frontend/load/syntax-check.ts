// Every syntax tree node of a model is looked at once: what is not in the tables is not part of the language, also in code that
// nothing calls. Names are ASCII, texts have no control characters.

import { createDiagnostic, type Diagnostic } from "../../diagnostics/index.js";
import { ts } from "../../typescript.cjs";
import { type Sources, spanOf } from "./sources.js";
import { ASSERTION_HINT, allowedKinds, allowedTokens, hints } from "./syntax-tables.js";

/** All constructs of a model's files that the language does not have. */
export function checkSyntax(sources: Sources): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const told = new Set<string>();
  const visit = (node: ts.Node): void => {
    const problem = problemOf(node);
    if (problem !== null) {
      found.push(
        createDiagnostic("unsupported-syntax", spanOf(sources, problem.at ?? node), { construct: problem.construct, hint: problem.hint }),
      );
      return;
    }
    const name = nameProblem(sources, node);
    if (name !== null && !told.has(name.message)) found.push(name);
    if (name !== null) told.add(name.message);
    if (!ts.isTypeNode(node)) ts.forEachChild(node, visit);
    else visitTypes(node, found, sources);
  };
  for (const module of sources.modules) ts.forEachChild(module, visit);
  return found;
}

interface Problem {
  readonly construct: string;
  readonly hint: string;
  /** Where, when it is not the whole node. */
  readonly at?: ts.Node;
}

function problemOf(node: ts.Node): Problem | null {
  if (ts.isTypeNode(node)) return null;
  return formProblem(node) ?? kindProblem(node);
}

function kindProblem(node: ts.Node): Problem | null {
  if (allowedKinds.has(node.kind) || (ts.isToken(node) && allowedTokens.has(node.kind))) return null;
  const known = hints.get(node.kind);
  if (known !== undefined) return { construct: known.construct, hint: known.hint };
  return { construct: `${nameOfKind(node.kind)} is`, hint: "write it with the statements and functions of the language" };
}

/** Kinds that are allowed in some forms only. */
function formProblem(node: ts.Node): Problem | null {
  if (ts.isAsExpression(node) && node.type.getText() !== "const") return { construct: "A type assertion ('as') is", hint: ASSERTION_HINT };
  if (ts.isVariableDeclarationList(node)) return declarationProblem(node);
  if (ts.isClassDeclaration(node)) return classProblem(node);
  if (ts.isConstructorDeclaration(node)) return constructorProblem(node);
  if (ts.isFunctionDeclaration(node)) return functionProblem(node);
  if (ts.isArrowFunction(node) && isAsync(node)) return { construct: "An 'async' function is", hint: ASYNC_HINT };
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return { construct: "'for await' is", hint: ASYNC_HINT };
  if ((ts.isBreakStatement(node) || ts.isContinueStatement(node)) && node.label !== undefined)
    return { construct: "A jump to a label is", hint: "use a boolean, or a function and 'return'" };
  if (
    (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node)) &&
    node.questionDotToken !== undefined
  ) {
    return { construct: "Optional chaining ('?.') is", hint: "compare with null first: 'if (x !== null) …'" };
  }
  if (
    (ts.isPropertyDeclaration(node) || ts.isParameter(node)) &&
    (node.questionToken !== undefined || ("dotDotDotToken" in node && node.dotDotDotToken !== undefined))
  ) {
    return {
      construct: "An optional field or parameter, or a rest parameter, is",
      hint: "give it a value, or declare a reference that may be null",
    };
  }
  if (ts.isMetaProperty(node)) return { construct: `'${node.getText()}' is`, hint: "leave it out" };
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return { construct: "A dynamic import is", hint: "import at the top of the file" };
  return ts.isBinaryExpression(node) ? operatorProblem(node.operatorToken) : prefixProblem(node);
}

const ASYNC_HINT = "write two contexts ('task', 'kworker') that meet at a lock, a wait queue or a flag";

function declarationProblem(node: ts.VariableDeclarationList): Problem | null {
  const kind = node.flags & ts.NodeFlags.BlockScoped;
  if (kind === ts.NodeFlags.None) return { construct: "'var' is", hint: "use 'let' or 'const'" };
  if (kind === ts.NodeFlags.AwaitUsing) return { construct: "'await using' is", hint: "write 'using _ = guard(spinlock)(lock);'" };
  if (kind === ts.NodeFlags.Using && !(ts.isVariableStatement(node.parent) && ts.isBlock(node.parent.parent)))
    return { construct: "'using' here is", hint: "use it as a statement of a block in a function" };
  const pattern = node.declarations.find((declaration) => !ts.isIdentifier(declaration.name));
  return pattern === undefined ? null : { construct: "Destructuring is", hint: "name the object and read its fields", at: pattern.name };
}

function classProblem(node: ts.ClassDeclaration): Problem | null {
  const parent = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword);
  if (parent !== undefined)
    return {
      construct: "Class inheritance is",
      hint: "give the class a field that is an object of the other class: 'base = new Base()'",
      at: parent,
    };
  if (node.typeParameters !== undefined) return { construct: "A generic class is", hint: "write one class for each type", at: node };
  return ts.isSourceFile(node.parent)
    ? null
    : { construct: "A class inside a function is", hint: "declare it at the top level of the file" };
}

function constructorProblem(node: ts.ConstructorDeclaration): Problem | null {
  const plain = node.parameters.find((parameter) => !ts.isParameterPropertyDeclaration(parameter, node));
  if (plain !== undefined)
    return { construct: "A constructor parameter that is no field is", hint: "write 'readonly' before it", at: plain };
  const [statement] = node.body?.statements ?? [];
  return statement === undefined
    ? null
    : {
        construct: "A constructor with statements is",
        hint: "give fields their values by initialisers, and start contexts with 'task'",
        at: statement,
      };
}

function functionProblem(node: ts.FunctionDeclaration): Problem | null {
  if (isAsync(node)) return { construct: "An 'async' function is", hint: ASYNC_HINT };
  if (node.asteriskToken !== undefined) return { construct: "A generator is", hint: "write a loop" };
  if (!ts.isSourceFile(node.parent))
    return {
      construct: "A function inside a function is",
      hint: "declare it at the top level and pass what it needs, or write a const arrow, which is a macro",
    };
  return node.body === undefined
    ? { construct: "A function without a body is", hint: "write its body, or leave the declaration out" }
    : null;
}

function isAsync(node: ts.FunctionDeclaration | ts.ArrowFunction): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) === true;
}

const EQUALITY: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.EqualsEqualsToken, "==="],
  [ts.SyntaxKind.ExclamationEqualsToken, "!=="],
]);

function operatorProblem(token: ts.BinaryOperatorToken): Problem | null {
  if (allowedTokens.has(token.kind)) return null;
  const instead = EQUALITY.get(token.kind);
  const hint = instead === undefined ? "use + - * / %, comparisons, && and ||; flags are boolean fields" : `use '${instead}'`;
  return { construct: `The operator '${token.getText()}' is`, hint, at: token };
}

function prefixProblem(node: ts.Node): Problem | null {
  if (!ts.isPrefixUnaryExpression(node)) return null;
  if (node.operator === ts.SyntaxKind.TildeToken || node.operator === ts.SyntaxKind.PlusToken) {
    return {
      construct: `The operator '${ts.tokenToString(node.operator) ?? ""}' before a value is`,
      hint: "use + - * / %, comparisons, '-' and '!'",
    };
  }
  return null;
}

function nameOfKind(kind: ts.SyntaxKind): string {
  const words = ts.SyntaxKind[kind]
    .replaceAll(/([A-Z])/gu, " $1")
    .trim()
    .toLowerCase();
  return `${/^[aeiou]/u.test(words) ? "An" : "A"} ${words}`;
}

function nameProblem(sources: Sources, node: ts.Node): Diagnostic | null {
  if (ts.isIdentifier(node) && !/^[\w$]+$/u.test(node.text))
    return createDiagnostic("not-ascii", spanOf(sources, node), { name: node.text });
  const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
  if (isText && /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(node.text))
    return createDiagnostic("control-character", spanOf(sources, node), { text: JSON.stringify(node.text) });
  return null;
}

/** `any` switches the type checker off, on which the compiler relies. */
function visitTypes(node: ts.Node, found: Diagnostic[], sources: Sources): void {
  if (node.kind === ts.SyntaxKind.AnyKeyword)
    found.push(createDiagnostic("unsupported-syntax", spanOf(sources, node), { construct: "The type 'any' is", hint: ASSERTION_HINT }));
  const name = nameProblem(sources, node);
  if (name !== null) found.push(name);
  ts.forEachChild(node, (child) => visitTypes(child, found, sources));
}
