// Random expressions as text. Comparisons have a variable on their left side: TypeScript refuses to compare two literals that differ.

import { type Known, nullablesOf, objectsOf, type Scope } from "./random-models-scope.js";

export const SHARED_NUMBERS = ["n0", "n1", "w0"] as const;
/** Data that is used only where the lock is held. */
const GUARDED: Readonly<Record<string, string>> = { s1: "g0", m0: "g1", r0: "g2", s0: "g3" };
export const SHARED_FLAGS = ["b0", "b1"] as const;
export const ENUM_VALUES = ["red", "green", "blue"] as const;

/** Shared and local numbers that can be stored to. */
export function numberTargets(scope: Scope): readonly string[] {
  const guarded = scope.held.flatMap(({ lock }) => (lock === null ? [] : (GUARDED[lock.name] ?? [])));
  return [...guarded, ...guarded, ...SHARED_NUMBERS, ...objectsOf(scope).map((object) => `${object}.count`)];
}

export function flagTargets(scope: Scope): readonly string[] {
  return [...SHARED_FLAGS, ...objectsOf(scope).map((object) => `${object}.busy`)];
}

function variable(scope: Scope): string {
  const { draws } = scope;
  const locals = [...scope.numbers, ...scope.variables];
  if (locals.length > 0 && draws.below(2) === 1) return draws.pick(locals);
  return draws.pick(numberTargets(scope));
}

export function numberExpression(scope: Scope, depth = 1): string {
  const { draws } = scope;
  const inner = (): string => (depth === 0 ? variable(scope) : numberExpression(scope, depth - 1));
  switch (draws.below(12)) {
    case 0:
    case 1:
      return String(draws.below(3));
    case 2:
    case 3:
      return variable(scope);
    case 4:
      return `${variable(scope)} + 1`;
    case 5:
      return `${variable(scope)} - 1`;
    case 6:
      return `${inner()} + ${variable(scope)}`;
    case 7:
      return draws.pick([`(${variable(scope)} + 1) % 2`, `(${variable(scope)} - 1) % 2`]);
    case 8:
      return "atomic_read(a0)";
    case 9:
      return `(${condition(scope, 0)} ? ${inner()} : ${inner()})`;
    case 10:
      return draws.pick([
        "wrap(w0 - 1, 4)",
        `wrap(${variable(scope)} - w0, 4)`,
        `-${variable(scope)}`,
        `${variable(scope)} / 2`,
        `${variable(scope)} * 2`,
      ]);
    default:
      return `READ_ONCE(${variable(scope)})`;
  }
}

/** Something true or false that makes no step of its own. */
export function condition(scope: Scope, depth = 1): string {
  const { draws } = scope;
  if (depth > 0 && draws.rarely(3)) {
    const left = condition(scope, depth - 1);
    return `(${left} ${draws.pick(["&&", "||"])} ${condition(scope, depth - 1)})`;
  }
  const text = plainCondition(scope);
  return draws.rarely(4) ? `!(${text})` : text;
}

function plainCondition(scope: Scope): string {
  const { draws } = scope;
  switch (draws.below(11)) {
    case 0:
    case 1:
      return draws.pick([...flagTargets(scope), ...scope.flags]);
    case 2:
    case 3:
      return `${variable(scope)} ${draws.pick(["===", "<", "!==", "<=", ">", ">="])} ${numberExpression(scope, 0)}`;
    case 4:
      return draws.pick(["list_empty(h0)", "list_empty(h1)", "llist_empty(l0)", ...scope.stackLists.map((list) => `list_empty(${list})`)]);
    case 5:
      return `list_empty(${someObject(scope)}.node)`;
    case 6:
      return draws.pick(["spin_is_locked(s0)", "mutex_is_locked(m0)", "spin_is_locked(r0)", `spin_is_locked(${someObject(scope)}.lock)`]);
    case 7:
      return `${draws.pick(["hrtimer_is_queued", "hrtimer_callback_running", "hrtimer_active"])}(${someObject(scope)}.timer)`;
    case 8:
      return draws.pick(["waitqueue_active(q0)", "atomic_read(a0) > 0"]);
    case 9:
      return enumComparison(scope);
    default: {
      const [left = "os[0]"] = nullablesOf(scope);
      return `${left} === ${someObject(scope)}`;
    }
  }
}

function enumComparison(scope: Scope): string {
  const candidates = ["e0", ...objectsOf(scope).map((object) => `${object}.color`)].filter((name) => !scope.narrowedEnums.has(name));
  const [first] = candidates;
  if (first === undefined) return "b0";
  const name = scope.draws.pick(candidates);
  scope.narrowedEnums.add(name);
  return `${name} === "${scope.draws.pick(ENUM_VALUES)}"`;
}

/** An object that TypeScript knows is not NULL; seldom one that may not be there. */
export function someObject(scope: Scope): string {
  const { draws } = scope;
  const choice = draws.below(24);
  if (choice === 22) return "list_first_entry(h0)";
  if (choice === 23) return "list_last_entry(h1)";
  const all = objectsOf(scope);
  // What is nearest is used most.
  return draws.below(3) > 0 ? (all.at(-1) ?? "os[0]") : draws.pick(all);
}

/** A reference, and what is known of it. */
export function reference(scope: Scope): { readonly text: string; readonly known: Known } {
  const { draws } = scope;
  switch (draws.below(7)) {
    case 0:
      return { text: someObject(scope), known: "object" };
    case 1:
      return { text: "null", known: "null" };
    case 2:
      return { text: draws.pick(["list_first_entry_or_null(h0)", "list_first_entry_or_null(h1)"]), known: "unknown" };
    case 3:
      return { text: "choose(os[0], null)", known: "unknown" };
    case 4:
      return { text: "llist_del_first(l0)", known: "unknown" };
    case 5: {
      const name = draws.pick(["p0", ...nullablesOf(scope)]);
      return { text: name, known: scope.known.get(name) ?? "unknown" };
    }
    default:
      return { text: `os[0]`, known: "object" };
  }
}
