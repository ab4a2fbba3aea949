// Mutations of how locks are taken and of what they are: without disabling interrupts or bottom halves, and of another type. They change an
// acquisition together with its releases, else they would be another mutation.

import { ts } from "../typescript.cjs";
import { calledName, type Edit, type MutableSource, type Mutation, replacement, textOf } from "./mutation.js";

interface LockCall {
  readonly source: MutableSource;
  readonly node: ts.CallExpression;
  readonly name: string;
  readonly lock: string;
}

/** Pairs of suffixes of an acquisition and its release. */
const DISABLING: readonly (readonly [string, string])[] = [
  ["_irqsave", "_irqrestore"],
  ["_irq", "_irq"],
  ["_bh", "_bh"],
];

/** Within one function: `spin_lock_irqsave(l)` with its releases becomes `spin_lock(l)`. */
export function plainLockMutations(source: MutableSource, body: ts.Node): readonly Mutation[] {
  const calls = lockCalls(source, body);
  return DISABLING.flatMap(([take, give]) => {
    const locks = new Set(calls.filter(({ name }) => name.endsWith(`lock${take}`) && !name.includes("unlock")).map(({ lock }) => lock));
    return [...locks].map((lock) => {
      const edits = calls.filter((call) => call.lock === lock).flatMap((call) => plain(call, take, give));
      return { what: `take ${lock} without ${take.slice(1)}`, edits };
    });
  });
}

function plain({ source, node, name, lock }: LockCall, take: string, give: string): readonly Edit[] {
  if (name.endsWith(`_unlock${give}`)) return [replacement(source, node, `${name.slice(0, -give.length)}(${lock})`)];
  if (!name.endsWith(`lock${take}`) || name.includes("unlock")) return [];
  const base = `${name.slice(0, -take.length)}(${lock})`;
  const declaration = node.parent.parent;
  if (take !== "_irqsave" || !ts.isVariableDeclaration(node.parent)) return [replacement(source, node, base)];
  return ts.isVariableDeclarationList(declaration) ? [replacement(source, declaration.parent, `${base};`)] : [];
}

/** The families of functions for each type of lock. */
const TYPES = {
  raw_spinlock_t: { prefix: "raw_spin", others: ["spinlock_t"] },
  spinlock_t: { prefix: "spin", others: ["raw_spinlock_t", "mutex"] },
  mutex: { prefix: "mutex", others: ["spinlock_t"] },
} as const;
type LockType = keyof typeof TYPES;

/** raw, spinning, sleeping: a declaration of a lock and all calls on locks of that name, in all files. */
export function lockTypeMutations(sources: readonly MutableSource[]): readonly Mutation[] {
  const calls = sources.flatMap((source) => lockCalls(source, source.tree));
  return sources.flatMap((source) =>
    declarations(source).flatMap(({ node, type, name }) =>
      TYPES[type].others.map((other) => ({
        what: `${name} becomes a ${other}`,
        edits: [
          replacement(source, node.expression, other),
          ...calls.filter(({ lock }) => memberOf(lock) === name).flatMap((call) => retyped(call, type, other)),
        ],
      })),
    ),
  );
}

function retyped({ source, node, name }: LockCall, from: LockType, to: LockType): readonly Edit[] {
  const prefix = `${TYPES[from].prefix}_`;
  if (!name.startsWith(prefix)) return [];
  const rest = name.slice(prefix.length);
  const sleeping = rest.replace(/_(irq|bh)$/, "");
  return [replacement(source, node.expression, `${TYPES[to].prefix}_${to === "mutex" ? sleeping : rest}`)];
}

function declarations(
  source: MutableSource,
): readonly { readonly node: ts.CallExpression; readonly type: LockType; readonly name: string }[] {
  const found: { node: ts.CallExpression; type: LockType; name: string }[] = [];
  const visit = (node: ts.Node): void => {
    const type = calledName(node);
    const { parent } = node;
    if (ts.isCallExpression(node) && isLockType(type) && (ts.isPropertyDeclaration(parent) || ts.isVariableDeclaration(parent)))
      found.push({ node, type, name: textOf(source, parent.name) });
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
}

function isLockType(name: string | null): name is LockType {
  return name !== null && name in TYPES;
}

function lockCalls(source: MutableSource, root: ts.Node): readonly LockCall[] {
  const found: LockCall[] = [];
  const visit = (node: ts.Node): void => {
    const name = calledName(node);
    const argument = ts.isCallExpression(node) ? node.arguments[0] : undefined;
    if (name !== null && argument !== undefined && ts.isCallExpression(node) && /^(raw_spin|spin|mutex|read|write)_\w*lock/.test(name))
      found.push({ source, node, name, lock: textOf(source, argument) });
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function memberOf(lock: string): string {
  return lock.split(".").at(-1) ?? lock;
}
