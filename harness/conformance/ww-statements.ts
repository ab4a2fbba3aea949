// The words about wound/wait mutexes, as statements over models/lib/ww-mutex.ts.

import type { Locks } from "./locks.js";

/** Statement by word: `o` is a mutex, `c` and `d` are contexts, `n` is a number. */
const STATEMENTS: readonly (readonly [pattern: RegExp, statement: string])[] = [
  [/^ww-init (?<c>\w+)$/, "ww_acquire_init($c, ww_lockdep);"],
  [/^ww-done (?<c>\w+)$/, "ww_acquire_done($c);"],
  [/^ww-fini (?<c>\w+)$/, "ww_acquire_fini($c);"],
  [/^ww-lock (?<o>\w+) (?<c>\w+)$/, "ww_mutex_lock($o, $c);"],
  [/^ww-lock (?<o>\w+) (?<c>\w+) = 0$/, "assert(ww_mutex_lock($o, $c) === 0);"],
  [/^ww-lock (?<o>\w+) (?<c>\w+) = (?<v>E\w+)$/, "assert(ww_mutex_lock($o, $c) === -$v);"],
  [/^ww-lock-slow (?<o>\w+) (?<c>\w+)$/, "ww_mutex_lock_slow($o, $c);"],
  [/^ww-lock (?<o>\w+)$/, "base_lock($o.base);"],
  [/^ww-trylock (?<o>\w+) = 1$/, "assert(ww_mutex_trylock($o));"],
  [/^ww-trylock (?<o>\w+) = 0$/, "assert(!ww_mutex_trylock($o));"],
  [/^ww-unlock (?<o>\w+)$/, "ww_mutex_unlock($o);"],
  [/^base-lock (?<o>\w+)$/, "base_lock($o.base);"],
  [/^base-lock (?<o>\w+) nest (?<c>\w+)$/, "base_lock_nested($o.base, $c);"],
  [/^base-trylock (?<o>\w+) = 1$/, "assert(base_trylock($o.base));"],
  [/^base-trylock (?<o>\w+) = 0$/, "assert(!base_trylock($o.base));"],
  [/^base-unlock (?<o>\w+)$/, "base_unlock($o.base);"],
  [/^foreign-hold (?<o>\w+) (?<c>\w+)$/, "base_lock($o.base); $o.ctx = $c; mutex_release($o.base.dep_map);"],
  [/^foreign-drop (?<o>\w+)$/, "$o.ctx = null; atomic_set($o.base.owner, 0);"],
  [/^stamp (?<c>\w+) (?<s>[+-])(?<n>\d+)$/, "$c.stamp = $c.stamp $s $n;"],
  [
    /^copy-ctx (?<c>\w+) (?<d>\w+)$/,
    "$c.stamp = $d.stamp; $c.acquired = $d.acquired; $c.done_acquire = $d.done_acquire; $c.contending_lock = $d.contending_lock;",
  ],
  [/^set-ctx-class (?<c>\w+) none$/, "$c.ww_class = null;"],
  [/^set-acquired (?<c>\w+) (?<n>\d+)$/, "$c.acquired = $n;"],
  [/^set-owner-ctx (?<o>\w+) (?<c>\w+)$/, "$o.ctx = $c;"],
];

/** What the statements use of the library. */
export const WW_NAMES: ReadonlySet<string> = new Set([
  "EALREADY",
  "EDEADLK",
  "base_lock",
  "base_lock_nested",
  "base_trylock",
  "base_unlock",
  "ww_acquire_ctx",
  "ww_acquire_done",
  "ww_acquire_fini",
  "ww_acquire_init",
  "ww_class",
  "ww_mutex",
  "ww_mutex_lock",
  "ww_mutex_lock_slow",
  "ww_mutex_trylock",
  "ww_mutex_unlock",
]);

/** Null when it is no word about wound/wait mutexes, or one that the library does not have. */
export function wwStatement(op: string, locks: Locks): string | null {
  for (const [pattern, statement] of STATEMENTS) {
    const found = pattern.exec(op)?.groups;
    if (found === undefined) continue;
    const { o, c, d } = found;
    if ((o !== undefined && !locks.isObject(o, "ww_mutex")) || [c, d].some((name) => name !== undefined && !locks.isObject(name, "ww_ctx")))
      return null;
    return statement.replaceAll(/\$(\w)/g, (_, name: string) => found[name] ?? "");
  }
  return null;
}
