// What functions assert of the context that calls them, and what they do not: each rule broken by one model and kept by its neighbour.

import { checkCases } from "./cases.js";

const DECLARATIONS = `const sc = seqcount_t(); const sl = seqlock_t(); const s = spinlock_t(); const m = mutex(); const done = completion();
class d { t = timer_list(runs); w = delayed_work(works); } const dev = new d(); function runs() {} function works() {}
function write() { write_seqcount_begin(sc); write_seqcount_end(sc); } function toggle() { local_bh_disable(); local_bh_enable(); }`;

const inTask = (body: string): string => `task("f", () => { ${body} });`;
const RT = 'configurations("preempt-rt");';

checkCases("[T] a seqcount is written with preemption disabled, in the real TLC", DECLARATIONS, [
  ["not as the first thing of a task", inTask("write();"), "context-assertion"],
  ["not under a mutex, in the middle of others", inTask("mutex_lock(m); write(); mutex_unlock(m);"), "context-assertion"],
  ["not inside of RCU, which can be preempted", inTask("rcu_read_lock(); write(); rcu_read_unlock();"), "context-assertion"],
  ["but under preempt_disable", inTask("preempt_disable(); write(); preempt_enable();"), "verified"],
  ["under a spinlock", inTask("spin_lock(s); write(); spin_unlock(s);"), "verified"],
  ["with bottom halves disabled", inTask("local_bh_disable(); write(); local_bh_enable();"), "verified"],
  ["with interrupts off", inTask("local_irq_disable(); write(); local_irq_enable();"), "verified"],
  ["in a softirq", 'softirq("s", write); task("f", () => {});', "verified"],
  ["in a hard interrupt", 'hardirq("h", write); task("f", () => {});', "verified"],
  ["the writer of a seqlock_t is not asked", `${RT} ${inTask("write_seqlock(sl); write_sequnlock(sl);")}`, "verified"],
  ["on PREEMPT_RT not under a spinlock_t", `${RT} ${inTask("spin_lock(s); write(); spin_unlock(s);")}`, "context-assertion"],
  ["nor with bottom halves disabled", `${RT} ${inTask("local_bh_disable(); write(); local_bh_enable();")}`, "context-assertion"],
  ["nor in a softirq, which is a thread", `${RT} softirq("s", write); task("f", () => {});`, "context-assertion"],
  ["but with interrupts off", `${RT} ${inTask("local_irq_disable(); write(); local_irq_enable();")}`, "verified"],
]);

checkCases("[T] bottom halves come on with interrupts on, and in no hard interrupt, in the real TLC", DECLARATIONS, [
  ["not with interrupts off", inTask("local_irq_disable(); toggle(); local_irq_enable();"), "context-assertion"],
  [
    "not where nobody could tell, either: others see the rest",
    'softirq("s", () => {}); task("f", () => { spin_lock_irq(s); toggle(); spin_unlock_irq(s); });',
    "context-assertion",
  ],
  ["nor on PREEMPT_RT", `${RT} ${inTask("local_irq_disable(); toggle(); local_irq_enable();")}`, "context-assertion"],
  [
    "spin_unlock_bh is asked, too",
    inTask("spin_lock_bh(s); local_irq_disable(); spin_unlock_bh(s); local_irq_enable();"),
    "context-assertion",
  ],
  [
    "and a spin_trylock_bh that fails",
    'task("g", () => { spin_lock(s); spin_unlock(s); }); task("f", () => { local_irq_disable(); if (spin_trylock_bh(s)) { spin_unlock(s); local_irq_enable(); local_bh_enable(); } else local_irq_enable(); });',
    "context-assertion",
  ],
  ["disabling them is not", inTask("local_irq_disable(); local_bh_disable(); local_irq_enable(); local_bh_enable();"), "verified"],
  ["in a softirq they may be disabled and enabled", 'softirq("s", toggle); task("f", () => {});', "verified"],
  ["in a hard interrupt they may not", 'hardirq("h", toggle); task("f", () => {});', "context-assertion"],
  [
    "not with interrupts on there, either",
    'hardirq("h", () => { local_irq_enable(); toggle(); local_irq_disable(); }); task("f", () => {});',
    "context-assertion",
  ],
  ["on PREEMPT_RT a handler in a thread may", `${RT} hardirq("h", toggle); task("f", () => {});`, "verified"],
  ["one that is in none may not", `${RT} hardirq("h", toggle, { flags: IRQF_NO_THREAD }); task("f", () => {});`, "context-assertion"],
  [
    "a thread that ends with interrupts off is found at its end",
    `${RT} softirq("s", () => { local_irq_disable(); }); task("f", () => {});`,
    "held-at-end",
  ],
]);

checkCases("[T] timer_delete_sync and complete_all in interrupts, in the real TLC", DECLARATIONS, [
  [
    "timer_delete_sync is for no hard interrupt",
    'hardirq("h", () => { timer_delete_sync(dev.t); }); task("f", () => {});',
    "context-assertion",
  ],
  ["timer_delete is", 'hardirq("h", () => { timer_delete(dev.t); }); task("f", () => {});', "verified"],
  ["timer_delete_sync is for softirqs", 'softirq("s", () => { timer_delete_sync(dev.t); }); task("f", () => {});', "verified"],
  ["complete_all is for handlers that may be threaded", 'hardirq("h", () => { complete_all(done); }); task("f", () => {});', "verified"],
  ["not for others", 'hardirq("h", () => { complete_all(done); }, { flags: IRQF_NO_THREAD }); task("f", () => {});', "context-assertion"],
  ["complete is", 'hardirq("h", () => { complete(done); }, { flags: IRQF_NO_THREAD }); task("f", () => {});', "verified"],
  [
    "without PROVE_RAW_LOCK_NESTING nobody asks",
    'configurations("no-raw-lock-nesting"); hardirq("h", () => { complete_all(done); }, { flags: IRQF_NO_THREAD }); task("f", () => {});',
    "verified",
  ],
]);
