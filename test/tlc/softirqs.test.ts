import { checkCases } from "./cases.js";

const DECLARATIONS = `let inside = int(0, 2); const came = atomic_t(0, 3); const l = spinlock_t();
function rx() { inside = inside + 1; assert(inside < 2, "alone"); inside = inside - 1; atomic_inc(came); } task("t", () => {}, { cpu: 0 });`;

checkCases("[T] softirqs that come more than once in the real TLC", DECLARATIONS, [
  ["run on several CPUs at once", 'cpus(2); softirq("rx", rx, { times: 2 });', "assertion: alone"],
  ["without a word about CPUs, too", 'softirq("rx", rx, { times: 2 });', "assertion: alone"],
  [
    "also while a task has bottom halves disabled",
    'let open = bool(); task("u", () => { local_bh_disable(); open = true; open = false; local_bh_enable(); }); softirq("rx", () => { if (open) rx(); }, { times: 2 });',
    "assertion: alone",
  ],
  ["not on the same one", 'cpus(1); softirq("rx", rx, { times: 2 });', "verified"],
  ["nor where they have one", 'cpus(2); softirq("rx", rx, { times: 2, cpu: 1 });', "verified"],
  ["nor when they come once", 'cpus(2); softirq("rx", rx);', "verified"],
  ["a lock keeps them apart", 'cpus(2); softirq("rx", () => { spin_lock(l); rx(); spin_unlock(l); }, { times: 2 });', "verified"],
  [
    "have finished when they came as often as they may",
    'cpus(2); const s = softirq("rx", () => { spin_lock(l); rx(); spin_unlock(l); }, { times: 2 }); invariant("all", () => !finished(s) || atomic_read(came) === 2); reachable("some day", () => finished(s));',
    "verified",
  ],
  [
    "the code of a handler deadlocks with itself on two CPUs",
    'cpus(2); const a = spinlock_t(); const b = spinlock_t(); let first = bool(); softirq("rx", () => { if (first) { spin_lock(a); spin_lock(b); spin_unlock(b); spin_unlock(a); } else { first = true; spin_lock(b); spin_lock(a); spin_unlock(a); spin_unlock(b); } }, { times: 2 });',
    "circular-wait",
  ],
  [
    "a tasklet does not overlap itself",
    'cpus(2); class d { k = tasklet_struct(run); } const o = new d(); function run() { rx(); } task("u", () => { tasklet_schedule(o.k); tasklet_schedule(o.k); }, { cpu: 1 });',
    "verified",
  ],
]);
