// The imports of a model that is copied to another folder: relative ones go on naming the same files, and what the new text calls is imported.

import { type Edit, type MutableSource, textOf } from "../mutate/mutation.js";
import { ts } from "../typescript.cjs";

const LANGUAGE = "lockproof/dsl";

/** `path` gives the path from the new folder of a file named from the old one. */
export function movedImports(source: MutableSource, path: (relative: string) => string): readonly Edit[] {
  return source.tree.statements.flatMap((statement): readonly Edit[] => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith(".")) return [];
    const [start, end] = [moduleSpecifier.getStart(source.tree), moduleSpecifier.getEnd()];
    return [{ file: source.file, start, end, text: JSON.stringify(path(moduleSpecifier.text)) }];
  });
}

/** Imports those of `names` that the file does not import from the language yet. */
export function addedImports(source: MutableSource, names: readonly string[]): readonly Edit[] {
  const lists = source.tree.statements.filter(ts.isImportDeclaration).flatMap((statement) => namesOf(statement) ?? []);
  const known = new Set(lists.flatMap(({ elements }) => elements.map(({ name }) => name.text)));
  const missing = names.filter((name) => !known.has(name));
  const first = lists.find((list) => isOfLanguage(list))?.elements[0];
  if (missing.length === 0) return [];
  if (first === undefined) return [{ file: source.file, start: 0, end: 0, text: `import { ${missing.join(", ")} } from "${LANGUAGE}";\n` }];
  const start = first.getStart(source.tree);
  const space = textOf(source, first.parent).includes("\n") ? "\n  " : " ";
  return [{ file: source.file, start, end: start, text: missing.map((name) => `${name},${space}`).join("") }];
}

function namesOf({ importClause }: ts.ImportDeclaration): ts.NamedImports | null {
  const bindings = importClause?.namedBindings;
  return bindings !== undefined && ts.isNamedImports(bindings) ? bindings : null;
}

function isOfLanguage(list: ts.NamedImports): boolean {
  const { moduleSpecifier } = list.parent.parent;
  return ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === LANGUAGE;
}
