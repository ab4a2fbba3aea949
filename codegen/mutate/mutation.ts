// A mutation is a small change of the text of a model. Lines keep their numbers, so that a change shows as a diff of single lines.

import { ts } from "../typescript.cjs";

export interface Edit {
  readonly file: string;
  /** Offsets in the text, `end` excluded. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Mutation {
  /** What is done, in a few words: `drop the unlock`. */
  readonly what: string;
  /** In no order, and none within another. */
  readonly edits: readonly Edit[];
}

/** One source file of a model. */
export interface MutableSource {
  readonly file: string;
  readonly tree: ts.SourceFile;
}

export function parseSource(file: string, text: string): MutableSource {
  return { file, tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) };
}

export function textOf({ tree }: MutableSource, node: ts.Node): string {
  return node.getText(tree);
}

/** `node` becomes `text`, which is followed by as many line breaks as the node had. */
export function replacement(source: MutableSource, node: ts.Node, text: string): Edit {
  const breaks = textOf(source, node).split("\n").length - text.split("\n").length;
  return { file: source.file, start: node.getStart(source.tree), end: node.getEnd(), text: text + "\n".repeat(Math.max(0, breaks)) };
}

/** The texts with the edits of a mutation made. */
export function mutated(sources: ReadonlyMap<string, string>, { edits }: Mutation): ReadonlyMap<string, string> {
  const result = new Map(sources);
  for (const { file, start, end, text } of [...edits].sort((a, b) => b.start - a.start)) {
    const before = result.get(file);
    if (before !== undefined) result.set(file, before.slice(0, start) + text + before.slice(end));
  }
  return result;
}

/** Whether all that a mutation changes lies in one of `stretches`. The imports that it needs, at the start of a file, change nothing. */
export function changesOnly(stretches: readonly Omit<Edit, "text">[], { edits }: Mutation): boolean {
  return edits.every(
    ({ file, start, end }) => end === 0 || stretches.some((each) => each.file === file && each.start <= start && end <= each.end),
  );
}

/** Name of the function that a call calls by its plain name. */
export function calledName(node: ts.Node): string | null {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? node.expression.text : null;
}

/** The call that a statement consists of, or that a `const` is declared with. */
export function callOf(statement: ts.Statement): ts.CallExpression | null {
  if (ts.isExpressionStatement(statement)) return ts.isCallExpression(statement.expression) ? statement.expression : null;
  const [only, ...others] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  const first = only?.initializer;
  return first !== undefined && others.length === 0 && ts.isCallExpression(first) ? first : null;
}

const LOCK =
  /^(raw_spin|spin|mutex|read|write|down|rcu_read)(_trylock|_lock|_read|_write)?(_irq|_irqsave|_bh|_nested|_irqsave_nested|_nest_lock|_killable|_interruptible)*$/;

export function isLockCall(statement: ts.Statement): boolean {
  const name = callName(statement);
  return name !== null && !name.includes("unlock") && !name.startsWith("up") && LOCK.test(name) && /lock|down/.test(name);
}

export function isUnlockCall(statement: ts.Statement): boolean {
  const name = callName(statement);
  return name !== null && (name.includes("_unlock") || /^up_(read|write)$/.test(name));
}

function callName(statement: ts.Statement): string | null {
  const call = callOf(statement);
  return call === null ? null : calledName(call);
}
