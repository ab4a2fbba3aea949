// The locks of a case, as the language declares and uses them.

import type { SelftestCase, SelftestLock } from "./case.js";

interface LockWords {
  readonly declare: string;
  readonly lock?: string;
  readonly unlock?: string;
  readonly readLock?: string;
  readonly readUnlock?: string;
  readonly nest?: string;
  readonly init?: string;
}

/** By the type in the data. */
const WORDS: Readonly<Record<string, LockWords>> = {
  spinlock: {
    declare: "spinlock_t",
    lock: "spin_lock",
    unlock: "spin_unlock",
    nest: "spin_lock_nest_lock",
    init: "spin_lock_init",
  },
  raw_spinlock: {
    declare: "raw_spinlock_t",
    lock: "raw_spin_lock",
    unlock: "raw_spin_unlock",
    nest: "raw_spin_lock_nest_lock",
    init: "raw_spin_lock_init",
  },
  rwlock: {
    declare: "rwlock_t",
    lock: "write_lock",
    unlock: "write_unlock",
    readLock: "read_lock",
    readUnlock: "read_unlock",
    init: "rwlock_init",
  },
  mutex: { declare: "mutex", lock: "mutex_lock", unlock: "mutex_unlock", nest: "mutex_lock_nest_lock", init: "mutex_init" },
  rwsem: {
    declare: "rw_semaphore",
    lock: "down_write",
    unlock: "up_write",
    readLock: "down_read",
    readUnlock: "up_read",
    nest: "down_write_nest_lock",
    init: "init_rwsem",
  },
  rtmutex: {
    declare: "rt_mutex",
    lock: "rt_mutex_lock",
    unlock: "rt_mutex_unlock",
    nest: "rt_mutex_lock_nest_lock",
    init: "rt_mutex_init",
  },
  local_lock: { declare: "local_lock_t", lock: "local_lock", unlock: "local_unlock" },
};

/** Objects of models/lib/ww-mutex.ts. Their operations are words of their own; as a nest lock stands what lockdep knows of them. */
const OBJECTS: Readonly<Record<string, { readonly declare: string; readonly lock: string }>> = {
  ww_mutex: { declare: "ww_mutex(ww_lockdep)", lock: "base.dep_map" },
  ww_ctx: { declare: "ww_acquire_ctx()", lock: "dep_map" },
};

/** A lock as the model names it. */
export interface NamedLock {
  readonly expression: string;
  readonly words: LockWords;
}

export interface Locks {
  /** Null for what is no lock of the language. */
  readonly named: (name: string) => NamedLock | null;
  /** Whether the name is that of an object of this type in the data. */
  readonly isObject: (name: string, type: "ww_mutex" | "ww_ctx") => boolean;
  /** The class that lockdep knows the lock by. */
  readonly className: (name: string) => string | null;
  readonly declarations: readonly string[];
}

/**
 * Where interleavings are the question there is one lock for each class, as the data says of `modelDeadlock`; elsewhere locks of one class
 * are fields of objects.
 */
export function locksOf({ locks, modelDeadlock }: SelftestCase): Locks {
  const byClass = new Map<string, string[]>();
  for (const [name, lock] of Object.entries(locks)) byClass.set(lock.class, [...(byClass.get(lock.class) ?? []), name]);
  const expressionOf = (name: string, lock: SelftestLock): string => {
    const alone = (byClass.get(lock.class) ?? []).length === 1;
    if (modelDeadlock !== null) return lock.class;
    return alone ? name : `${name}.lock`;
  };
  const named = (name: string): NamedLock | null => {
    const lock = locks[name];
    const object = lock === undefined ? undefined : OBJECTS[lock.type];
    if (object !== undefined) return { expression: `${name}.${object.lock}`, words: { declare: object.declare } };
    const words = lock === undefined ? undefined : WORDS[lock.type];
    return lock === undefined || words === undefined ? null : { expression: expressionOf(name, lock), words };
  };
  const objects = Object.entries(locks).flatMap(([name, { type }]) => {
    const object = OBJECTS[type];
    return object === undefined ? [] : [`const ${name} = new ${object.declare};`];
  });
  // A mutex may refer to a context, and that to a class, so there have to be some. The self-test's class is DEFINE_WD_CLASS(ww_lockdep).
  const types = Object.values(locks).map(({ type }) => type);
  const wwClass = objects.length > 0 ? ['const ww_lockdep = new ww_class("wait-die");'] : [];
  const noContext = types.includes("ww_mutex") && !types.includes("ww_ctx") ? ["const no_ctx = new ww_acquire_ctx();"] : [];
  const ofLocks = [...byClass].flatMap(([className, names]): readonly string[] => {
    const [first] = names;
    const lock = first === undefined ? null : named(first);
    if (first === undefined || lock === null || OBJECTS[locks[first]?.type ?? ""] !== undefined) return [];
    const declaration = `${lock.words.declare}("${className}")`;
    if (modelDeadlock !== null) return [`const ${className} = ${declaration};${names.length > 1 ? ` // ${names.join(", ")}` : ""}`];
    if (names.length === 1) return [`const ${names[0]} = ${declaration};`];
    return [
      `class Locked_${className} {\n  readonly lock = ${declaration};\n}`,
      ...names.map((name) => `const ${name} = new Locked_${className}();`),
    ];
  });
  return {
    named,
    isObject: (name, type) => locks[name]?.type === type,
    className: (name) => locks[name]?.class ?? null,
    declarations: [...wwClass, ...objects, ...noContext, ...ofLocks],
  };
}
