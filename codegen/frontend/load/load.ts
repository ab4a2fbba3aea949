// Model files → checked sources and the axes of their matrix. One load serves all combinations of a file.

import { createDiagnostic, type Diagnostic } from "../../diagnostics/index.js";
import type { SourceHost } from "../../source/host.js";
import { relativePath } from "../../source/paths.js";
import { ts } from "../../typescript.cjs";
import { contextFunctions } from "../elaborate/contexts.js";
import { LIMITS } from "../limits.js";
import { type Axes, findAxes } from "./axes.js";
import { type FoundModules, findModules, type ModuleText } from "./modules.js";
import { type CheckedProject, openProject } from "./project.js";
import { languageName, type Sources, symbolOf } from "./sources.js";
import { checkSyntax } from "./syntax-check.js";
import { typeErrors } from "./type-errors.js";

/** A model file that can be lowered. */
export interface LoadedModel extends Axes {
  /** Path relative to the root. */
  readonly file: string;
  /** The file itself declares a context or an expectation, or properties of contexts it imports; otherwise it is a library for other models. */
  readonly isModel: boolean;
  readonly sources: Sources;
  /** Classes by declaration, with names that are unique in the model. */
  readonly classes: readonly { readonly node: ts.ClassDeclaration; readonly name: string }[];
  /** Variables that some statement assigns to. */
  readonly assigned: ReadonlySet<ts.Symbol>;
}

/** `model` is null when there are errors. */
export interface LoadResult {
  readonly model: LoadedModel | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads several model files with one type checker; the results are in the order of `files`. */
export function loadModels(host: SourceHost, files: readonly string[]): readonly LoadResult[] {
  const found = files.map((file) => findModules(host, file));
  const modules = new Map(found.flatMap((result) => result.modules).map((module) => [module.path, module]));
  const project = openProject(host, [...modules.values()]);
  return files.map((file, index) => loadOne(host, file, found[index] ?? { modules: [], diagnostics: [] }, project));
}

function loadOne(host: SourceHost, file: string, found: FoundModules, project: CheckedProject): LoadResult {
  const deep = found.modules.filter((module) => project.tooDeep.has(module.path));
  const diagnostics = [...found.diagnostics, ...deep.map((module) => tooDeep(host, module))];
  const modules = found.modules.flatMap((module) => project.program.getSourceFile(module.path) ?? []);
  const sources: Sources = { root: host.root, checker: project.checker, modules, language: project.language };
  const syntax = checkSyntax(sources);
  if (diagnostics.length > 0) return { model: null, diagnostics: [...diagnostics, ...syntax] };
  const spoken = (error: Diagnostic): boolean => syntax.some((other) => error.span === null || isWithin(error, other));
  const types = typeErrors(project.program, sources).filter((error) => !spoken(error));
  const { axes, diagnostics: axisErrors } = findAxes(sources);
  const all = [...syntax, ...types, ...axisErrors];
  if (all.length > 0) return { model: null, diagnostics: all };
  const path = relativePath(host.root, file);
  return {
    model: {
      file: path,
      isModel: declaresModel(sources),
      sources,
      ...axes,
      classes: classesOf(modules),
      assigned: assignedSymbols(sources),
    },
    diagnostics: [],
  };
}

/** A type error inside a construct that is rejected anyway says nothing new. */
function isWithin(error: Diagnostic, other: Diagnostic): boolean {
  const [inner, outer] = [error.span, other.span];
  return inner !== null && outer !== null && inner.file === outer.file && inner.line === outer.line && inner.column === outer.column;
}

function tooDeep(host: SourceHost, module: ModuleText): Diagnostic {
  const span = { file: relativePath(host.root, module.path), line: 0, column: 0, endLine: 0, endColumn: 0 };
  return createDiagnostic("nested-too-deep", span, { limit: LIMITS.nesting });
}

const PROPERTIES: ReadonlySet<string> = new Set(["invariant", "eventually", "reachable"]);

/** Properties alone are a library's, unless the file imports the contexts that they are about. */
function declaresModel(sources: Sources): boolean {
  const calls = (names: { has(name: string): boolean }, module: ts.SourceFile | undefined): boolean => {
    const visit = (node: ts.Node): boolean => {
      if (ts.isCallExpression(node) && names.has(languageName(sources, node.expression) ?? "")) return true;
      return !ts.isFunctionDeclaration(node) && !ts.isClassDeclaration(node) && (ts.forEachChild(node, visit) ?? false);
    };
    return module?.statements.some(visit) ?? false;
  };
  const own = sources.modules.at(-1);
  if (calls(contextFunctions, own) || calls(new Set(["expect"]), own)) return true;
  return calls(PROPERTIES, own) && sources.modules.some((module) => calls(contextFunctions, module));
}

function classesOf(modules: readonly ts.SourceFile[]): LoadedModel["classes"] {
  const names = new Set<string>();
  return modules.flatMap((module) =>
    module.statements.filter(ts.isClassDeclaration).map((node) => {
      const wanted = node.name?.text ?? "anonymous";
      let name = wanted;
      for (let copy = 2; names.has(name); copy++) name = `${wanted}'${copy}`;
      names.add(name);
      return { node, name };
    }),
  );
}

/** Targets of assignments, `++` and `--`. */
function assignedSymbols(sources: Sources): ReadonlySet<ts.Symbol> {
  const assigned = new Set<ts.Symbol>();
  const add = (target: ts.Node): void => {
    const symbol = ts.isIdentifier(target) ? symbolOf(sources, target) : null;
    if (symbol !== null) assigned.add(symbol);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) add(node.left);
    else if (ts.isPostfixUnaryExpression(node)) add(node.operand);
    else if (
      ts.isPrefixUnaryExpression(node) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
    )
      add(node.operand);
    ts.forEachChild(node, visit);
  };
  for (const module of sources.modules) visit(module);
  return assigned;
}

function isAssignmentOperator(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
