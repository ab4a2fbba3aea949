// Finds the files that a model consists of, by their imports, before anything is parsed: only 'lockproof/dsl' and relative paths.

import { createDiagnostic, type Diagnostic } from "../../diagnostics/index.js";
import type { Span } from "../../ir/source.js";
import type { SourceHost, TextFlaw } from "../../source/host.js";
import { folderOf, joinPath, relativePath } from "../../source/paths.js";
import { ts } from "../../typescript.cjs";
import { LIMITS } from "../limits.js";

/** The name under which a model imports the language. */
export const LANGUAGE = "lockproof/dsl";

export interface ModuleText {
  readonly path: string;
  readonly text: string;
  /** Paths of the modules it imports, in order. */
  readonly imports: readonly string[];
}

export interface FoundModules {
  /** Imported files first, the model file last. */
  readonly modules: readonly ModuleText[];
  readonly diagnostics: readonly Diagnostic[];
}

const HINT = "check the path; imports are relative to the importing file and may end in '.js' or '.ts'";

/** Reads `file` and all files it imports. */
export function findModules(host: SourceHost, file: string): FoundModules {
  const modules: ModuleText[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const visit = (path: string, from: Span | null): void => {
    if (seen.has(path)) return;
    seen.add(path);
    if (seen.size > LIMITS.modules) {
      if (seen.size === LIMITS.modules + 1) diagnostics.push(createDiagnostic("too-many-modules", from, { limit: LIMITS.modules }));
      return;
    }
    const text = host.readFile(path);
    if (text === null) {
      diagnostics.push(createDiagnostic("file-not-found", from, { path: relativePath(host.root, path), hint: HINT }));
      return;
    }
    if (text.length > LIMITS.fileSize) {
      diagnostics.push(
        createDiagnostic("file-too-large", placeOf(host, path, { line: 0, column: 0 }), { size: text.length, limit: LIMITS.fileSize }),
      );
      return;
    }
    const flaw = host.flawOf?.(path) ?? null;
    if (flaw !== null) {
      diagnostics.push(createDiagnostic("not-text", placeOf(host, path, flaw), { byte: flaw.byte.toString(16).padStart(2, "0") }));
      return;
    }
    const imports: string[] = [];
    for (const reference of ts.preProcessFile(text, true, false).importedFiles) {
      if (reference.fileName === LANGUAGE) continue;
      const span = referenceSpan(host, path, text, reference);
      if (!/^\.\.?\//u.test(reference.fileName)) {
        diagnostics.push(createDiagnostic("unknown-import", span, { name: reference.fileName }));
        continue;
      }
      const target = resolveModule(host, path, reference.fileName);
      imports.push(target);
      visit(target, span);
    }
    modules.push({ path, text, imports });
  };
  visit(file, null);
  return { modules, diagnostics };
}

/** The file that `specifier` in `importer` means: `./a.js`, `./a.ts` and `./a` are all `a.ts`. */
export function resolveModule(host: SourceHost, importer: string, specifier: string): string {
  const path = joinPath(folderOf(importer), specifier);
  const source = path.replace(/\.js$/u, ".ts");
  if (source.endsWith(".ts")) return source;
  return host.readFile(`${source}.ts`) === null && host.readFile(`${source}/index.ts`) !== null ? `${source}/index.ts` : `${source}.ts`;
}

function placeOf(host: SourceHost, path: string, { line, column }: Pick<TextFlaw, "line" | "column">): Span {
  return { file: relativePath(host.root, path), line, column, endLine: line, endColumn: column };
}

function referenceSpan(host: SourceHost, path: string, text: string, reference: ts.FileReference): Span {
  const lineStarts = text.slice(0, reference.pos).split("\n");
  const line = lineStarts.length - 1;
  const column = lineStarts[line]?.length ?? 0;
  return { file: relativePath(host.root, path), line, column, endLine: line, endColumn: column + reference.fileName.length + 2 };
}
