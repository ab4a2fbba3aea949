// One ts-morph project for all models of a run: files in memory, the language mapped to its own folder, nothing of the model's tsconfig.

import type { SourceFile } from "ts-morph";
import type { SourceHost } from "../../source/host.js";
import { Project, ts } from "../../typescript.cjs";
import { LIMITS } from "../limits.js";
import { findModules, LANGUAGE, type ModuleText } from "./modules.js";
import { resolveAlias } from "./sources.js";

export interface CheckedProject {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly language: ReadonlyMap<ts.Symbol, string>;
  /** Files nested too deep to be parsed or checked; they are not part of the program. */
  readonly tooDeep: ReadonlySet<string>;
}

/** Parses and binds `modules`, each once. */
export function openProject(host: SourceHost, modules: readonly ModuleText[]): CheckedProject {
  const index = languageIndex(host);
  const language = findModules(host, index).modules;
  const project = languageProject(index, language);
  const tooDeep = new Set<string>();
  const files: SourceFile[] = [];
  for (const module of modules) {
    if (language.some(({ path }) => path === module.path)) continue;
    if (isTooDeep(module)) tooDeep.add(module.path);
    else files.push(project.createSourceFile(module.path, module.text, { overwrite: true }));
  }
  const program = project.getProgram().compilerObject;
  for (const file of files) project.removeSourceFile(file);
  const checker = program.getTypeChecker();
  return { program, checker, language: languageSymbols(program, checker, index), tooDeep };
}

let latest: { readonly index: string; readonly language: readonly ModuleText[]; readonly project: Project } | null = null;

/** A project with the language and TypeScript's own declarations. Programs of one process share them: parsing them takes longer than a model does. */
function languageProject(index: string, language: readonly ModuleText[]): Project {
  const isSame = (module: ModuleText, at: number): boolean => {
    const other = latest?.language[at];
    return other?.path === module.path && other.text === module.text;
  };
  if (latest !== null && latest.index === index && latest.language.length === language.length && language.every(isSame))
    return latest.project;
  const project = new Project({ useInMemoryFileSystem: true, compilerOptions: compilerOptions(index) });
  for (const module of language) project.createSourceFile(module.path, module.text, { overwrite: true });
  latest = { index, language, project };
  return project;
}

function languageIndex(host: SourceHost): string {
  const source = `${host.dslFolder}/index.ts`;
  return host.readFile(source) === null ? `${host.dslFolder}/index.d.ts` : source;
}

function compilerOptions(index: string): ts.CompilerOptions {
  return {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    noImplicitReturns: true,
    useDefineForClassFields: false,
    skipLibCheck: true,
    paths: { [LANGUAGE]: [index] },
  };
}

function languageSymbols(program: ts.Program, checker: ts.TypeChecker, index: string): ReadonlyMap<ts.Symbol, string> {
  const file = program.getSourceFile(index);
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  const exports = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
  return new Map(exports.map((entry) => [resolveAlias(checker, entry), entry.name]));
}

/** The parser is recursive: text nested without end is found out here, where its stack may overflow without harm. */
function isTooDeep(module: ModuleText): boolean {
  try {
    return depthOf(ts.createSourceFile(module.path, module.text, ts.ScriptTarget.ES2023, false)) > LIMITS.nesting;
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

function depthOf(root: ts.Node): number {
  let depth = 0;
  let level: ts.Node[] = [root];
  while (level.length > 0 && depth <= LIMITS.nesting) {
    depth++;
    const next: ts.Node[] = [];
    for (const node of level) ts.forEachChild(node, (child) => void next.push(child));
    level = next;
  }
  return depth;
}
