// What a context is told of itself, on both kernels. Sources: include/linux/preempt.h; include/linux/lockdep.h; kernel/softirq.c,
// __local_bh_disable_ip of PREEMPT_RT, which does not count in preempt_count, for raw_spin_lock_bh either; kernel/irq/manage.c, irq_forced_thread_fn.

import { assert } from "chai";
import type { Configuration } from "../../../codegen/ir/program.js";
import { explore } from "../../../interpreter/index.js";
import { locatedOf } from "../../support/compile.js";
import { NESTING, PREEMPT_RT } from "../../support/compile-model.js";

type Answers = readonly [atomic: boolean, interrupt: boolean, hardirq: boolean, softirq: boolean, preemptible: boolean];

const [YES, NO] = [true, false];

/** How a context comes to ask, with `ASK` where it does. */
const PLACES: Readonly<Record<string, { readonly code: string; readonly plain: Answers; readonly rt: Answers }>> = {
  "a task": { code: 'task("f", () => { ASK });', plain: [NO, NO, NO, NO, YES], rt: [NO, NO, NO, NO, YES] },
  "bottom halves off": {
    code: 'task("f", () => { local_bh_disable(); ASK local_bh_enable(); });',
    plain: [YES, YES, NO, YES, NO],
    rt: [NO, YES, NO, YES, YES],
  },
  "a raw spinlock without bottom halves": {
    code: 'const r = raw_spinlock_t(); task("f", () => { raw_spin_lock_bh(r); ASK raw_spin_unlock_bh(r); });',
    plain: [YES, YES, NO, YES, NO],
    rt: [NO, YES, NO, YES, YES],
  },
  "preemption off": {
    code: 'task("f", () => { preempt_disable(); ASK preempt_enable(); });',
    plain: [YES, NO, NO, NO, NO],
    rt: [YES, NO, NO, NO, NO],
  },
  "interrupts off": {
    code: 'task("f", () => { local_irq_disable(); ASK local_irq_enable(); });',
    plain: [NO, NO, NO, NO, NO],
    rt: [NO, NO, NO, NO, NO],
  },
  "a softirq": { code: 'softirq("s", () => { ASK });', plain: [YES, YES, NO, YES, NO], rt: [NO, YES, NO, YES, YES] },
  "a hard interrupt": { code: 'hardirq("h", () => { ASK });', plain: [YES, YES, YES, NO, NO], rt: [NO, YES, NO, YES, YES] },
  "a hard interrupt without a thread": {
    code: 'hardirq("h", () => { ASK }, { flags: IRQF_NO_THREAD });',
    plain: [YES, YES, YES, NO, NO],
    rt: [YES, YES, YES, NO, NO],
  },
};

/** A statement that fails where the answer is not `answer`. */
const QUESTIONS: readonly ((answer: boolean) => string | null)[] = [
  (answer) => `assert(in_atomic() === ${answer}, "in_atomic");`,
  (answer) => `assert(in_interrupt() === ${answer}, "in_interrupt");`,
  (answer) => `assert(in_hardirq() === ${answer}, "in_hardirq");`,
  (answer) => (answer ? "lockdep_assert_in_softirq();" : null),
  (answer) => `lockdep_assert_preemption_${answer ? "enabled" : "disabled"}();`,
];

function findings(code: string, statement: string, configuration: Configuration): string {
  const found = explore(locatedOf(code.replace("ASK", statement), { configuration }));
  return found.outcome === "violated" ? found.finding.kind : found.outcome;
}

describe("[U] what a context is told of itself", () => {
  for (const [place, { code, plain, rt }] of Object.entries(PLACES))
    for (const [kernel, answers] of [[NESTING, plain] as const, [PREEMPT_RT, rt] as const])
      it(`in ${place}, ${kernel.name}`, () => {
        answers.forEach((answer, index) => {
          const [right, wrong] = [QUESTIONS[index]?.(answer) ?? null, QUESTIONS[index]?.(!answer) ?? null];
          const outcomeOf = (statement: string): string => findings(code, statement, kernel);
          if (right !== null) assert.equal(outcomeOf(right), "verified", right);
          if (wrong !== null) assert.equal(outcomeOf(wrong), "assertion", wrong);
        });
      });
});
