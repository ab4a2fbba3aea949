// The type-checked source files of one model, and what the rest of the frontend asks of them.

import type { Span } from "../../ir/source.js";
import { relativePath } from "../../source/paths.js";
import { ts } from "../../typescript.cjs";

export interface Sources {
  readonly root: string;
  readonly checker: ts.TypeChecker;
  /** Files of the model, imported ones first, in the order of imports; the model file is the last. */
  readonly modules: readonly ts.SourceFile[];
  /** The exports of lockproof/dsl by their resolved symbol. */
  readonly language: ReadonlyMap<ts.Symbol, string>;
}

/** Where `node` stands. */
export function spanOf(sources: Sources, node: ts.Node): Span {
  return textSpan(sources.root, node.getSourceFile(), node.getStart(), node.getEnd());
}

export function textSpan(root: string, file: ts.SourceFile, start: number, end: number): Span {
  const from = file.getLineAndCharacterOfPosition(start);
  const to = file.getLineAndCharacterOfPosition(end);
  return { file: relativePath(root, file.fileName), line: from.line, column: from.character, endLine: to.line, endColumn: to.character };
}

/** What a name stands for, imports followed; null when the type checker knows nothing. */
export function symbolOf(sources: Sources, node: ts.Node): ts.Symbol | null {
  const symbol =
    ts.isIdentifier(node) && ts.isShorthandPropertyAssignment(node.parent)
      ? sources.checker.getShorthandAssignmentValueSymbol(node.parent)
      : sources.checker.getSymbolAtLocation(node);
  return symbol === undefined ? null : resolveAlias(sources.checker, symbol);
}

export function resolveAlias(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** The name of the language's function or constant that `node` means, null for anything else. */
export function languageName(sources: Sources, node: ts.Node): string | null {
  const symbol = symbolOf(sources, node);
  return symbol === null ? null : (sources.language.get(symbol) ?? null);
}
