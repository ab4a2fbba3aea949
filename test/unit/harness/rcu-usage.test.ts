// What the finding rcu-usage says: the section that was asked for, and what there is instead.

import { assert } from "chai";
import { checkBuiltin } from "../../../harness/run/check-builtin.js";
import { compilationOf } from "../../support/compile.js";

const DECLARATIONS = "class O { } const o = new O(); let p = ref<O>(o); const u = mutex(); const l = spinlock_t();";

function messageOf(code: string): string {
  const body = checkBuiltin(compilationOf(`${DECLARATIONS}\n${code}`), { timeoutMs: 10_000, maxStates: 10_000, readSource: () => null });
  return body.outcome === "violated" ? `${body.finding.kind}: ${body.finding.message}` : body.outcome;
}

describe("[U] suspicious RCU usage", function () {
  this.timeout(30_000);

  const sentences: readonly (readonly [title: string, body: string, sentence: string])[] = [
    ["no section, as the first thing", "rcu_dereference(p);", "rcu_dereference outside of rcu_read_lock"],
    [
      "rcu_read_lock_bh for rcu_dereference",
      "rcu_read_lock_bh(); rcu_dereference(p); rcu_read_unlock_bh();",
      "rcu_dereference outside of rcu_read_lock; rcu_read_lock_bh does not count for it",
    ],
    [
      "disabled bottom halves",
      "local_bh_disable(); rcu_dereference(p); local_bh_enable();",
      "rcu_dereference outside of rcu_read_lock; disabled bottom halves do not count for it",
    ],
    [
      "a spinlock",
      "spin_lock(l); rcu_dereference(p); spin_unlock(l);",
      "rcu_dereference outside of rcu_read_lock; disabled preemption does not count for it",
    ],
    [
      "interrupts off",
      "local_irq_disable(); rcu_dereference(p); local_irq_enable();",
      "rcu_dereference outside of rcu_read_lock; disabled interrupts do not count for it",
    ],
    [
      "rcu_read_lock for the two others",
      "rcu_read_lock(); rcu_dereference_bh(p); rcu_read_unlock();",
      "rcu_dereference_bh with bottom halves and interrupts enabled; rcu_read_lock does not count for it",
    ],
    [
      "rcu_read_lock for RCU-sched",
      "rcu_read_lock(); rcu_dereference_sched(p); rcu_read_unlock();",
      "rcu_dereference_sched with preemption, bottom halves and interrupts enabled; rcu_read_lock does not count for it",
    ],
    [
      "a condition that does not hold",
      "rcu_dereference_check(p, lockdep_is_held(u));",
      "rcu_dereference_check outside of rcu_read_lock, and its condition does not hold",
    ],
    [
      "the lock of writers that is not held",
      "rcu_read_lock(); rcu_dereference_protected(p, lockdep_is_held(u)); rcu_read_unlock();",
      "rcu_dereference_protected where its condition does not hold",
    ],
  ];
  for (const [title, body, sentence] of sentences) {
    it(`says so of ${title}`, () => assert.equal(messageOf(`function f() { ${body} } task("f", f);`), `rcu-usage: f calls ${sentence}.`));
  }

  it("says of an interrupt that being one does not count", () => {
    const message = messageOf('function h() { rcu_dereference(p); } hardirq("h", h);');
    assert.equal(message, "rcu-usage: h calls rcu_dereference outside of rcu_read_lock; being in an interrupt does not count for it.");
  });
});
