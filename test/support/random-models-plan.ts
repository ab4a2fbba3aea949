// What a random model is made of before it is text: trees of statements, each with a kind and a few numbers. A plan knows no names and no
// types; random-models-*.ts turn the numbers into choices among what is possible at a place. So every plan is a model, and a plan shrinks
// by losing statements and by smaller numbers (the first choice is the plainest).

import fc from "fast-check";

/** Statements without statements inside. */
export type LeafKind =
  | "set-number"
  | "set-flag"
  | "set-reference"
  | "atomic"
  | "list"
  | "lockless-list"
  | "timer"
  | "wake"
  | "wait"
  | "assert"
  | "local"
  | "set-local"
  | "call"
  | "leave"
  | "poll"
  | "unbalanced"
  | "semaphore"
  | "lock-state"
  | "sleep"
  | "memory"
  | "count-references"
  | "completion"
  | "work"
  | "grace-period"
  | "deferred"
  | "thread";

/** Statements with one or two blocks. */
export type BlockKind = "lock" | "trylock" | "section" | "if" | "if-object" | "count" | "for-pool" | "for-list" | "switch";

export interface Statement {
  readonly kind: LeafKind | BlockKind;
  /** Choices, in the order in which they are asked for; behind the last one all are 0. */
  readonly draws: readonly number[];
  readonly body: readonly Statement[];
  /** The other branch, where there is one. */
  readonly other: readonly Statement[];
}

export interface Routine {
  readonly draws: readonly number[];
  readonly body: readonly Statement[];
}

export interface ModelPlan {
  readonly tasks: readonly Routine[];
  readonly interrupts: readonly Routine[];
  /** Functions that the contexts may call. */
  readonly helpers: readonly Routine[];
  /** The callback of the timers. */
  readonly callback: Routine;
  /** The function of the work items. */
  readonly work: Routine;
  readonly properties: readonly (readonly number[])[];
  /** First values and the like. */
  readonly declarations: readonly number[];
}

const LEAVES: Readonly<Record<LeafKind, number>> = {
  "set-number": 8,
  "set-flag": 4,
  "set-reference": 4,
  atomic: 3,
  list: 8,
  "lockless-list": 2,
  timer: 3,
  wake: 2,
  wait: 1,
  assert: 1,
  local: 3,
  "set-local": 2,
  call: 3,
  leave: 2,
  poll: 1,
  unbalanced: 1,
  semaphore: 2,
  "lock-state": 2,
  sleep: 1,
  memory: 3,
  "count-references": 2,
  completion: 2,
  work: 4,
  "grace-period": 1,
  deferred: 3,
  thread: 1,
};

const BLOCKS: Readonly<Record<BlockKind, number>> = {
  lock: 10,
  trylock: 5,
  section: 3,
  if: 5,
  "if-object": 4,
  count: 2,
  "for-pool": 1,
  "for-list": 3,
  switch: 2,
};

const draws = fc.array(fc.nat({ max: 9_999 }), { maxLength: 14, size: "max" });

function weighted<Kind extends string>(weights: Readonly<Record<Kind, number>>): fc.Arbitrary<Kind> {
  const kinds: Kind[] = [];
  for (const kind in weights) kinds.push(...Array.from({ length: weights[kind] }, () => kind));
  return fc.constantFrom(...kinds);
}

const leaf: fc.Arbitrary<Statement> = fc.record({
  kind: weighted(LEAVES),
  draws,
  body: fc.constant([]),
  other: fc.constant([]),
});

function block(depth: number): fc.Arbitrary<Statement> {
  return fc.record({ kind: weighted(BLOCKS), draws, body: statements(depth - 1, 1, 3), other: statements(depth - 1, 0, 1) });
}

function statements(depth: number, minLength: number, maxLength: number): fc.Arbitrary<readonly Statement[]> {
  const one = depth === 0 ? leaf : fc.oneof({ arbitrary: leaf, weight: 3 }, { arbitrary: block(depth), weight: 2 });
  return fc.array(one, { minLength, maxLength, size: "max" });
}

function routine(depth: number, maxLength: number): fc.Arbitrary<Routine> {
  return fc.record({ draws, body: statements(depth, 1, maxLength) });
}

/** Plans of models, most of which have some thousands of states at most. */
export const modelPlan: fc.Arbitrary<ModelPlan> = fc.record({
  tasks: fc.oneof(
    { arbitrary: fc.array(routine(2, 4), { minLength: 1, maxLength: 1, size: "max" }), weight: 3 },
    { arbitrary: fc.array(routine(2, 3), { minLength: 2, maxLength: 2, size: "max" }), weight: 6 },
    { arbitrary: fc.array(routine(1, 2), { minLength: 3, maxLength: 3, size: "max" }), weight: 1 },
  ),
  interrupts: fc.oneof(
    { arbitrary: fc.array(routine(1, 2), { maxLength: 1, size: "max" }), weight: 5 },
    { arbitrary: fc.array(routine(0, 2), { minLength: 2, maxLength: 2, size: "max" }), weight: 1 },
  ),
  helpers: fc.array(routine(1, 2), { maxLength: 2, size: "max" }),
  callback: routine(1, 2),
  work: routine(1, 2),
  properties: fc.array(draws, { maxLength: 2, size: "max" }),
  declarations: draws,
});
