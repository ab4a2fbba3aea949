// What the finding sleep-in-atomic says: what makes the context atomic, and since where.

import { assert } from "chai";
import type { Configuration } from "../../../codegen/ir/program.js";
import { checkBuiltin } from "../../../harness/run/check-builtin.js";
import { compilationOf } from "../../support/compile.js";
import { NESTING, PREEMPT_RT } from "../../support/compile-model.js";

const DECLARATIONS = "const l = spinlock_t(); const r = raw_spinlock_t(); const m = mutex();";

/** The message, with columns for places. */
function messageOf(code: string, configuration: Configuration = NESTING): string {
  const options = { timeoutMs: 10_000, maxStates: 10_000, readSource: () => null };
  const body = checkBuiltin(compilationOf(`${DECLARATIONS}\n${code}`, { configuration }), options);
  if (body.outcome !== "violated") return body.outcome;
  return `${body.finding.kind}: ${body.finding.message.replaceAll(/at [^ :]+:\d+:(\d+)\)/g, "at $1)")}`;
}

describe("[U] what makes a context atomic", function () {
  this.timeout(30_000);

  const sentences: readonly (readonly [title: string, body: string, reason: string])[] = [
    ["a lock that spins", "spin_lock(l); might_sleep();", "it holds l (taken at 16)"],
    ["the lock that is still held", "spin_lock(l); raw_spin_lock(r); spin_unlock(l); might_sleep();", "it holds r (taken at 30)"],
    ["a lock, and not what it switched off", "spin_lock_irq(l); might_sleep();", "it holds l (taken at 16)"],
    ["interrupts", "spin_lock_irq(l); spin_unlock(l); might_sleep();", "interrupts are off (disabled at 16)"],
    ["bottom halves", "local_bh_disable(); might_sleep();", "bottom halves are disabled (disabled at 16)"],
    ["preemption", "preempt_disable(); might_sleep();", "preemption is disabled (disabled at 16)"],
    ["a read section", "rcu_read_lock(); might_sleep();", "it is inside of rcu_read_lock (entered at 16)"],
    [
      "all that there is",
      "local_irq_disable(); preempt_disable(); spin_lock(l); might_sleep();",
      "it holds l (taken at 56), interrupts are off (disabled at 16) and preemption is disabled (disabled at 37)",
    ],
  ];
  for (const [title, body, reason] of sentences)
    it(`is ${title}`, () => {
      assert.equal(messageOf(`function f() { ${body} } task("f", f);`), `sleep-in-atomic: f may sleep in atomic context: ${reason}.`);
    });

  it("is the interrupt that it runs in", () => {
    const said = (declaration: string): string => messageOf(`function f() { might_sleep(); } ${declaration}`);
    assert.equal(said('hardirq("h", f);'), "sleep-in-atomic: h may sleep in atomic context: it runs in a hard interrupt.");
    assert.equal(said('softirq("s", f);'), "sleep-in-atomic: s may sleep in atomic context: it runs in a softirq.");
  });

  it("is on PREEMPT_RT no lock that sleeps, but the read section in it", () => {
    const inside = (body: string): string => messageOf(`function f() { ${body} } task("f", f);`, PREEMPT_RT);
    assert.include(inside("spin_lock(l); might_sleep();"), "f may sleep in atomic context: it is inside of rcu_read_lock (entered at 16).");
    assert.include(inside("rcu_read_lock(); preempt_disable(); spin_lock(l);"), "context: preemption is disabled (disabled at 33).");
  });
});
