// Which lock a section takes, and with which function. Well-behaved code takes locks in one order, with interrupts off where an interrupt
// takes them too, and does not sleep while spinning; one in ten sections does as it likes.

import { type Lock, objectsOf, type Scope } from "./random-models-scope.js";

const GLOBAL: readonly Lock[] = [
  { name: "m0", type: "mutex", rank: 0, inInterrupts: false },
  { name: "m1", type: "mutex", rank: 1, inInterrupts: false },
  { name: "s1", type: "spin", rank: 2, inInterrupts: false },
  { name: "s0", type: "spin", rank: 3, inInterrupts: true },
  { name: "r1", type: "raw_spin", rank: 5, inInterrupts: false },
  { name: "r0", type: "raw_spin", rank: 6, inInterrupts: true },
];

/** Locks of two objects are taken together, too; a variable may stand for either. */
const OBJECT_RANKS: ReadonlyMap<string, number> = new Map([
  ["os[0]", 4],
  ["os[1]", 4.2],
]);

function allLocks(scope: Scope): readonly Lock[] {
  const ofObjects = objectsOf(scope).map(
    (object): Lock => ({ name: `${object}.lock`, type: "spin", rank: OBJECT_RANKS.get(object) ?? 4.1, inInterrupts: true }),
  );
  return [...GLOBAL, ...ofObjects];
}

/** A lock of some object, under whatever name. */
export function anyLock(scope: Scope): Lock {
  return scope.draws.pick(allLocks(scope).slice(GLOBAL.length));
}

export function someLock(scope: Scope): Lock {
  const locks = allLocks(scope);
  if (scope.draws.rarely(10)) return scope.draws.pick(locks);
  const highest = Math.max(-1, ...scope.held.map(({ lock }) => lock?.rank ?? -1));
  const inInterrupt = scope.level === "interrupt";
  const fitting = locks.filter(
    (lock) => lock.rank > highest && (!inInterrupt || lock.inInterrupts) && (!scope.atomic || lock.type !== "mutex"),
  );
  return fitting.length === 0 ? scope.draws.pick(locks) : scope.draws.pick(fitting);
}

/** How a lock is taken and released; `flags` is a new name for saved interrupt state. */
export interface LockCalls {
  readonly take: string;
  readonly release: string;
  readonly irqsOff: boolean;
}

export function lockCalls(scope: Scope, { name, type, inInterrupts }: Lock, flags: string): LockCalls {
  const { draws } = scope;
  if (type === "mutex") {
    const take = draws.pick([`mutex_lock(${name});`, `mutex_lock(${name});`, `mutex_lock_nested(${name}, 1);`]);
    return { take, release: `mutex_unlock(${name});`, irqsOff: scope.irqsOff };
  }
  const plain: LockCalls = { take: `${type}_lock(${name});`, release: `${type}_unlock(${name});`, irqsOff: scope.irqsOff };
  const saving: LockCalls = {
    take: `const ${flags} = ${type}_lock_irqsave(${name});`,
    release: `${type}_unlock_irqrestore(${name}, ${flags});`,
    irqsOff: true,
  };
  const disabling: LockCalls = { take: `${type}_lock_irq(${name});`, release: `${type}_unlock_irq(${name});`, irqsOff: true };
  const bottomHalves: LockCalls = { take: `${type}_lock_bh(${name});`, release: `${type}_unlock_bh(${name});`, irqsOff: scope.irqsOff };
  const nested: LockCalls = { ...plain, take: `${type}_lock_nested(${name}, ${draws.below(3)});` };
  if (draws.rarely(10)) return draws.pick([plain, saving, disabling, bottomHalves, nested]);
  if (scope.level === "interrupt" || scope.irqsOff) return draws.pick([plain, plain, saving, nested]);
  if (inInterrupts) return draws.pick([saving, disabling, saving]);
  return draws.pick([plain, bottomHalves, nested, saving]);
}

/** A trylock as a condition, and its release. */
export function tryCalls(scope: Scope, { name, type }: Lock): LockCalls {
  if (type === "mutex") return { take: `mutex_trylock(${name})`, release: `mutex_unlock(${name});`, irqsOff: scope.irqsOff };
  if (scope.draws.rarely(3) && !scope.irqsOff && scope.level === "task") {
    return { take: `${type}_trylock_irq(${name})`, release: `${type}_unlock_irq(${name});`, irqsOff: true };
  }
  return { take: `${type}_trylock(${name})`, release: `${type}_unlock(${name});`, irqsOff: scope.irqsOff };
}
