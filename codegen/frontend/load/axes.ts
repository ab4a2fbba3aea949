// The axes along which one model file is many models: variants, parameters, kernel configurations. Read from literals, nothing is evaluated.

import { createDiagnostic, type Diagnostic } from "../../diagnostics/index.js";
import type { Configuration } from "../../ir/program.js";
import type { Span } from "../../ir/source.js";
import { ts } from "../../typescript.cjs";
import { readReverts } from "./reverts.js";
import { languageName, type Sources, spanOf } from "./sources.js";

export interface VariantAxis {
  /** Name of the const. */
  readonly name: string;
  readonly values: readonly string[];
  readonly span: Span;
}

export interface ParameterAxis {
  readonly name: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly span: Span;
}

/** What the versions on one axis do without. */
export interface Reverts {
  readonly axis: string;
  readonly commits: Readonly<Record<string, readonly string[]>>;
}

export interface Axes {
  readonly variants: readonly VariantAxis[];
  readonly reverts: readonly Reverts[];
  readonly parameters: readonly ParameterAxis[];
  readonly configurations: readonly Configuration[];
}

/** What each name of `configurations(…)` stands for. */
const CONFIGURATIONS: Readonly<Record<Configuration["name"], Configuration>> = {
  "raw-lock-nesting": { name: "raw-lock-nesting", proveRawLockNesting: true, preemptRt: false },
  "no-raw-lock-nesting": { name: "no-raw-lock-nesting", proveRawLockNesting: false, preemptRt: false },
  "preempt-rt": { name: "preempt-rt", proveRawLockNesting: true, preemptRt: true },
};

export const DEFAULT_CONFIGURATION: Configuration = CONFIGURATIONS["raw-lock-nesting"];

/** Finds the axes of a model in all of its files. */
export function findAxes(sources: Sources): { readonly axes: Axes; readonly diagnostics: readonly Diagnostic[] } {
  const variants: VariantAxis[] = [];
  const parameters: ParameterAxis[] = [];
  const configurations: Configuration[] = [];
  const diagnostics: Diagnostic[] = [];
  const reverts: Reverts[] = [];
  const commits: string[] = [];
  let first: Span | null = null;
  for (const { call, name } of sources.modules.flatMap(topLevelCalls)) {
    const span = spanOf(sources, call);
    const language = languageName(sources, call.expression);
    if (language === "variant" && name !== null) variants.push({ name, values: literals(call.arguments), span });
    else if (language === "commit") commits.push(...literals(call.arguments));
    else if (language === "param") parameters.push(parameterAxis(sources, call, diagnostics));
    else if (language === "configurations") configurations.push(...literals(call.arguments).flatMap(configurationNamed));
    if (language !== "configurations") continue;
    if (first !== null)
      diagnostics.push(createDiagnostic("declared-twice", span, { name: language }, [{ message: "the first is here", span: first }]));
    first ??= span;
  }
  for (const { call } of sources.modules.flatMap(topLevelCalls)) {
    if (languageName(sources, call.expression) === "revert")
      reverts.push(...readReverts(sources, call, { variants, commits }, diagnostics));
  }
  reportTwins(variants, "variants", diagnostics);
  reportTwins(parameters, "parameters", diagnostics);
  const axes = { variants, reverts, parameters, configurations: configurations.length === 0 ? [DEFAULT_CONFIGURATION] : configurations };
  return { axes, diagnostics };
}

interface TopLevelCall {
  readonly call: ts.CallExpression;
  /** The const that gets the result. */
  readonly name: string | null;
}

function topLevelCalls(file: ts.SourceFile): readonly TopLevelCall[] {
  return file.statements.flatMap((statement): readonly TopLevelCall[] => {
    if (ts.isExpressionStatement(statement))
      return ts.isCallExpression(statement.expression) ? [{ call: statement.expression, name: null }] : [];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap((declaration) =>
      declaration.initializer !== undefined && ts.isCallExpression(declaration.initializer) && ts.isIdentifier(declaration.name)
        ? [{ call: declaration.initializer, name: declaration.name.text }]
        : [],
    );
  });
}

function parameterAxis(sources: Sources, call: ts.CallExpression, diagnostics: Diagnostic[]): ParameterAxis {
  const [name, value, bounds] = call.arguments;
  const span = spanOf(sources, call);
  let complete = true;
  const number = (node: ts.Node | undefined, what: string): number => {
    const found = node === undefined ? null : integerLiteral(node);
    complete &&= found !== null;
    if (found === null)
      diagnostics.push(
        createDiagnostic("not-constant", node === undefined ? span : spanOf(sources, node), { what: `The ${what} of a parameter` }),
      );
    return found ?? 0;
  };
  const property = (key: string): ts.Node | undefined => {
    const found =
      bounds !== undefined && ts.isObjectLiteralExpression(bounds)
        ? bounds.properties.find((entry) => entry.name?.getText() === key)
        : undefined;
    return found !== undefined && ts.isPropertyAssignment(found) ? found.initializer : bounds;
  };
  const axis = {
    name: name !== undefined && ts.isStringLiteralLike(name) ? name.text : "",
    value: number(value, "value"),
    min: number(property("min"), "least value"),
    max: number(property("max"), "greatest value"),
    span,
  };
  if (axis.name === "") diagnostics.push(createDiagnostic("empty-name", span, { what: "a parameter" }));
  if (complete && (axis.value < axis.min || axis.value > axis.max)) {
    diagnostics.push(
      createDiagnostic("out-of-bounds", span, { what: `The parameter '${axis.name}'`, value: axis.value, low: axis.min, high: axis.max }),
    );
  }
  return axis;
}

function integerLiteral(node: ts.Node): number | null {
  const negative = ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken;
  const literal = negative ? node.operand : node;
  if (!ts.isNumericLiteral(literal)) return null;
  const value = Number(literal.text) * (negative ? -1 : 1);
  return Number.isInteger(value) ? value : null;
}

function literals(nodes: readonly ts.Node[]): readonly string[] {
  return nodes.flatMap((node) => (ts.isStringLiteralLike(node) ? [node.text] : []));
}

function configurationNamed(name: string): readonly Configuration[] {
  return Object.values(CONFIGURATIONS).filter((configuration) => configuration.name === name);
}

function reportTwins(axes: readonly { readonly name: string; readonly span: Span }[], what: string, diagnostics: Diagnostic[]): void {
  const first = new Map<string, Span>();
  for (const { name, span } of axes) {
    const other = first.get(name);
    if (other === undefined) first.set(name, span);
    else diagnostics.push(createDiagnostic("name-taken", span, { what, name }, [{ message: "the first is here", span: other }]));
  }
}
