// `revert(version, { before: ["a9c83a0ab66a"], after: [] })`: which commits the versions of a model do without, read from literals.

import { createDiagnostic, type Diagnostic, suggestion } from "../../diagnostics/index.js";
import { ts } from "../../typescript.cjs";
import type { Reverts, VariantAxis } from "./axes.js";
import { type Sources, spanOf } from "./sources.js";

interface Known {
  readonly variants: readonly VariantAxis[];
  /** What some `commit` of the model, or of a library it imports, asks for. */
  readonly commits: readonly string[];
}

export function readReverts(sources: Sources, call: ts.CallExpression, known: Known, diagnostics: Diagnostic[]): readonly Reverts[] {
  const [axisNode, table] = call.arguments;
  const wrong = (node: ts.Node, what: string, expected: string): readonly Reverts[] => {
    diagnostics.push(createDiagnostic("wrong-argument", spanOf(sources, node), { what, expected, hint: "write it out here" }));
    return [];
  };
  if (axisNode === undefined || table === undefined) return [];
  const axis = ts.isIdentifier(axisNode) ? axisNode.text : null;
  if (axis === null || !known.variants.some(({ name }) => name === axis))
    return wrong(axisNode, "The axis of 'revert'", "a const made by 'variant'");
  if (!ts.isObjectLiteralExpression(table))
    return wrong(table, "The table of 'revert'", "an object literal with a list of commits for each version");
  const commits: Record<string, readonly string[]> = {};
  for (const entry of table.properties) {
    const hashes = ts.isPropertyAssignment(entry) ? textsOf(entry.initializer) : null;
    if (hashes === null || entry.name === undefined) return wrong(entry, "A version of 'revert'", "a list of commits as string literals");
    commits[ts.isStringLiteralLike(entry.name) ? entry.name.text : entry.name.getText()] = hashes.map(({ text }) => text);
    for (const { text, node } of hashes) {
      if (known.commits.includes(text)) continue;
      const hint = suggestion(text, known.commits, "name one that 'commit' asks for");
      diagnostics.push(
        createDiagnostic("unknown-choice", spanOf(sources, node), { what: "code that depends on commit", name: text, hint }),
      );
    }
  }
  return [{ axis, commits }];
}

function textsOf(node: ts.Expression): readonly { readonly text: string; readonly node: ts.Node }[] | null {
  if (!ts.isArrayLiteralExpression(node)) return null;
  const texts = node.elements.flatMap((element) => (ts.isStringLiteralLike(element) ? [{ text: element.text, node: element }] : []));
  return texts.length === node.elements.length ? texts : null;
}
