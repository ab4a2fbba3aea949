// "This comparison appears to be unintentional": TypeScript believes that a field keeps the value that this function stored, other contexts do
// not exist for it. It is right where the two are of different kinds: in C a truth value is a number, here it is not. Comparisons with values
// that a field can never have are found by the lowering (LM118).

import { ts } from "../../typescript.cjs";
import type { Sources } from "./sources.js";

const NO_OVERLAP = 2367;

type Kind = "truth" | "number" | "text";

/** True for a complaint about a comparison that may come true. */
export function isPossible(sources: Sources, error: ts.Diagnostic): boolean {
  return error.code === NO_OVERLAP && kindsOf(sources, error) === null;
}

/** What to write instead, where a truth value is compared with something else. */
export function repairOf(sources: Sources, error: ts.Diagnostic): string | null {
  const asks = error.code === NO_OVERLAP && (kindsOf(sources, error)?.includes("truth") ?? false);
  return asks ? "A truth value is asked as it is: 'if (f())', where C may have 'f() == 1'." : null;
}

/** The kinds of the two sides; null when they are of one, or it is not known of which. */
function kindsOf({ checker }: Sources, { file, start = 0, length = 0 }: ts.Diagnostic): readonly Kind[] | null {
  const comparison = file === undefined ? null : comparisonAt(file, start, start + length);
  if (comparison === null) return null;
  const [left, right] = [comparison.left, comparison.right].map((side) => kindOf(checker.getTypeAtLocation(side)));
  return left == null || right == null || left === right ? null : [left, right];
}

function comparisonAt(file: ts.SourceFile, start: number, end: number): ts.BinaryExpression | null {
  const visit = (node: ts.Node): ts.BinaryExpression | undefined => {
    if (node.getStart(file) > start || node.getEnd() < end) return undefined;
    if (ts.isBinaryExpression(node) && node.getStart(file) === start && node.getEnd() === end) return node;
    return ts.forEachChild(node, visit);
  };
  return visit(file) ?? null;
}

function kindOf(type: ts.Type): Kind | null {
  const parts = type.isUnion() ? type.types : [type];
  const are = (flags: ts.TypeFlags): boolean => parts.every((part) => (part.flags & flags) !== 0);
  if (are(ts.TypeFlags.BooleanLike)) return "truth";
  if (are(ts.TypeFlags.NumberLike)) return "number";
  return are(ts.TypeFlags.StringLike) ? "text" : null;
}
