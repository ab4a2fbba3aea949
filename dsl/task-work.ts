// Task work (kernel/task_work.c): functions that a task runs itself, on its way back to user space or where it asks for them.
//
//   class Request { work = task_work(complete_request); }
//   const submitter = task("submitter", submit);
//   task_work_add(submitter, request.work, TWA_SIGNAL);
//
// A task whose function has returned is in user space: from then on it runs what is added.

import type { Kernel } from "./brand.js";
import type { Context } from "./contexts.js";

/** A callback_head inside an object, as `init_task_work` sets it up; its function gets the object (`container_of`). One declaration in a model. */
export declare function task_work<T extends object>(callback: (owner: T) => void): task_work;
export interface task_work extends Kernel<"task_work"> {}

/** How a task is told of work. */
export interface task_work_notify_mode extends Kernel<"task_work_notify_mode"> {}
/** Not at all: it runs the work when it comes by. */
export declare const TWA_NONE: task_work_notify_mode;
/** It runs the work when it next goes to user space; whoever sleeps sleeps on. */
export declare const TWA_RESUME: task_work_notify_mode;
/** As by a signal: if it sleeps it is woken, as `wake_up_process` does it. */
export declare const TWA_SIGNAL: task_work_notify_mode;

/**
 * Gives the task, one that `task` declares, something to run: 0, as a task of a model never exits. What has been added and has not begun to
 * run must not be added again (`list-corruption`).
 */
export declare function task_work_add(task: Context, work: task_work, notify: task_work_notify_mode): 0;
/** The calling task runs its work now, the newest first, until there is none. */
export declare function task_work_run(): void;
/** Somebody has given the task work that it has not begun to run. */
export declare function task_work_pending(task: Context): boolean;
