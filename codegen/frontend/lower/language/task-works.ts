// Task work: kernel/task_work.c. The work of a task is a lock-less list; what it links belongs to one declaration of `task_work`.
//   task_work_add(t, w, TWA_SIGNAL)   →   list-add front · item-queue: t runs it when it is in user space · wake-task
//   task_work_run()                   →   while the list is not empty: list-splice to a list of its own, of which each is taken and run

import type { ts } from "ts-morph";
import type { ListRef } from "../../../ir/expression.js";
import { type Elaboration, freshId } from "../../elaborate/elaboration.js";
import { implicitField } from "../../elaborate/implicit.js";
import { type SharedField, TOP_LEVEL } from "../../elaborate/world.js";
import { emit, type Lowering, localFor, localValue, reject, shortText, stepBuilder } from "../../lowering.js";
import { INVALID, integer, type Meaning, VOID, valueOf } from "../../meaning.js";
import type { LanguageFunctions } from "./function.js";
import { contextArgument } from "./kthreads.js";
import { placeArgument } from "./places.js";
import { takesOwner } from "./refcounts.js";

export const taskWorkFunctions: LanguageFunctions = [
  ["task_work_add", { steps: true, lower: add }],
  ["task_work_run", { steps: true, lower: run }],
  ["task_work_pending", { steps: false, lower: isPending }],
];

const MODES = ["TWA_NONE", "TWA_RESUME", "TWA_SIGNAL"];

function add(lowering: Lowering, call: ts.CallExpression): Meaning {
  const task = taskArgument(lowering, call);
  const argument = placeArgument(lowering, call, 1, "task-work");
  const mode = notifyArgument(lowering, call);
  const works = task === null ? null : worksOf(lowering, call, task);
  if (task === null || argument === null || mode === null || works === null) return INVALID;
  const item = { field: runnerOf(lowering, call, task).id, object: null, nullable: false };
  emit(lowering, call, (next) => ({ kind: "list-add", node: argument.place, list: works, where: "front", wasEmpty: null, next }));
  emit(lowering, call, (next) => ({ kind: "item-queue", item, workqueue: item.field, delays: null, result: null, next }));
  if (mode === "TWA_SIGNAL") signal(lowering, call, task);
  return integer(0);
}

function signal(lowering: Lowering, call: ts.CallExpression, task: string): void {
  const known = lowering.model.taskWorks.get(task);
  if (known !== undefined) lowering.model.taskWorks.set(task, { ...known, signals: true });
  emit(lowering, call, (next) => ({ kind: "wake-task", context: task, next }));
}

function run(lowering: Lowering, call: ts.CallExpression): Meaning {
  if (lowering.task === null) {
    const hint = "call it in a function that only such tasks run; others have no task work";
    return reject(lowering, "wrong-argument", call, { what: "Who runs task work", expected: "a task that 'task' declares", hint });
  }
  return runWorks(lowering, call, lowering.task) ? VOID : INVALID;
}

function isPending(lowering: Lowering, call: ts.CallExpression): Meaning {
  const task = taskArgument(lowering, call);
  const works = task === null ? null : worksOf(lowering, call, task);
  if (works === null) return INVALID;
  return valueOf({ kind: "unary", operator: "not", operand: { kind: "list-empty", list: works } });
}

