// Locks as lockdep prints them: name, usage, wait types, and where they were acquired.

import { className } from "../../codegen/emit/scope.js";
import type { Program } from "../../codegen/ir/program.js";
import type { Lock } from "../result.js";
import type { Acquired } from "./held.js";
import { type Observations, usageCharacters } from "./observations.js";

/** Lockdep records no usage of RCU sections. */
const RCU_TYPES: ReadonlySet<string> = new Set(["rcu", "rcu_bh", "rcu_sched"]);

/** Prints locks with what a run observed of their classes. */
export interface LockPrinter {
  readonly lock: (acquired: Pick<Acquired, "instance" | "function" | "at">, lockClass: string, subclass: number) => Lock;
}

/** `complete`: the observations cover all reachable states; otherwise usage is not known. */
export function lockPrinter(program: Program, observations: Observations, complete: boolean): LockPrinter {
  return {
    lock(acquired, classId, subclass) {
      const lockClass = program.lockClasses.find((candidate) => candidate.id === classId);
      if (lockClass === undefined) throw new Error(`no lock class '${classId}'`);
      const name = className(lockClass, subclass);
      const types = observations.waitTypes.get(name) ?? { outer: 0, inner: 0 };
      const usage = RCU_TYPES.has(lockClass.type) ? "...." : complete ? usageCharacters(observations.marks.get(name)) : null;
      return {
        name,
        instance: acquired.instance,
        type: lockClass.type,
        usage,
        outer: types.outer,
        inner: types.inner,
        function: acquired.function,
        at: acquired.at,
      };
    },
  };
}
