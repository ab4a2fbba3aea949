// Statements with blocks, as text: sections of locks and the like, branches, loops.

import { Draws } from "./random-models-draws.js";
import { condition, ENUM_VALUES, numberExpression, reference } from "./random-models-expressions.js";
import { callOf, type Lines, leaves } from "./random-models-leaves.js";
import { lockCalls, someLock, tryCalls } from "./random-models-locks.js";
import type { BlockKind, LeafKind, Statement } from "./random-models-plan.js";
import { forgetObjects, fresh, holding, inside, join, type Known, nullablesOf, objectsOf, type Scope } from "./random-models-scope.js";

type Block = (scope: Scope, statement: Statement) => Lines;

interface Body {
  readonly lines: readonly string[];
  readonly ends: boolean;
  /** What is known behind it; null when its end is not reached. */
  readonly known: ReadonlyMap<string, Known> | null;
}

/** A block with a scope of its own. */
export function body(scope: Scope, statements: readonly Statement[], changes: Partial<Scope> = {}): Body {
  let current = inside(scope, scope.draws, changes);
  const lines: string[] = [];
  for (const statement of statements) {
    const found = lower({ ...current, draws: new Draws(statement.draws) }, statement);
    lines.push(...found.lines);
    if (found.ends === true) return { lines, ends: true, known: null };
    current = { ...current, ...found.declares };
  }
  return { lines, ends: false, known: current.known };
}

function lower(scope: Scope, statement: Statement): Lines {
  const { kind } = statement;
  return isBlock(kind) ? blocks[kind](scope, statement) : leaves[kind](scope);
}

function isBlock(kind: BlockKind | LeafKind): kind is BlockKind {
  return kind in blocks;
}

const blocks: Readonly<Record<BlockKind, Block>> = {
  lock: (scope, { body: statements }) => {
    const lock = someLock(scope);
    const { take, release, irqsOff } = lockCalls(scope, lock, fresh(scope, "flags"));
    const atomic = scope.atomic || !lock.sleeps;
    const leave = releasedAs(scope, lock.name, release);
    return section(scope, statements, [take], [leave], holding(scope, [leave], lock, { atomic, irqsOff }));
  },
  trylock: (scope, { body: statements, other }) => {
    const { draws } = scope;
    const lock = someLock(scope);
    const { take, release, irqsOff } = tryCalls(scope, lock);
    const held = holding(scope, [release], lock, { atomic: scope.atomic || !lock.sleeps, irqsOff });
    if (draws.rarely(3) && scope.returns === "nothing" && scope.held.length === 0) {
      return section(scope, statements, [`if (!${take}) return;`], [release], held);
    }
    const taken = body(scope, statements, held);
    const failed = body(scope, other);
    join(scope, [taken.known, failed.known]);
    const ending = taken.ends ? [] : draws.rarely(20) ? [] : [release];
    return { lines: [`if (${take}) {`, ...taken.lines, ...ending, ...otherwise(failed)], ends: taken.ends && failed.ends };
  },
  section: (scope, { body: statements }) => {
    const { draws } = scope;
    const flags = fresh(scope, "flags");
    const off = { atomic: true, irqsOff: true };
    const saving = { enter: `const ${flags} = local_irq_save();`, leave: `local_irq_restore(${flags});`, changes: off };
    const kinds = [
      { enter: "rcu_read_lock();", leave: "rcu_read_unlock();", changes: { atomic: true } },
      { enter: "preempt_disable();", leave: "preempt_enable();", changes: { atomic: true } },
      { enter: "local_bh_disable();", leave: "local_bh_enable();", changes: { atomic: true } },
      saving,
      ...(scope.irqsOff ? [saving] : [{ enter: "local_irq_disable();", leave: "local_irq_enable();", changes: off }]),
    ];
    const { enter, leave, changes } = draws.pick(kinds);
    return section(scope, statements, [enter], [leave], holding(scope, [leave], null, changes));
  },
  if: (scope, { body: statements, other }) => {
    const test = stepCondition(scope);
    const whenTrue = body(scope, statements);
    const whenFalse = body(scope, other);
    join(scope, [whenTrue.known, whenFalse.known]);
    return { lines: [`if (${test}) {`, ...whenTrue.lines, ...otherwise(whenFalse)], ends: whenTrue.ends && whenFalse.ends };
  },
  "if-object": (scope, { body: statements, other }) => {
    const before: string[] = [];
    let name = scope.draws.pick(["", ...nullablesOf(scope)]);
    if (name === "") {
      name = fresh(scope, "found");
      before.push(`const ${name}: obj | null = ${nullableText(scope)};`);
    }
    const known = new Map(scope.known);
    const whenTrue = body(scope, statements, { known: new Map([...known, [name, "object" as const]]) });
    const whenFalse = body(scope, other, { known: new Map([...known, [name, "null" as const]]) });
    const declares = before.length === 0 ? {} : { known: scope.known };
    if (before.length > 0) scope.known.set(name, "unknown");
    join(scope, [whenTrue.known, whenFalse.known]);
    return {
      lines: [...before, `if (${name} !== null) {`, ...whenTrue.lines, ...otherwise(whenFalse)],
      ends: whenTrue.ends && whenFalse.ends,
      declares,
    };
  },
  count: (scope, { body: statements }) => {
    const { draws } = scope;
    const name = fresh(scope, "i");
    const rounds = 1 + draws.below(2);
    const style = draws.below(4);
    const counted = { numbers: [...scope.numbers, name] };
    const start = style === 3 ? `while (n0 < ${rounds}) {` : null;
    if (start !== null) return loop(scope, statements, start, {}, ["n0 = n0 + 1;"]);
    if (style === 0) return loop(scope, statements, `for (let ${name} = 0; ${name} < ${rounds}; ${name}++) {`, counted);
    const head = style === 1 ? [`let ${name} = 0;`] : [`let ${name} = ${rounds};`];
    const step = style === 1 ? `${name} = ${name} + 1;` : `${name}--;`;
    const test = style === 1 ? `${name} < ${rounds}` : `${name} > 0`;
    const made = loop(scope, statements, `while (${test}) {`, counted, [step]);
    return { ...made, lines: [...head, ...made.lines] };
  },
  "for-pool": (scope, { body: statements }) => {
    const name = fresh(scope, "o");
    return loop(scope, statements, `for (const ${name} of os) {`, { objects: [...scope.objects, name] });
  },
  "for-list": (scope, { body: statements }) => {
    const name = fresh(scope, "o");
    const walk = scope.draws.pick(["list_for_each_entry_safe", "list_for_each_entry", "list_for_each_entry_reverse"]);
    const list = scope.draws.pick(["h0", "h1", ...scope.stackLists]);
    return loop(scope, statements, `for (const ${name} of ${walk}(${list})) {`, { objects: [...scope.objects, name] });
  },
  switch: (scope, { body: statements, other }) => {
    const { draws } = scope;
    const free = ["e0", ...objectsOf(scope).map((object) => `${object}.color`)].filter((name) => !scope.narrowedEnums.has(name));
    const subject = draws.below(3) === 2 || free.length === 0 ? null : draws.pick(free);
    if (subject !== null) scope.narrowedEnums.add(subject);
    const of = subject ?? numberExpression(scope, 0).replace(/^\d+$/u, "n1");
    const cases = subject === null ? ["0", "1"] : ENUM_VALUES.map((value) => `"${value}"`);
    const [first = "0", second = "1"] = cases;
    // The loop that `break` would leave is not this: inside a case nothing leaves a loop.
    const inCase = { loop: null };
    const whenFirst = body(scope, statements, inCase);
    const whenOther = body(scope, other, inCase);
    const leaving = (made: Body): readonly string[] => (made.ends ? [] : ["break;"]);
    join(
      scope,
      [scope.known, whenFirst.known, whenOther.known].map((known) => known),
    );
    return {
      lines: [
        `switch (${of}) {`,
        `case ${first}:`,
        ...(draws.rarely(3) ? [`case ${second}:`] : []),
        "{",
        ...whenFirst.lines,
        "}",
        ...leaving(whenFirst),
        "default: {",
        ...whenOther.lines,
        "}",
        "}",
      ],
    };
  },
};

