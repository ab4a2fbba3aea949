// TypeScript's errors about the arguments of a language function, in the language's words: the kernel's signature may have more arguments
// (`msleep(5)`), and a lock of another type has functions of its own.

import { createDiagnostic, type Diagnostic, nearest } from "../../diagnostics/index.js";
import { ts } from "../../typescript.cjs";
import { languageName, type Sources, spanOf, symbolOf } from "./sources.js";

/** "Expected 1 arguments, but got 2", "Expected at least …". */
const COUNTS: ReadonlySet<number> = new Set([2554, 2555]);
/** "Argument of type … is not assignable to parameter of type …". */
const ARGUMENT_TYPE = 2345;

/** The error, if it is about a call of a function of the language. */
export function callError(sources: Sources, error: ts.Diagnostic): Diagnostic | null {
  if (error.file === undefined || (error.code !== ARGUMENT_TYPE && !COUNTS.has(error.code))) return null;
  const call = callAt(error.file, error.start ?? 0, (error.start ?? 0) + (error.length ?? 0));
  const name = call === null ? null : languageName(sources, call.expression);
  const declaration = call === null ? undefined : symbolOf(sources, call.expression)?.valueDeclaration;
  if (call === null || name === null || declaration === undefined || !ts.isFunctionDeclaration(declaration)) return null;
  return COUNTS.has(error.code) ? wrongCount(sources, call, name, declaration) : wrongType(sources, call, name, declaration, error);
}

/** The innermost call that has the place as its function or as an argument. */
function callAt(file: ts.SourceFile, start: number, end: number): ts.CallExpression | null {
  let found: ts.CallExpression | null = null;
  const visit = (node: ts.Node): void => {
    if (node.getStart(file) > start || node.getEnd() < end) return;
    if (ts.isCallExpression(node) && (spans(node.expression, start, end) || node.arguments.some((each) => spans(each, start, end))))
      found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function spans(node: ts.Node, start: number, end: number): boolean {
  return node.getStart() <= start && end <= node.getEnd();
}

function wrongCount(sources: Sources, call: ts.CallExpression, name: string, declaration: ts.FunctionDeclaration): Diagnostic {
  const given = call.arguments.length;
  const parameters = declaration.parameters.map((parameter) => parameter.name.getText());
  return createDiagnostic("wrong-arguments", spanOf(sources, call), {
    name,
    form: formOf(declaration),
    but: given === 0 ? "nothing is given" : given === 1 ? "one argument is given" : `${given} arguments are given`,
    hint: `write '${name}(${parameters.join(", ")})'${meaningOf(sources, call)}`,
  });
}

function wrongType(
  sources: Sources,
  call: ts.CallExpression,
  name: string,
  declaration: ts.FunctionDeclaration,
  error: ts.Diagnostic,
): Diagnostic | null {
  const index = call.arguments.findIndex((argument) => spans(argument, error.start ?? 0, (error.start ?? 0) + (error.length ?? 0)));
  const [argument, parameter] = [call.arguments[index], declaration.parameters[index]];
  if (argument === undefined || parameter?.type === undefined) return null;
  const type = sources.checker.getTypeAtLocation(argument);
  if (takesCode(sources, parameter) && type.getCallSignatures().length === 0)
    return createDiagnostic("wrong-arguments", spanOf(sources, argument), {
      name,
      form: formOf(declaration),
      but: `'${shortened(argument)}' is evaluated once, before the call`,
      hint: `write '() => ${shortened(argument)}'`,
    });
  if (!ts.isTypeReferenceNode(parameter.type)) return null;
  const given = sources.checker.typeToString(type);
  const wanted = parameter.type.getText();
  if (given === `${wanted} | null`) return null;
  const other = nearest(name, functionsFor(sources, type, index)) ?? functionsFor(sources, type, index)[0];
  return createDiagnostic("wrong-arguments", spanOf(sources, argument), {
    name,
    form: formOf(declaration),
    but: `'${argument.getText()}' is of type '${given}'`,
    hint:
      other === undefined
        ? `pass an argument of type '${wanted}'`
        : `use '${other}', which takes that, or pass an argument of type '${wanted}'`,
  });
}

/** It takes a function without parameters: what the kernel's macro evaluates again and again, what a context runs. */
function takesCode({ checker }: Sources, parameter: ts.ParameterDeclaration): boolean {
  const [signature] = checker.getTypeAtLocation(parameter).getCallSignatures();
  return signature !== undefined && signature.parameters.length === 0;
}

function shortened(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/gu, " ");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Functions of the language whose parameter at this place has this very type. */
function functionsFor(sources: Sources, type: ts.Type, index: number): readonly string[] {
  if ((type.flags & ts.TypeFlags.Object) === 0) return [];
  return [...sources.language].flatMap(([symbol, name]) => {
    const declaration = symbol.valueDeclaration;
    const parameter = declaration !== undefined && ts.isFunctionDeclaration(declaration) ? declaration.parameters[index] : undefined;
    return parameter !== undefined && sources.checker.getTypeAtLocation(parameter) === type ? [name] : [];
  });
}

/** "(work: delayed_work)", "no arguments". */
function formOf({ parameters }: ts.FunctionDeclaration): string {
  return parameters.length === 0
    ? "no arguments"
    : `(${parameters.map((parameter) => parameter.getText().replaceAll(/\s+/gu, " ")).join(", ")})`;
}

/** What the language says of it, in its first sentences. */
function meaningOf(sources: Sources, call: ts.CallExpression): string {
  const comment = symbolOf(sources, call.expression)?.getDocumentationComment(sources.checker) ?? [];
  const [first = ""] = ts
    .displayPartsToString(comment)
    .replaceAll(/\{@link (\w+)\s*\}/gu, "'$1'")
    .split("\n\n");
  const text = first.replaceAll(/\s+/gu, " ").trim().replace(/\.$/u, "");
  return text === "" ? "" : ` (${text.slice(0, 1).toLowerCase()}${text.slice(1)})`;
}
