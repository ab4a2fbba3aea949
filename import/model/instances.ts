// The objects of a lock class that one task has to do with: held at once, they are different ones.

import type { Report, ReportedLock } from "../schema.js";
import { classNameOf } from "./lock-type.js";

export interface Instances {
  readonly count: (className: string) => number;
  /** From 0. */
  readonly indexOf: (lock: ReportedLock) => number;
  /** By its name with a subclass, as in another context. */
  readonly indexNamed: (name: string) => number;
}

export function instancesOf({ heldLocks, holding, acquiring, kind }: Report): Instances {
  const classes = new Map<string, string[]>();
  const names = new Map<string, number>();
  // Where the text has no addresses, a lock that is taken again is taken to be the same.
  const taken = acquiring !== null && (acquiring.addr !== null || kind !== "recursive") ? [acquiring] : [];
  for (const lock of [...(heldLocks ?? (holding === null ? [] : [holding])), ...taken]) {
    const known = classes.get(classNameOf(lock.name)) ?? [];
    if (!known.includes(keyOf(lock))) classes.set(classNameOf(lock.name), [...known, keyOf(lock)]);
    names.set(lock.name, (classes.get(classNameOf(lock.name)) ?? []).indexOf(keyOf(lock)));
  }
  return {
    count: (className) => Math.max(classes.get(className)?.length ?? 1, 1),
    indexOf: (lock) => Math.max(classes.get(classNameOf(lock.name))?.indexOf(keyOf(lock)) ?? 0, 0),
    indexNamed: (name) => names.get(name) ?? 0,
  };
}

/** Before Linux 5.0 the address is not in the text: then by the place. */
function keyOf({ addr, line }: ReportedLock): string {
  return addr ?? `line ${line}`;
}
