// lockdep's opinion beside TLC's verdict, each rule broken and kept: what it says, and whether the two agree.

import { assert } from "chai";
import { lockdepLines } from "../../report/lockdep/index.js";
import { checkSource, summary } from "../support/check-source.js";
import { NESTING, PREEMPT_RT } from "../support/compile-model.js";
import { verified } from "../support/results.js";

const LOCKS = "const a = spinlock_t(); const b = spinlock_t(); const r = raw_spinlock_t(); const m = mutex();";

/** `deadlock, agrees: circular a in g`: the verdict, the agreement, and rule, lock and function of the report. */
async function opinion(source: string): Promise<string> {
  const body = await checkSource(`${LOCKS}\n${source}`);
  if (!("lockdep" in body) || body.lockdep === null) return `${summary(body)}, no opinion`;
  const { agreement, report } = body.lockdep;
  const said = report === null ? "silent" : `${report.rule} ${report.lock?.name ?? "-"} in ${report.place.function}`;
  return `${summary(body)}, ${agreement}: ${said}`;
}

const AB = "function f() { spin_lock(a); spin_lock(b); spin_unlock(b); spin_unlock(a); }";
const BA = "function g() { spin_lock(b); spin_lock(a); spin_unlock(a); spin_unlock(b); }";

/** Title, source, what comes out. */
const CASES: readonly (readonly [title: string, source: string, result: string])[] = [
  ["two orders", `${AB} ${BA} task("f", f); task("g", g);`, "circular-wait, agrees: circular a in g"],
  ["one order", `${AB} task("f", f); task("g", f);`, "verified, agrees: silent"],
  [
    "two orders that an outer lock keeps apart",
    `${AB} ${BA} function in_order(h: () => void) { mutex_lock(m); h(); mutex_unlock(m); } task("f", () => { in_order(f); }); task("g", () => { in_order(g); });`,
    "verified, would-report: circular a in g",
  ],
  [
    "a second order on a path that is never taken",
    `let late = bool(); ${AB} ${BA} task("f", f); task("g", () => { if (late) g(); });`,
    "verified, agrees: silent",
  ],
  [
    "a trylock on the way back waits for nobody",
    `${AB} task("f", f); task("g", () => { spin_lock(b); if (spin_trylock(a)) spin_unlock(a); spin_unlock(b); });`,
    "verified, agrees: silent",
  ],
  [
    "a lock taken by trylock is held all the same",
    `${BA} task("g", g); task("f", () => { if (spin_trylock(a)) { spin_lock(b); spin_unlock(b); spin_unlock(a); } });`,
    "circular-wait, agrees: circular b in f",
  ],
  [
    "the same class twice",
    `class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node();
     function f() { spin_lock(x.lock); spin_lock(y.lock); spin_unlock(y.lock); spin_unlock(x.lock); }
     task("f", f);`,
    "verified, would-report: recursion &node->lock in f",
  ],
  [
    "the same class twice, told apart by a subclass",
    `class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node();
     function f() { spin_lock(x.lock); spin_lock_nested(y.lock, 1); spin_unlock(y.lock); spin_unlock(x.lock); }
     task("f", f);`,
    "verified, agrees: silent",
  ],
  [
    "an interrupt on its own CPU over the holder",
    'task("f", () => { spin_lock(a); spin_unlock(a); }); hardirq("h", () => { spin_lock(a); spin_unlock(a); });',
    "circular-wait, agrees: inconsistent-usage a in h",
  ],
  [
    "reading a seqcount with interrupts on, which an interrupt handler writes: lockdep hears of it with interrupts off",
    `const q = seqcount_t(); task("f", () => { read_seqcount_begin(q); read_seqcount_retry(q, 0); });
     hardirq("h", () => { write_seqcount_begin(q); write_seqcount_end(q); });`,
    "verified, agrees: silent",
  ],
  [
    "interrupts off where the interrupt handler's lock is held",
    'task("f", () => { spin_lock_irq(a); spin_unlock_irq(a); }); hardirq("h", () => { spin_lock(a); spin_unlock(a); });',
    "verified, agrees: silent",
  ],
  [
    "interrupts turned on while the lock is still held",
    'task("f", () => { spin_lock_irq(a); local_irq_enable(); spin_unlock(a); }); hardirq("h", () => { spin_lock(a); spin_unlock(a); });',
    "circular-wait, agrees: inconsistent-usage a in h",
  ],
  [
    "a lock taken in an interrupt comes before one that is held with interrupts on",
    `task("f", () => { spin_lock_irq(a); spin_lock(b); spin_unlock(b); spin_unlock_irq(a); }); task("g", () => { spin_lock(b); spin_unlock(b); });
     hardirq("h", () => { spin_lock(a); spin_unlock(a); });`,
    "circular-wait, agrees: irq-inversion a in h",
  ],
  [
    "the same, the handler declared first",
    `hardirq("h", () => { spin_lock(a); spin_unlock(a); }); task("g", () => { spin_lock(b); spin_unlock(b); });
     function f() { spin_lock_irq(a); spin_lock(b); spin_unlock(b); spin_unlock_irq(a); } task("f", f);`,
    "circular-wait, agrees: irq-order b in f",
  ],
  [
    "the same, the inner lock with interrupts off, too",
    `task("f", () => { spin_lock_irq(a); spin_lock(b); spin_unlock(b); spin_unlock_irq(a); }); task("g", () => { spin_lock_irq(b); spin_unlock_irq(b); });
     hardirq("h", () => { spin_lock(a); spin_unlock(a); });`,
    "verified, agrees: silent",
  ],
  [
    "bottom halves off are enough for a softirq",
    'task("f", () => { spin_lock_bh(a); spin_unlock_bh(a); }); softirq("s", () => { spin_lock(a); spin_unlock(a); });',
    "verified, agrees: silent",
  ],
  [
    "bottom halves turned on while the lock is still held",
    'function f() { spin_lock_bh(a); local_bh_enable(); spin_unlock(a); } task("f", f); softirq("s", () => { spin_lock(a); spin_unlock(a); });',
    "circular-wait, agrees: inconsistent-usage a in s",
  ],
  [
    "a spinlock_t under a raw one",
    'function f() { raw_spin_lock(r); spin_lock(a); spin_unlock(a); raw_spin_unlock(r); } task("f", f);',
    "wait-context, agrees: wait-context a in f",
  ],
  [
    "a lock that is not held is released",
    'function f() { spin_unlock(a); } task("f", f);',
    "unlock-balance, agrees: unlock-balance a in f",
  ],
  ["a lock is never released", 'function f() { mutex_lock(m); } task("f", f);', "held-at-end, agrees: held-at-end m in f"],
  [
    "sleeping with preemption off",
    'function f() { preempt_disable(); might_sleep(); preempt_enable(); } task("f", f);',
    "sleep-in-atomic, agrees: sleep-in-atomic - in f",
  ],
  [
    "a seqcount that is written with preemption on",
    'const q = seqcount_t(); function f() { write_seqcount_begin(q); write_seqcount_end(q); } task("f", f);',
    "context-assertion, agrees: context-assertion - in f",
  ],
  [
    "a wait that lockdep knows nothing of",
    'let done = bool(); const q = wait_queue_head(); task("f", () => { mutex_lock(m); wait_event(q, () => done); mutex_unlock(m); }); task("g", () => { mutex_lock(m); done = true; mutex_unlock(m); wake_up(q); });',
    "stuck, would-be-silent: silent",
  ],
  [
    "a finding that is not about locks",
    'task("f", () => { spin_lock(a); assert(false, "never"); spin_unlock(a); });',
    "assertion: never, unrelated: silent",
  ],
  [
    "release out of order: what was above is acquired again",
    `task("f", () => { spin_lock(b); spin_lock(a); spin_unlock(b); spin_unlock(a); }); task("g", () => { spin_lock(a); spin_unlock(a); });`,
    "verified, agrees: silent",
  ],
];

