// On which CPUs contexts run. A task without a CPU gets one of its own; an interrupt without one may come on any, or, if it runs in a thread,
// has its thread on a CPU of its own, or on the last one where the model has no more.

import { createDiagnostic } from "../../diagnostics/index.js";
import type { Context } from "../../ir/program.js";
import type { Elaboration } from "../elaborate/elaboration.js";
import { contextIds } from "../elaborate/overlapping.js";
import { LIMITS } from "../limits.js";
import type { UnplacedContext } from "./contexts.js";

export interface Placed {
  readonly cpus: number;
  readonly contexts: readonly Context[];
}

export function placeContexts(model: Elaboration, contexts: readonly UnplacedContext[]): Placed {
  const taken = new Set(contexts.flatMap((context) => (context.level === "task" ? (context.cpu ?? []) : [])));
  const own = new Map<string, number>();
  for (const context of contexts) {
    if (context.cpu !== null || context.level !== "task" || context.after !== null) continue;
    let cpu = 0;
    const last = (model.once.cpus ?? LIMITS.cpus) - 1;
    while (taken.has(cpu) && !(context.thread && cpu >= last)) cpu++;
    taken.add(cpu);
    own.set(context.id, cpu);
  }
  const named = [...taken, ...contexts.flatMap((context) => context.cpu ?? [])];
  const least = named.length === 0 ? 0 : Math.max(...named) + 1;
  const count = model.once.cpus ?? Math.max(1, least + moreCpus(model, contexts, least));
  const needed = Math.max(least, 1);
  const limit = model.once.cpus ?? LIMITS.cpus;
  if (needed > limit || count > LIMITS.cpus) {
    const span = contexts.find((context) => (context.cpu ?? own.get(context.id) ?? 0) >= limit)?.span ?? contexts[0]?.span ?? null;
    model.log.add(
      createDiagnostic("too-few-cpus", span, { needed: Math.max(needed, model.once.cpus === null ? count : needed), count: limit }),
    );
  }
  const all = Array.from({ length: count }, (_, index) => index);
  return {
    cpus: count,
    contexts: contexts.map(({ cpu, ...context }) => ({ ...context, cpus: cpusOf(context, cpuOf(contexts, context, cpu), own, all) })),
  };
}

/** Beside the `least`: one for interrupts that may come anywhere, and as far as a model may have them one for each context of a softirq. */
function moreCpus(model: Elaboration, contexts: readonly UnplacedContext[], least: number): number {
  const anywhere = new Set(contexts.flatMap(({ id, cpu, level }) => (cpu === null && level !== "task" ? [id] : [])));
  const overlapping = model.contexts.filter(({ name }) => anywhere.has(name)).map((declaration) => contextIds(model, declaration).length);
  return anywhere.size === 0 ? 0 : Math.max(1, Math.min(LIMITS.cpus - least, Math.max(...overlapping)));
}

/** A task in user space is where it was before. */
function cpuOf(contexts: readonly UnplacedContext[], { after }: Pick<Context, "after">, cpu: number | null): number | null {
  return after === null ? cpu : (contexts.find(({ id }) => id === after)?.cpu ?? null);
}

function cpusOf(
  context: Omit<UnplacedContext, "cpu">,
  cpu: number | null,
  own: ReadonlyMap<string, number>,
  all: readonly number[],
): readonly number[] {
  const fixed = cpu ?? own.get(context.after ?? context.id);
  return fixed === undefined ? all : [fixed];
}
