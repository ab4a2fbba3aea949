// Mutations of a model: small mistakes in its code, one at a time. A model whose properties are good enough notices each of them. What a mutant
// means is not decided here; one that does not compile is none.

import { ts } from "../typescript.cjs";
import { conditionMutations } from "./conditions.js";
import { lockTypeMutations, plainLockMutations } from "./locks.js";
import { calledName, type Edit, type MutableSource, type Mutation, parseSource } from "./mutation.js";
import { sectionMutations } from "./sections.js";
import { left, statementMutations } from "./statements.js";

export { changesOnly, type Mutation, mutated } from "./mutation.js";

/** What a model says of itself is not changed. */
const STATEMENTS_ABOUT = /^(invariant|eventually|reachable|expect|assert|param|variant|select|configurations|cpus)$/;

/** `single`: of one place, one at a time; `locks`: all that a function does with a lock, which takes that lock away. */
export type MutationKinds = "single" | "locks";

/** All mutations of the files of a model. */
export function mutationsOf(files: ReadonlyMap<string, string>, kinds: MutationKinds = "single"): readonly Mutation[] {
  const sources = [...files].map(([file, text]) => parseSource(file, text));
  if (kinds === "locks") return sources.flatMap(sections);
  const versions = versionsOf(sources);
  const all = [...sources.flatMap((source) => codeMutations(source, versions)), ...lockTypeMutations(sources)];
  const distinct = new Map(all.map((mutation) => [JSON.stringify(mutation.edits), mutation]));
  return [...distinct.values()].map((mutation) => withImports(mutation, sources));
}

/** Constants that the versions of a model decide, and what is made of nothing but them. */
function versionsOf(sources: readonly MutableSource[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, initializer } of sources.flatMap(constantsOf)) {
    const words = initializer.replaceAll(/"[^"]*"/g, "").match(/[a-z_]\w*/gi) ?? [];
    if (DECIDED.test(initializer) || (words.length > 0 && words.every((word) => names.has(word)))) names.add(name);
  }
  return names;
}

const DECIDED = /^(variant|param|commit|revert|select)\(/;

function constantsOf({ tree }: MutableSource): readonly { readonly name: string; readonly initializer: string }[] {
  return tree.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .map(({ name, initializer }) => ({ name: name.getText(tree), initializer: initializer?.getText(tree) ?? "" }));
}

function sections(source: MutableSource): readonly Mutation[] {
  const found: Mutation[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) found.push(...sectionMutations(source, node));
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
}

function codeMutations(source: MutableSource, versions: ReadonlySet<string>): readonly Mutation[] {
  const found: Mutation[] = [];
  const visit = (node: ts.Node, inCode: boolean): void => {
    if (STATEMENTS_ABOUT.test(calledName(node) ?? "")) return;
    if (inCode) found.push(...conditionMutations(source, node, versions));
    if (inCode && ts.isBlock(node)) found.push(...statementMutations(source, node.statements));
    if (inCode && ts.isIfStatement(node)) found.push(...branches(node).flatMap((branch) => left(source, branch)));
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) found.push(...plainLockMutations(source, node));
    ts.forEachChild(node, (child) => visit(child, inCode || ts.isFunctionLike(node)));
  };
  visit(source.tree, false);
  return found;
}

function branches({ thenStatement, elseStatement }: ts.IfStatement): readonly ts.Statement[] {
  return elseStatement === undefined ? [thenStatement] : [thenStatement, elseStatement];
}

/** Imports what the new text calls and its file does not import, on the line of the first import. */
function withImports(mutation: Mutation, sources: readonly MutableSource[]): Mutation {
  const files = [...new Set(mutation.edits.map(({ file }) => file))];
  const imports = files.flatMap((file): readonly Edit[] => {
    const source = sources.find((candidate) => candidate.file === file);
    const texts = mutation.edits.filter((edit) => edit.file === file).map(({ text }) => text);
    const used = new Set(texts.flatMap((text) => text.match(/\b(raw_spin|spin|mutex|read|write|list|hrtimer)\w*(?=\(|$)/g) ?? []));
    const missing = [...used].filter((name) => source !== undefined && !imported(source).has(name));
    return missing.length === 0 ? [] : [{ file, start: 0, end: 0, text: `import { ${missing.join(", ")} } from "lockproof/dsl"; ` }];
  });
  return { ...mutation, edits: [...mutation.edits, ...imports] };
}

function imported({ tree }: MutableSource): ReadonlySet<string> {
  return new Set(
    tree.statements.filter(ts.isImportDeclaration).flatMap(({ importClause }) => {
      const names = importClause?.namedBindings;
      return names !== undefined && ts.isNamedImports(names) ? names.elements.map(({ name }) => name.text) : [];
    }),
  );
}