describe("[T] lockdep's opinion of what executions reach", function () {
  this.timeout(120_000);
  for (const [title, source, result] of CASES) {
    it(title, async () => assert.equal(await opinion(source), result));
  }

  // Source: include/linux/preempt.h and, for PREEMPT_RT, kernel/locking/spinlock_rt.c and kernel/softirq.c. What makes it atomic, and the
  // first line of the kernel's report as it would be there.
  const atomic: readonly (readonly [what: string, rt: boolean, code: string, line: string])[] = [
    ["a raw spinlock", false, "raw_spin_lock(r); might_sleep(); raw_spin_unlock(r);", "in_atomic(): 1, irqs_disabled(): 0"],
    ["a raw spinlock", true, "raw_spin_lock(r); might_sleep(); raw_spin_unlock(r);", "in_atomic(): 1, irqs_disabled(): 0"],
    ["a spinlock", false, "spin_lock(a); might_sleep(); spin_unlock(a);", "in_atomic(): 1, irqs_disabled(): 0"],
    [
      "a spinlock, which begins a read section",
      true,
      "spin_lock(a); might_sleep(); spin_unlock(a);",
      "in_atomic(): 0, irqs_disabled(): 0, name: f/0 RCU nest depth: 1, expected: 0",
    ],
    [
      "interrupts that a raw spinlock left off, under a spinlock",
      true,
      "spin_lock(a); raw_spin_lock_irq(r); raw_spin_unlock(r); spin_lock(b); spin_unlock(b); local_irq_enable(); spin_unlock(a);",
      "in_atomic(): 0, irqs_disabled(): 1",
    ],
    [
      "interrupts, under a mutex",
      false,
      "mutex_lock(m); local_irq_disable(); might_sleep(); local_irq_enable(); mutex_unlock(m);",
      "in_atomic(): 0, irqs_disabled(): 1",
    ],
    ["bottom halves", false, "local_bh_disable(); might_sleep(); local_bh_enable();", "in_atomic(): 1, irqs_disabled(): 0"],
    [
      "bottom halves, which begin a read section",
      true,
      "local_bh_disable(); might_sleep(); local_bh_enable();",
      "in_atomic(): 0, irqs_disabled(): 0, name: f/0 RCU nest depth: 1, expected: 0",
    ],
    [
      "a read section",
      false,
      "rcu_read_lock(); might_sleep(); rcu_read_unlock();",
      "in_atomic(): 0, irqs_disabled(): 0, name: f/0 RCU nest depth: 1, expected: 0",
    ],
    ["preemption", true, "preempt_disable(); spin_lock(a); spin_unlock(a); preempt_enable();", "in_atomic(): 1, irqs_disabled(): 0"],
  ];
  for (const [what, rt, code, line] of atomic)
    it(`prints what the kernel would of ${what}${rt ? " on PREEMPT_RT" : ""}`, async () => {
      const body = await checkSource(`${LOCKS} task("f", () => { ${code} });`, { configuration: rt ? PREEMPT_RT : NESTING });
      if (body.outcome !== "violated" || body.lockdep?.report == null) return assert.fail(summary(body));
      assert.equal(summary(body), "sleep-in-atomic");
      const { subject } = verified();
      const printed = lockdepLines(body.lockdep.report, subject).map(({ text }) => text);
      const from = printed.findIndex((text) => text.startsWith("in_atomic()"));
      assert.isTrue(printed.slice(from).join(" ").startsWith(line), printed.join("\n"));
    });
});
