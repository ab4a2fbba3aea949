// Whether a program waits for RCU readers, and where a context is one: docs/semantics.md, section 4.

import type { Typestate } from "../ir/located.js";
import type { Context, Program } from "../ir/program.js";

/** Somebody waits until all read sections have ended. */
export function hasGracePeriods(program: Program): boolean {
  return program.graphs.some((graph) =>
    graph.nodes.some(
      ({ operation }) => operation.kind === "rcu-call" || (operation.kind === "flush-begin" && operation.what.kind === "readers"),
    ),
  );
}

/** A context of this level is in a read section here: in one of rcu_read_lock, or where the CPU cannot be taken from it. */
export function isReading(program: Program, level: Context["level"], state: Typestate): boolean {
  const rcu = new Set(program.lockClasses.filter((lockClass) => lockClass.type === "rcu").map((lockClass) => lockClass.id));
  return (
    level !== "task" || state.preemption > 0 || state.bottomHalves > 0 || !state.irqs || state.held.some((held) => rcu.has(held.lockClass))
  );
}
