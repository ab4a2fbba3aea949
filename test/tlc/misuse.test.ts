// Misuse, and who catches it: the type checker and the compiler before anything runs, else TLC. Each is caught as early as it can be.

import { assert } from "chai";
import { checkSource, summary } from "../support/check-source.js";
import { marked, rejected } from "../support/compile-model.js";

const WORLD = `const s = spinlock_t(); const s2 = spinlock_t(); const r = raw_spinlock_t(); const m = mutex(); const w = rw_semaphore(); const done = completion();
const sem = semaphore(); class d { work = delayed_work(run); } const dev = new d(); function run() {} const wq = alloc_workqueue("wq");`;

const inTask = (body: string): string => `${WORLD}\nfunction f() { ${body} }\ntask("t", f);`;

describe("[U] misuse that is no model", () => {
  /** Body of a task -> the code and the text that it marks. */
  const cases: readonly (readonly [title: string, body: string, found: string])[] = [
    ["a mutex taken as a raw spinlock", "raw_spin_lock(m);", "LM123 m"],
    ["a spinlock taken as a mutex", "mutex_lock(s);", "LM123 s"],
    ["a spinlock released as a raw one", "spin_lock(s); raw_spin_unlock(s);", "LM123 s"],
    ["a mutex taken as a semaphore", "down(m);", "LM123 m"],
    ["a delayed work item queued as a plain one", "queue_work(wq, dev.work);", "LM123 dev.work"],
    ["the kernel's arguments of msleep", "msleep(5);", "LM123 msleep(5)"],
    [
      "the kernel's arguments of schedule_delayed_work",
      "schedule_delayed_work(dev.work, 10);",
      "LM123 schedule_delayed_work(dev.work, 10)",
    ],
    ["a lock that is forgotten", "spin_lock();", "LM123 spin_lock()"],
    ["flags that were not saved", "spin_lock(s); spin_unlock_irqrestore(s, 0);", "LM123 0"],
    ["a subclass that lockdep does not have", "mutex_lock_nested(m, 8);", "LM202 8"],
  ];
  for (const [title, body, found] of cases) it(title, () => assert.deepEqual(marked(inTask(body)), [found]));
});

describe("[U] misuse that is no model: the way out", () => {
  const cases: readonly (readonly [body: string, wayOut: RegExp])[] = [
    ["raw_spin_lock(m);", /use 'mutex_lock'/u],
    ["mutex_lock(s);", /use 'spin_lock'/u],
    ["msleep(5);", /write 'msleep\(\)'/u],
    ["schedule_delayed_work(dev.work, 10);", /write 'schedule_delayed_work\(work\)'/u],
  ];
  for (const [body, wayOut] of cases) it(body, () => assert.match(rejected(inTask(body))[0]?.repair ?? "", wayOut));
});

describe("[T] misuse that executions show", function () {
  this.timeout(60_000);
  /** Body of a task -> what TLC finds. */
  const cases: readonly (readonly [title: string, body: string, found: string])[] = [
    ["a spinlock under a raw one", "raw_spin_lock(r); spin_lock(s); spin_unlock(s); raw_spin_unlock(r);", "wait-context"],
    ["a mutex under a spinlock", "spin_lock(s); mutex_lock(m); mutex_unlock(m); spin_unlock(s);", "wait-context"],
    ["sleeping under a spinlock", "spin_lock(s); msleep(); spin_unlock(s);", "sleep-in-atomic"],
    ["sleeping with interrupts off", "local_irq_disable(); cond_resched(); local_irq_enable();", "sleep-in-atomic"],
    [
      "waiting for a completion under a spinlock",
      "complete(done); spin_lock(s); wait_for_completion(done); spin_unlock(s);",
      "sleep-in-atomic",
    ],
    ["a semaphore with preemption off", "preempt_disable(); down(sem); up(sem); preempt_enable();", "sleep-in-atomic"],
    ["a mutex in an RCU read section", "rcu_read_lock(); mutex_lock(m); mutex_unlock(m); rcu_read_unlock();", "wait-context"],
    ["releasing what is not held", "spin_unlock(s);", "unlock-balance"],
    ["releasing as a reader what is written", "down_write(w); up_read(w);", "unlock-balance"],
    ["releasing another lock", "spin_lock(s); spin_unlock(s2);", "unlock-balance"],
    ["taking a lock twice", "mutex_lock(m); mutex_lock(m);", "circular-wait"],
    ["returning with a lock", "mutex_lock(m);", "held-at-end"],
    ["a lock released without its interrupts", "spin_lock_irq(s); spin_unlock(s);", "held-at-end"],
    ["locks released in another order, which is allowed", "spin_lock(s); spin_lock(s2); spin_unlock(s); spin_unlock(s2);", "verified"],
  ];
  for (const [title, body, found] of cases) it(title, async () => assert.equal(summary(await checkSource(inTask(body))), found));

  it("interrupts on again before the outer lock is released", async () => {
    const source = inTask("spin_lock_irq(s); spin_lock_irq(s2); spin_unlock_irq(s2); spin_unlock_irq(s);");
    assert.equal(summary(await checkSource(`${source}\nhardirq("irq", () => { spin_lock(s); spin_unlock(s); });`)), "circular-wait");
  });
});
