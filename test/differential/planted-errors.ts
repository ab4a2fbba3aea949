/** An edit of compiled code: `from` becomes `to`, once. */
export interface PlantedError {
  /** Which of the two readings is wrong, and how. */
  readonly title: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const PLANTED: readonly PlantedError[] = [
  {
    title: "emitter: a softirq handler also runs under a hard interrupt",
    file: "codegen/emit/next.js",
    from: 'return call("SoftirqMayRun", SELF);',
    to: "return TRUE;",
  },
  {
    title: "emitter: tasks of one CPU are switched while preemption is off",
    file: "codegen/emit/tables.js",
    from: "state.preemption > 0 || state.bottomHalves > 0 && !scope.program.configuration.preemptRt || !state.irqs",
    to: "state.bottomHalves > 0 && !scope.program.configuration.preemptRt || !state.irqs",
  },
  {
    title: "emitter: softirqs come with bottom halves off",
    file: "codegen/emit/tables.js",
    from: "!state.irqs || state.bottomHalves > 0",
    to: "!state.irqs",
  },
  {
    title: "emitter: write_trylock succeeds while others read",
    file: "codegen/emit/lock-operations.js",
    from: 'and(free, equals(call("ReadersOf", taken), set()))',
    to: "free",
  },
  {
    title: "emitter: a counter wraps one too late",
    file: "codegen/emit/step-shape.js",
    from: 'infix(value, "%", number(field.type.max + 1))',
    to: 'infix(value, "%", number(field.type.max + 2))',
  },
  {
    title: "emitter: what an option of choose breaks concerns all options",
    file: "codegen/emit/steps.js",
    from: "[...faultsOf(scope, option), ...ofPlace]",
    to: "[...options.flatMap((each) => faultsOf(scope, each)), ...ofPlace]",
  },
  {
    title: "interpreter: the remainder is never negative",
    file: "interpreter/arithmetic.js",
    from: "return (a, b) => a % b + 0;",
    to: "return (a, b) => ((a % b) + b) % b;",
  },
  {
    title: "interpreter: an interrupt comes once more than it may",
    file: "interpreter/scheduling.js",
    from: "read(cells, credit) > 0 && open(cells)",
    to: "read(cells, credit) >= 0 && open(cells)",
  },
  {
    title: "interpreter: an entry added to the front of a list goes to its back",
    file: "interpreter/lists.js",
    from: 'where === "front" ? 0 : read(cells, list)',
    to: "read(cells, list)",
  },
  {
    title: "interpreter: bottom halves off do not keep other tasks from the CPU",
    file: "interpreter/scheduling.js",
    from: "state.preemption > 0 || state.bottomHalves > 0 && !preemptRt || !state.irqs",
    to: "state.preemption > 0 || !state.irqs",
  },
  {
    title: "interpreter: a writer goes in while others read",
    file: "interpreter/operations/locks.js",
    from: "read(cells, at) === FREE && !readers.any(cells, at, count)",
    to: "read(cells, at) === FREE",
  },
  {
    title: "interpreter: hrtimer_start does not queue the timer",
    file: "interpreter/operations/timers.js",
    from: "cells[timer] = 1;",
    to: "cells[timer] = 0;",
  },
];
