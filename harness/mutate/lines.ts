// A mutation as changed lines, and what the model says about them.

import { type Mutation, mutated } from "../../codegen/mutate/index.js";
import { relativePath } from "../../codegen/source/paths.js";
import type { Mutant } from "../result.js";

type Lines = Mutant["lines"];

/** The imports that a mutation needs are no part of it. */
const IMPORT = /^import \{[^}]*\} from "lockproof\/dsl"; /;

export function changedLines(root: string, sources: ReadonlyMap<string, string>, mutation: Mutation): Lines {
  const after = mutated(sources, mutation);
  return [...sources].flatMap(([file, text]) => {
    const changed = (after.get(file) ?? "").split("\n");
    const before = text.split("\n");
    return before.flatMap((line, index) => {
      const now = index === 0 && !IMPORT.test(line) ? (changed[index] ?? "").replace(IMPORT, "") : (changed[index] ?? "");
      return now === line ? [] : [{ file: relativePath(root, file), line: index, before: line.trim(), after: now.trim() }];
    });
  });
}

const EXPLAINED = /\/\/ survives mutation: (.*)$/;
const EXPLAINED_ABOVE = /^\s*\/\/ survives mutation: (.*)$/;

/** What a changed line says behind its code, or the line above it when it says nothing else. */
export function explanationOf(root: string, sources: ReadonlyMap<string, string>, lines: Lines): string | null {
  for (const { file, line } of lines) {
    const [, text] = [...sources].find(([path]) => relativePath(root, path) === file) ?? [];
    const all = (text ?? "").split("\n");
    const found = EXPLAINED.exec(all[line] ?? "") ?? EXPLAINED_ABOVE.exec(all[line - 1] ?? "");
    if (found !== null) return found[1] ?? null;
  }
  return null;
}
