// A model that expects the counterexample that was found in one of its versions, and of the others what it expected before:
//
//   expect(verified());    →    expect(version === "broken" ? violates("circular-wait", { lock: "&dev->lock", in: "poll" }) : verified());
//
// Only text changes here; what the new model means is found out by checking it.

import { calledName, type Edit, type MutableSource, mutated, parseSource, textOf } from "../mutate/mutation.js";
import { ts } from "../typescript.cjs";
import { addedImports, movedImports } from "./imports.js";

/** What was found, and in which of the checks of the model. */
export interface Found {
  readonly variants: Readonly<Record<string, string>>;
  readonly configuration: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** The model expects it already. */
  readonly asExpected: boolean;
  readonly kind: string;
  readonly lock: string | null;
  readonly function: string | null;
  readonly property: string | null;
  /** What lockdep says; null: the model is not asked. */
  readonly lockdep: { readonly rule: string | null; readonly lock: string | null; readonly function: string | null } | null;
}

export type Regression =
  | { readonly kind: "text"; readonly text: string }
  /** In words, what stands in another file of the model and would have to change. */
  | { readonly kind: "elsewhere"; readonly what: string };

/** `path`: from the new folder, of a file named from the old one. `expects`: whether the model says what it expects, in whichever file. */
export function regressionModel(text: string, found: Found, expects: boolean, path: (relative: string) => string): Regression {
  const source = parseSource("model.ts", text);
  const expectation = callsOf(source, "expect")[0];
  if (expectation === undefined && expects) return { kind: "elsewhere", what: "what the model expects" };
  const axes = Object.keys(found.variants).filter((axis) => !mentions(source, axis));
  if (axes[0] !== undefined) return { kind: "elsewhere", what: `the versions '${axes[0]}'` };
  const added = found.asExpected ? { names: [], edits: [] } : expectationEdits(source, found, expectation);
  const edits = [...movedImports(source, path), ...addedImports(source, added.names), ...pinned(source, found.parameters), ...added.edits];
  const files = mutated(new Map([[source.file, text]]), { what: "regression", edits });
  return { kind: "text", text: files.get(source.file) ?? text };
}

/** The calls of a function of the language at the top level of the file. */
function callsOf({ tree }: MutableSource, name: string): readonly ts.CallExpression[] {
  return tree.statements.flatMap((statement) => {
    const nodes = ts.isExpressionStatement(statement)
      ? [statement.expression]
      : ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.flatMap(({ initializer }) => initializer ?? [])
        : [];
    return nodes.filter(ts.isCallExpression).filter((call) => calledName(call) === name);
  });
}

/** Whether a name is declared or imported in the file. */
function mentions({ tree }: MutableSource, wanted: string): boolean {
  const visit = (node: ts.Node): boolean => (ts.isIdentifier(node) && node.text === wanted) || (ts.forEachChild(node, visit) ?? false);
  return visit(tree);
}

/** Parameters of this file with the values that the counterexample has; those of files that it imports stay as they are. */
function pinned(source: MutableSource, parameters: Found["parameters"]): readonly Edit[] {
  return callsOf(source, "param").flatMap(({ arguments: [name, value] }) => {
    const known = name !== undefined && ts.isStringLiteralLike(name) ? parameters[name.text] : undefined;
    if (known === undefined || value === undefined) return [];
    return [{ file: source.file, start: value.getStart(source.tree), end: value.getEnd(), text: String(known) }];
  });
}

/** `expect(…)` with the new verdict before the old one, and the names that the new text needs. */
function expectationEdits(source: MutableSource, found: Found, call: ts.CallExpression | undefined) {
  const condition = conditionOf(source, found);
  const choose = (now: string, before: string): string => (condition === null ? now : `${condition.text} ? ${now} : ${before}`);
  const names = ["violates", ...(condition?.names ?? [])];
  const verdict = call?.arguments[0];
  const { tree, file } = source;
  if (verdict === undefined) {
    const end = tree.getEnd();
    const text = `${tree.text.endsWith("\n") ? "" : "\n"}\nexpect(${choose(violation(found), "verified()")});\n`;
    return { names: [...names, "expect", ...(condition === null ? [] : ["verified"])], edits: [{ file, start: end, end, text }] };
  }
  const change = (node: ts.Expression, now: string): Edit => ({
    file,
    start: node.getStart(tree),
    end: node.getEnd(),
    text: choose(now, textOf(source, node)),
  });
  const opinion = call?.arguments[1];
  const edits = [change(verdict, violation(found))];
  if (opinion === undefined || found.lockdep === null) return { names, edits };
  const { rule, lock, function: name } = found.lockdep;
  return { names: [...names, "lockdep"], edits: [...edits, change(opinion, claim("lockdep", rule ?? "silent", { lock, in: name }))] };
}

function violation({ kind, lock, function: name, property }: Found): string {
  return claim("violates", kind, { lock, in: name, property });
}

/** `violates("circular-wait", { lock: "a" })`. */
function claim(call: string, first: string, details: Readonly<Record<string, string | null>>): string {
  const known = Object.entries(details).flatMap(([key, value]) => (value === null ? [] : [`${key}: ${JSON.stringify(value)}`]));
  return `${call}(${JSON.stringify(first)}${known.length === 0 ? "" : `, { ${known.join(", ")} }`})`;
}

const CONFIGURATIONS: Readonly<Record<string, string>> = {
  "raw-lock-nesting": "config.PROVE_RAW_LOCK_NESTING && !config.PREEMPT_RT",
  "no-raw-lock-nesting": "!config.PROVE_RAW_LOCK_NESTING",
  "preempt-rt": "config.PREEMPT_RT",
};

/** Null: the model has one version and one configuration. */
function conditionOf(source: MutableSource, { variants, configuration }: Found) {
  const several = callsOf(source, "configurations").some(({ arguments: { length } }) => length > 1);
  const version = Object.entries(variants).map(([axis, name]) => `${axis} === ${JSON.stringify(name)}`);
  const kernel = several ? [CONFIGURATIONS[configuration] ?? ""] : [];
  const parts = [...version, ...kernel];
  return parts.length === 0 ? null : { text: parts.join(" && "), names: several ? ["config"] : [] };
}
