// Which lock a section takes, and with which function. Well-behaved code takes locks in one order, with interrupts off where an interrupt
// takes them too, and does not sleep while spinning; one in ten sections does as it likes.

import { type Lock, objectsOf, type Scope } from "./random-models-scope.js";

const GLOBAL: readonly Lock[] = [
  { name: "m0", type: "mutex", rank: 0, inInterrupts: false, sleeps: true },
  { name: "m1", type: "mutex", rank: 1, inInterrupts: false, sleeps: true },
  special("rws0", 0.5, true, false, [
    way("down_read", "up_read", "down_read_trylock"),
    way("down_write", "up_write", "down_write_trylock"),
  ]),
  special("percpu0", 0.7, true, false, [way("percpu_down_read", "percpu_up_read"), way("percpu_down_write", "percpu_up_write")]),
  special("rtm0", 1.5, true, false, [way("rt_mutex_lock", "rt_mutex_unlock", "rt_mutex_trylock")]),
  special("srcu0", 1.6, true, false, [{ take: "srcu_read_lock(srcu0);", release: "srcu_read_unlock(srcu0, 0);" }]),
  special("map0", 1.7, true, true, [way("lock_map_acquire", "lock_map_release"), way("lock_map_acquire_read", "lock_map_release")]),
  special("loc0", 1.8, false, true, [way("local_lock", "local_unlock"), way("local_lock_irq", "local_unlock_irq")]),
  { name: "s1", type: "spin", rank: 2, inInterrupts: false, sleeps: false },
  { name: "s0", type: "spin", rank: 3, inInterrupts: true, sleeps: false },
  special("rwl0", 2.5, false, true, [
    way("read_lock", "read_unlock", "read_trylock"),
    way("write_lock_irq", "write_unlock_irq"),
    way("write_lock_bh", "write_unlock_bh", "write_trylock"),
  ]),
  special("seq0", 3.5, false, false, [way("write_seqlock", "write_sequnlock"), way("read_seqlock_excl", "read_sequnlock_excl")]),
  special("bit0", 4.5, false, false, [way("bit_spin_lock", "bit_spin_unlock", "bit_spin_trylock")]),
  { name: "r1", type: "raw_spin", rank: 5, inInterrupts: false, sleeps: false },
  { name: "r0", type: "raw_spin", rank: 6, inInterrupts: true, sleeps: false },
];

/** Locks that a model may prefer. Those with readers and a trylock have the most rules, so they come up more often. */
const FAVOURITES: readonly Lock[] = GLOBAL.flatMap((lock) => {
  const tries = lock.ways?.filter((each) => each.try !== undefined) ?? [];
  return tries.length > 1 ? [lock, lock, lock] : [lock];
});

type Way = NonNullable<Lock["ways"]>[number];

/** A way of taking a lock by functions of one argument; `$` stands for the lock. */
function way(take: string, release: string, trying?: string): Way {
  const plain = { take: `${take}($);`, release: `${release}($);` };
  return trying === undefined ? plain : { ...plain, try: `${trying}($)` };
}

function special(name: string, rank: number, sleeps: boolean, inInterrupts: boolean, ways: readonly Way[]): Lock {
  return { name, type: "special", ways, rank, inInterrupts, sleeps };
}

function waysOf({ name, ways }: Lock): readonly Way[] {
  const named = (text: string): string => text.replace("$", name);
  return (ways ?? []).map((each) => ({
    take: named(each.take),
    release: named(each.release),
    ...(each.try === undefined ? {} : { try: named(each.try) }),
  }));
}

/** Locks of two objects are taken together, too; a variable may stand for either. */
const OBJECT_RANKS: ReadonlyMap<string, number> = new Map([
  ["os[0]", 4],
  ["os[1]", 4.2],
]);

function allLocks(scope: Scope): readonly Lock[] {
  const ofObjects = objectsOf(scope).map(
    (object): Lock => ({ name: `${object}.lock`, type: "spin", rank: OBJECT_RANKS.get(object) ?? 4.1, inInterrupts: true, sleeps: false }),
  );
  return [...GLOBAL, ...ofObjects, ...toldOf(objectsOf(scope).at(-1) ?? "os[0]")];
}

/** What lockdep is told by hand of one object of several: of its map, and of its lock, which others may really hold. */
function toldOf(object: string): readonly Lock[] {
  return [
    special(`${object}.map`, 4.3, true, true, [
      way("lock_map_acquire", "lock_map_release"),
      way("lock_map_acquire_read", "lock_map_release"),
    ]),
    special(`${object}.lock`, 4.3, true, true, [way("mutex_acquire", "mutex_release"), way("mutex_acquire_try", "mutex_release")]),
  ];
}

/** A lock of some object, under whatever name. */
export function anyLock(scope: Scope): Lock {
  return scope.draws.pick(allLocks(scope).slice(GLOBAL.length));
}

export function someLock(scope: Scope): Lock {
  const locks = allLocks(scope);
  if (scope.draws.rarely(10)) return scope.draws.pick(locks);
  const favourite = FAVOURITES[scope.model.favourite % FAVOURITES.length];
  const highest = Math.max(-1, ...scope.held.map(({ lock }) => lock?.rank ?? -1));
  const inInterrupt = scope.level === "interrupt";
  const fitting = locks.filter((lock) => lock.rank > highest && (!inInterrupt || lock.inInterrupts) && (!scope.atomic || !lock.sleeps));
  if (favourite !== undefined && fitting.includes(favourite) && !scope.draws.rarely(3)) return favourite;
  return fitting.length === 0 ? scope.draws.pick(locks) : scope.draws.pick(fitting);
}

/** How a lock is taken and released; `flags` is a new name for saved interrupt state. */
export interface LockCalls {
  readonly take: string;
  readonly release: string;
  readonly irqsOff: boolean;
}

export function lockCalls(scope: Scope, lock: Lock, flags: string): LockCalls {
  const { draws } = scope;
  const { name, type, inInterrupts } = lock;
  if (type === "special") {
    const { take, release } = draws.pick(waysOf(lock));
    return { take, release, irqsOff: scope.irqsOff || take.includes("_irq") };
  }
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
export function tryCalls(scope: Scope, lock: Lock): LockCalls {
  const { name, type } = lock;
  if (type === "special") {
    const tried = waysOf(lock).filter((each) => each.try !== undefined);
    const [first] = tried;
    if (first === undefined) return { take: "mutex_trylock(m0)", release: "mutex_unlock(m0);", irqsOff: scope.irqsOff };
    const { take, release, try: attempt = take } = scope.draws.pick(tried);
    // write_trylock belongs to write_unlock.
    return { take: attempt, release: attempt.startsWith("write_") ? "write_unlock(rwl0);" : release, irqsOff: scope.irqsOff };
  }
  if (type === "mutex") return { take: `mutex_trylock(${name})`, release: `mutex_unlock(${name});`, irqsOff: scope.irqsOff };
  if (scope.draws.rarely(3) && !scope.irqsOff && scope.level === "task") {
    return { take: `${type}_trylock_irq(${name})`, release: `${type}_unlock_irq(${name});`, irqsOff: true };
  }
  return { take: `${type}_trylock(${name})`, release: `${type}_unlock(${name});`, irqsOff: scope.irqsOff };
}
