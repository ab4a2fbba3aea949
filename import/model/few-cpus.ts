// Tasks have CPUs of their own, and interrupts come on any: that is how a model has it that says nothing. Only where there are more tasks
// than a model has CPUs, some share one.

import { isSpinning } from "./lock-type.js";
import type { ContextPlan } from "./plan.js";
import type { Scene } from "./plan-model.js";

/** A model has at most this many CPUs; where an interrupt may come on any, it has one more than its tasks need. */
const MOST_CPUS = 16;

/** A sentence where they do not suffice. */
export function onFewCpus(scene: Scene): Scene | string {
  const { contexts, company } = scene;
  const kinds = [...contexts, ...company].map(({ kind }) => kind);
  const forTasks = MOST_CPUS - (kinds.some(isInterrupt) ? 1 : 0);
  const tasks = kinds.filter((kind) => !isInterrupt(kind)).length;
  if (tasks <= forTasks) return scene;
  const sharing = contexts.filter(canShare).length;
  const needed = tasks - sharing + Math.min(sharing, 1);
  if (needed > forTasks)
    return `The report is about ${tasks} tasks, which need ${needed} CPUs: those that hold a lock that spins have one each. A model has ${forTasks}, so there is no model of it.`;
  return { ...scene, contexts: contexts.map((context) => (canShare(context) ? { ...context, cpu: forTasks - 1 } : context)) };
}

function isInterrupt(kind: ContextPlan["kind"]): boolean {
  return kind === "softirq" || kind === "hardirq";
}

/** Tasks that hold only what sleeps can be switched anywhere. */
function canShare({ kind, frames }: ContextPlan): boolean {
  return !isInterrupt(kind) && !frames.some(({ takes }) => takes.some(({ lock }) => isSpinning(lock.type)));
}
