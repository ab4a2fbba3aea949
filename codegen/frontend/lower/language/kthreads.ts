// Kernel threads and waking by name: kernel/kthread.c, kernel/sched/core.c.
//   kthread_stop(k)           →   k should stop · wake-task · might-sleep · flush-begin · (unless it has ended) flush-wait
//   set_current_state(s)      →   set-task-state
//   schedule_timeout()        →   might-sleep · set-task-state running: time may be up at any moment

import type { ts } from "ts-morph";
import type { Expression } from "../../../ir/expression.js";
import { emit, type Lowering, reject, shortText } from "../../lowering.js";
import { describe, INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { noteSoundSleep } from "./waiting.js";
import { flush } from "./works.js";

export const kthreadFunctions: LanguageFunctions = [
  ["kthread_should_stop", { steps: false, lower: shouldStop }],
  ["kthread_stop", { steps: true, lower: stop }],
  ["wake_up_process", { steps: true, lower: wakeProcess }],
  ["set_current_state", { steps: true, lower: setState }],
  ["__set_current_state", { steps: true, lower: setState }],
  ["schedule_timeout", { steps: true, lower: scheduleTimeout }],
  ["schedule_timeout_interruptible", sleeping()],
  ["schedule_timeout_uninterruptible", sleeping()],
  ["msleep", sleeping()],
  ["ssleep", sleeping()],
  ["fsleep", sleeping()],
  ["usleep_range", sleeping()],
];

/** That the kthread with this flag should stop. */
export function stopped(field: string): Expression {
  return { kind: "field", place: { field, object: null, nullable: false } };
}

function shouldStop(lowering: Lowering, call: ts.CallExpression): Meaning {
  if (lowering.stop !== null) return valueOf(stopped(lowering.stop));
  return reject(lowering, "only-in-kthread", call, { name: "kthread_should_stop" });
}

function stop(lowering: Lowering, call: ts.CallExpression): Meaning {
  const id = contextArgument(lowering, call);
  const flag = lowering.model.contexts.find(({ name }) => name === id)?.stop ?? null;
  if (id === null || flag === null) return INVALID;
  const target = { kind: "place", place: { field: flag, object: null, nullable: false } } as const;
  const value = { kind: "value", value: { kind: "bool", value: true } } as const;
  emit(lowering, call, (next) => ({ kind: "assign", indivisible: true, assignments: [{ target, value }], next }));
  emit(lowering, call, (next) => ({ kind: "wake-task", context: id, next }));
  emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
  flush(lowering, call, { kind: "context", context: id }, null);
  return VOID;
}

function wakeProcess(lowering: Lowering, call: ts.CallExpression): Meaning {
  const context = contextArgument(lowering, call);
  if (context === null) return INVALID;
  emit(lowering, call, (next) => ({ kind: "wake-task", context, next }));
  return VOID;
}

/** The context that the first argument names; null when it is none (reported). */
export function contextArgument(lowering: Lowering, call: ts.CallExpression): string | null {
  const [node] = call.arguments;
  if (node === undefined) return null;
  const meaning = lowering.model.visitors.expression(lowering, node);
  if (meaning.kind === "context") return meaning.id;
  if (meaning.kind === "invalid") return null;
  const hint = "pass a const that has the context: 'const worker = kthread(\"worker\", run)'";
  reject(lowering, "wrong-argument", node, { what: `'${shortText(node)}', ${describe(meaning)},`, expected: "a context", hint });
  return null;
}

function setState(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [node] = call.arguments;
  if (node === undefined) return INVALID;
  const meaning = lowering.model.visitors.expression(lowering, node);
  const name = meaning.kind === "language" ? meaning.name : "";
  const states = ["TASK_RUNNING", "TASK_INTERRUPTIBLE", "TASK_UNINTERRUPTIBLE"];
  if (!states.includes(name)) {
    if (meaning.kind === "invalid") return INVALID;
    const hint = `replace '${shortText(node)}'`;
    return reject(lowering, "wrong-argument", node, { what: "The task state", expected: states.join(", "), hint });
  }
  if (name === "TASK_UNINTERRUPTIBLE") noteSoundSleep(lowering, call);
  const state = name === "TASK_RUNNING" ? "running" : "sleeping";
  emit(lowering, call, (next) => ({ kind: "set-task-state", state, next }));
  return VOID;
}

function scheduleTimeout(lowering: Lowering, call: ts.CallExpression): Meaning {
  emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
  emit(lowering, call, (next) => ({ kind: "set-task-state", state: "running", next }));
  return VOID;
}

/** Sets the state, sleeps, and runs again: nothing is left of that afterwards. */
function sleeping(): LanguageFunction {
  return { steps: true, lower: scheduleTimeout };
}
