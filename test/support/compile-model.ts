// Models as text, in memory: `accepted("task(…)")` loads and lowers without touching the disk, except for the language's own files.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Diagnostic } from "../../codegen/diagnostics/index.js";
import { type LoadedModel, type LoadResult, loadModel, loadModels, lowerProgram } from "../../codegen/frontend/index.js";
import type { Configuration, Program } from "../../codegen/ir/program.js";
import type { SourceHost } from "../../codegen/source/host.js";

const DSL = "/package/dsl";

/** The folder of the sources: tests run from `dist`, whose parent it is. */
const repository = fileURLToPath(new URL("../../../", import.meta.url));

const languageTexts = new Map<string, string | null>();

function languageText(path: string): string | null {
  const name = path.slice(DSL.length + 1);
  const known = languageTexts.get(name);
  if (known !== undefined) return known;
  const text = name.endsWith(".ts") && !name.endsWith(".d.ts") ? readFileSync(`${repository}/dsl/${name}`, "utf8") : null;
  languageTexts.set(name, text);
  return text;
}

/** A host with the given files below `/models`. */
export function memoryHost(files: Readonly<Record<string, string>>): SourceHost {
  return {
    root: "/models",
    dslFolder: DSL,
    readFile: (path) => (path.startsWith(`${DSL}/`) ? languageText(path) : (files[path.replace(/^\/models\//u, "")] ?? null)),
  };
}

export interface Compiled {
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly loaded: LoadedModel | null;
}

export interface CompileOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly variants?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, number>>;
  readonly configuration?: Configuration;
}

export const NESTING: Configuration = { name: "raw-lock-nesting", proveRawLockNesting: true, preemptRt: false };
export const PREEMPT_RT: Configuration = { name: "preempt-rt", proveRawLockNesting: true, preemptRt: true };
export const NO_NESTING: Configuration = { name: "no-raw-lock-nesting", proveRawLockNesting: false, preemptRt: false };

/** Names of the language that `source` uses are imported in a line before it, unless it imports the language itself. */
export function withImports(source: string): string {
  if (/from "lockproof\/dsl"/u.test(source)) return source;
  const used = languageNames().filter((name) => new RegExp(`\\b${name}\\b`, "u").test(source));
  return `import { ${used.join(", ")} } from "lockproof/dsl";\n${source}`;
}

/** The files that dsl/index.ts exports, without the extension. */
export function languageFiles(): readonly string[] {
  return [...(languageText(`${DSL}/index.ts`) ?? "").matchAll(/^export \* from "\.\/(.+)\.js"/gmu)].map((match) => match[1] ?? "");
}

let names: readonly string[] | null = null;

/** Everything that the language exports. */
export function languageNames(): readonly string[] {
  names ??= [...new Set(languageFiles().flatMap((file) => exportsOf(languageText(`${DSL}/${file}.ts`) ?? "")))];
  return names;
}

/** The functions among them. */
export function languageFunctionNames(): readonly string[] {
  return languageFiles().flatMap((file) =>
    [...(languageText(`${DSL}/${file}.ts`) ?? "").matchAll(/^export declare function (\w+)/gmu)].map((match) => match[1] ?? ""),
  );
}

function exportsOf(text: string): readonly string[] {
  return [...text.matchAll(/^export (?:declare )?(?:function|const|interface|type) (\w+)/gmu)].map((match) => match[1] ?? "");
}

/** Compiles one model; its text is `main.ts`, its first line the import that `withImports` adds. */
export function compile(source: string, options: CompileOptions = {}): Compiled {
  const files = Object.fromEntries(Object.entries(options.files ?? {}).map(([name, text]) => [name, withImports(text)]));
  return lowered(loadModel(memoryHost({ ...files, "main.ts": withImports(source) }), "/models/main.ts"), options);
}

/** Compiles several models, each in a folder of its own, with one type checker: in a third of the time. */
export function compileAll(sources: readonly string[]): readonly (() => Compiled)[] {
  const files = Object.fromEntries(sources.map((source, index) => [`${index}/main.ts`, withImports(source)]));
  const paths = Object.keys(files).map((name) => `/models/${name}`);
  return loadModels(memoryHost(files), paths).map((result) => () => lowered(result, {}));
}

function lowered(result: LoadResult, options: CompileOptions): Compiled {
  if (result.model === null) return { program: null, diagnostics: result.diagnostics, loaded: null };
  const choice = {
    variants: options.variants ?? {},
    parameters: options.parameters ?? {},
    configuration: options.configuration ?? result.model.configurations[0] ?? NESTING,
  };
  return { ...lowerProgram(result.model, choice), loaded: result.model };
}

/** The program of a model that must have no mistakes. */
export function accepted(source: string, options: CompileOptions = {}): Program {
  const { program, diagnostics } = compile(source, options);
  if (program === null || diagnostics.length > 0) throw new Error(diagnostics.map(shortDiagnostic).join("\n"));
  return program;
}

/** Diagnostics of a model; the text given begins with line 2. */
export function rejected(source: string, options: CompileOptions = {}): readonly Diagnostic[] {
  const { program, diagnostics } = compile(source, options);
  if (program !== null) throw new Error("the model was accepted");
  return diagnostics;
}

/** Codes and what is marked: `LM102 "ctx.x"`. */
export function marked(source: string, options: CompileOptions = {}): readonly string[] {
  const lines = withImports(source).split("\n");
  return rejected(source, options).map(({ code, span }) => {
    if (span === null) return code;
    const text =
      span.file === "main.ts" && span.line === span.endLine
        ? (lines[span.line] ?? "").slice(span.column, span.endColumn)
        : `${span.file}:${span.line + 1}`;
    return `${code} ${text}`;
  });
}

/** `LM102 3:5 message`. */
export function shortDiagnostic(diagnostic: Diagnostic): string {
  const { span } = diagnostic;
  const place = span === null ? "-" : `${span.file === "main.ts" ? "" : `${span.file}:`}${span.line + 1}:${span.column + 1}`;
  return `${diagnostic.code} ${place} ${diagnostic.message}`;
}