/** A lock of an object is seldom released as that of another object, which may be the same one. */
function releasedAs(scope: Scope, name: string, release: string): string {
  const [, member] = /\.(lock|map)$/u.exec(name) ?? [];
  const others = objectsOf(scope).filter((object) => `${object}.${member}` !== name);
  const isOther = member !== undefined && others.length > 0 && scope.draws.rarely(6);
  return isOther ? release.replace(name, `${scope.draws.pick(others)}.${member}`) : release;
}

/** Something that is entered and left, seldom not left. */
function section(
  scope: Scope,
  statements: readonly Statement[],
  enter: readonly string[],
  leave: readonly string[],
  changes: Partial<Scope>,
): Lines {
  const made = body(scope, statements, { ...changes, narrowedEnums: scope.narrowedEnums });
  if (made.known !== null) join(scope, [made.known]);
  const ending = made.ends || scope.draws.rarely(15) ? [] : leave;
  // A block of its own, as variables of the section are not known behind it.
  return { lines: [...enter, ...(declaresNames(made.lines) ? ["{", ...made.lines, "}"] : made.lines), ...ending], ends: made.ends };
}

function declaresNames(lines: readonly string[]): boolean {
  return lines.some((line) => /^(?:let|const) /u.test(line));
}

function loop(scope: Scope, statements: readonly Statement[], head: string, changes: Partial<Scope>, first: readonly string[] = []): Lines {
  forgetObjects(scope);
  const before = new Map(scope.known);
  const made = body(scope, statements, { ...changes, loop: scope.held.length });
  join(scope, [before, made.known, made.lines.some((line) => /break|continue/u.test(line)) ? new Map() : null]);
  return { lines: [head, ...first, ...made.lines, "}"] };
}

function otherwise(made: Body): readonly string[] {
  return made.lines.length === 0 ? ["}"] : ["} else {", ...made.lines, "}"];
}

/** A condition, sometimes one that makes a step. */
function stepCondition(scope: Scope): string {
  const { draws } = scope;
  const helper = scope.helpers.find(({ returns }) => returns === "flag");
  const steps = [
    "atomic_dec_and_test(a0)",
    "atomic_inc_not_zero(a0)",
    `hrtimer_try_to_cancel(${objectsOf(scope).at(-1) ?? "os[0]"}.timer) === ${draws.pick(["1", "-1", "0"])}`,
    `llist_add(${objectsOf(scope).at(-1) ?? "os[0]"}.lockless, l0)`,
    "choose(true, false)",
    `atomic_cmpxchg(a0, 1, ${draws.below(3)}) === 1`,
    ...(helper === undefined ? [] : [callOf(scope, helper), callOf(scope, helper)]),
  ];
  switch (draws.below(6)) {
    case 4:
      return draws.pick(steps);
    case 5:
      return `${condition(scope, 0)} ${draws.pick(["&&", "||"])} ${draws.pick(steps)}`;
    default:
      return condition(scope);
  }
}

/** Text of a reference that may be NULL. */
function nullableText(scope: Scope): string {
  const { text, known } = reference(scope);
  return known === "unknown"
    ? text
    : scope.draws.pick(["list_first_entry_or_null(h0)", `${scope.objects[0] ?? "os[0]"}.peer`, "llist_del_first(l0)"]);
}