/** Emits the loop of task_work_run. */
export function runWorks(lowering: Lowering, call: ts.CallExpression, task: string): boolean {
  const builder = stepBuilder(lowering, call);
  const field = taskWorkField(lowering, call);
  const works = worksOf(lowering, call, task);
  const callback = field === null ? undefined : [...field.initial.values()][0]?.timer?.callback;
  if (builder === null || field === null || works === null || callback == null) return false;
  if (!takesOwner(lowering, field, callback, field.node)) return false;
  const taken: ListRef = { kind: "local", local: localFor(lowering, call, "works", { kind: "list-head", node: field.id }, "works") };
  const work = localFor(lowering, call, "work", { kind: "value" }, "work");
  const isNone = { kind: "binary", operator: "equal", left: localValue(work), right: { kind: "value", value: { kind: "null" } } } as const;
  const [again, some, next, each, end] = [builder.label(), builder.label(), builder.label(), builder.label(), builder.label()];
  builder.place(again);
  emit(lowering, call, () => ({ kind: "branch", condition: { kind: "list-empty", list: works }, whenTrue: end, whenFalse: some }));
  builder.place(some);
  emit(lowering, call, (to) => ({ kind: "list-splice", from: works, to: taken, where: "front", intoEmpty: true, next: to }));
  builder.place(next);
  emit(lowering, call, (to) => ({ kind: "list-take-first", list: taken, result: work, next: to }));
  emit(lowering, call, () => ({ kind: "branch", condition: isNone, whenTrue: again, whenFalse: each }));
  builder.place(each);
  lowering.model.visitors.apply(lowering, callback, call, valueOf(localValue(work)));
  builder.jump(next);
  builder.place(end);
  return true;
}

/** The declaration of task work; a second one is a mistake. */
function taskWorkField(lowering: Lowering, call: ts.Node): SharedField | null {
  const [field, other] = lowering.model.fields.filter(({ type }) => type.kind === "task-work");
  if (field?.class != null && other === undefined) return field;
  const hint =
    field === undefined
      ? "declare a field 'work = task_work(fn)' in a class"
      : "declare it in a class, and tell by a tag ('oneOf') what its function has to do";
  reject(lowering, "wrong-argument", other?.node ?? call, {
    what: "Task work",
    expected: "one declaration, in the objects of a class",
    hint,
  });
  return null;
}

function taskArgument(lowering: Lowering, call: ts.CallExpression): string | null {
  const id = contextArgument(lowering, call);
  const declaration = lowering.model.contexts.find(({ name }) => name === id);
  if (declaration === undefined || isTask(declaration)) return id;
  const hint = "declare it with 'task(\"name\", function)'";
  reject(lowering, "wrong-argument", call, { what: `'${declaration.name}'`, expected: "a task that 'task' declares", hint });
  return null;
}

/** It goes to user space. */
export function isTask({ kind, stop, index }: Elaboration["contexts"][number]): boolean {
  return kind === "task" && stop === null && index === null;
}

function notifyArgument(lowering: Lowering, call: ts.CallExpression): string | null {
  const node = call.arguments[2];
  if (node === undefined) return null;
  const meaning = lowering.model.visitors.expression(lowering, node);
  if (meaning.kind === "language" && MODES.includes(meaning.name)) return meaning.name;
  if (meaning.kind === "invalid") return null;
  const hint = `replace '${shortText(node)}'`;
  reject(lowering, "wrong-argument", node, { what: "How the task is told", expected: MODES.join(", "), hint });
  return null;
}

/** The task's list, declared at its first use. */
function worksOf(lowering: Lowering, call: ts.CallExpression, task: string): ListRef | null {
  const { model } = lowering;
  const field = taskWorkField(lowering, call);
  if (field?.class == null) return null;
  const known = model.taskWorks.get(task)?.list;
  const type = { kind: "list-head", target: field.class, member: field.name } as const;
  const list = known ?? implicitField(lowering, freshId(model, `${task}.task_works`), type, null, field.node);
  if (known === undefined) model.taskWorks.set(task, { list, runner: null, signals: false });
  return { kind: "shared", place: { field: list.id, object: null, nullable: false } };
}

/** What is queued when the task has something to run in user space. */
function runnerOf(lowering: Lowering, call: ts.CallExpression, task: string): SharedField {
  const { model } = lowering;
  const known = model.taskWorks.get(task);
  if (known === undefined) throw new Error(`'${task}' has no list`);
  if (known.runner !== null) return known.runner;
  const value = { kind: "bool", value: false } as const;
  const runner = implicitField(lowering, freshId(model, `${task}.task_work`), { kind: "task-work-runner" }, value, call);
  const timer = { callback: null, callbackNode: call, mode: null, queued: false, expires: true, cpu: null };
  runner.initial.set(TOP_LEVEL, { value, entries: [], timer });
  model.taskWorks.set(task, { ...known, runner });
  return runner;
}
