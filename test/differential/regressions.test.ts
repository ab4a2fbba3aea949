import { assert } from "chai";
import { compileProgram } from "../../codegen/compile.js";
import { accepted, compile } from "../support/compile-model.js";
import { compareModel } from "./compare-model.js";

/** Models on which the two implementations of docs/semantics.md once differed, made small. What was wrong stands in the title. */
const MODELS: Readonly<Record<string, string>> = {
  "a choice that depends on the last entry of an empty list, and reads an object": `class obj { node = list_node(); count = int(0, 2); }
const os = pool(obj, 1); const ks = kmem_cache(obj, 1); let w0 = wrapping(4, 0); const a0 = atomic_t(0, 2, 0); const h1 = list_head<obj>("node");
function run0() { const made: obj | null = kmalloc(ks, GFP_NOWAIT); w0 = 0; }
function run1() { const k: number = atomic_xchg(a0, (list_empty(list_last_entry(h1).node) ? os[0].count : w0)); }
task("t0", run0); task("t1", run1);`,
  "a handler that runs in a thread comes": `configurations("preempt-rt");
let n0 = int(0, 1); softirq("irq0", () => { n0 = 1; });
task("t0", () => { n0 = 0; });`,
  "a trylock that only ever faults has acquired nothing": `class obj { lock = spinlock_t(); }
const os = pool(obj, 1);
function handle0() { kfree(os[0]); if (spin_trylock(os[0].lock)) spin_unlock(os[0].lock); }
softirq("irq0", handle0); task("t0", () => {});`,
  "a reachable that asks for the last entry of an empty list": `class obj { node = list_node(); busy = bool(true); }
const os = pool(obj, 2); const h1 = list_head<obj>("node");
task("t0", () => { list_move(os[1].node, h1); });
reachable("r0", () => os.every((each) => list_last_entry(h1).busy && each.busy));`,
  "an invariant that asks for the last entry of an empty list": `class obj { node = list_node(); busy = bool(true); }
const os = pool(obj, 2); const h1 = list_head<obj>("node"); let n0 = int(0, 1);
task("t0", () => { list_move(os[1].node, h1); n0 = 1; list_del(os[1].node); });
invariant("i0", () => n0 === 0 || !os.some((each) => list_last_entry(h1).busy && each.busy));`,
  "an object that nobody frees, and of which a property asks whether it is allocated": `class obj { count = int(0, 1); }
const only = new obj(); let n0 = int(0, 1);
task("t0", () => { n0 = 1; }); reachable("r0", () => n0 === 1 && is_allocated(only)); invariant("i0", () => is_allocated(only));`,
  "kfree of the first entry of an empty list": `class obj { node = list_node(); count = int(0, 1); }
const os = pool(obj, 2); const h0 = list_head<obj>("node");
task("t0", () => { kfree(list_first_entry(h0)); }); task("t1", () => { os[0].count = 1; });`,
  "a reachable whose condition reads no state": `class obj {} const os = pool(obj, 1); let n0 = int(0, 3);
task("t0", () => { n0 = 1; }); reachable("r0", () => os.every((each) => each === each)); invariant("i0", () => os.every((each) => each === each));`,
  "the maps of a worker whose first step takes a lock with interrupts off": `const q0 = wait_queue_head("q0"); let n0 = int(0, 3);
task("t0", () => { n0 = 1; }); kworker("t1", () => { wake_up(q0); });`,
  "a lock released under the name of another object is not held any more": `class obj { lock = spinlock_t(); }
const os = pool(obj, 2); let p0 = ref<obj>(os[0]);
function run0() { const at = p0; spin_lock(os[0].lock); spin_lock(os[1].lock); if (at !== null) spin_unlock(at.lock); spin_unlock(os[0].lock); }
task("t0", run0); task("t1", () => { p0 = null; });`,
  "timers of one class that expire on different CPUs": `class obj { constructor(readonly cpu: number) {} busy = bool(); timer = hrtimer(fire, { cpu: this.cpu }); }
const o0 = new obj(0); const o1 = new obj(1); let n0 = int(0, 3);
function fire(own: obj): hrtimer_restart { own.busy = true; return HRTIMER_NORESTART; }
task("t0", () => { hrtimer_start(o0.timer); }, { cpu: 0 });
task("t1", () => { local_irq_disable(); hrtimer_start(o1.timer); n0 = 1; local_irq_enable(); }, { cpu: 1 });`,
  "handlers with one function that come on different CPUs": `let n0 = int(0, 3);
function handle() { n0 = 1; }
hardirq("h0", handle, { cpu: 0 }); hardirq("h1", handle, { cpu: 1 });
task("t1", () => { local_irq_disable(); n0 = 2; local_irq_enable(); }, { cpu: 1 });`,
  "timers of one class of which one expires in hard interrupt context also on PREEMPT_RT": `configurations("raw-lock-nesting");
class obj { constructor(readonly hard: boolean) {} timer = hrtimer(fire, { mode: this.hard ? HRTIMER_MODE_REL_HARD : HRTIMER_MODE_REL, expires: !this.hard }); }
const soft = new obj(false); const hard = new obj(true); const s0 = spinlock_t();
function fire(own: obj): hrtimer_restart { spin_lock(s0); spin_unlock(s0); return HRTIMER_NORESTART; }
task("t0", () => { hrtimer_start(soft.timer); hrtimer_start(hard.timer); });`,
  "the same on PREEMPT_RT, where the other runs in a thread with bottom halves disabled": `configurations("preempt-rt");
class obj { constructor(readonly hard: boolean) {} busy = bool(); timer = hrtimer(fire, { mode: this.hard ? HRTIMER_MODE_REL_HARD : HRTIMER_MODE_REL }); }
const hard = new obj(true); const soft = new obj(false);
function fire(own: obj): hrtimer_restart { own.busy = true; return HRTIMER_NORESTART; }
task("t0", () => { hrtimer_start(soft.timer); hrtimer_start(hard.timer); });`,
  "handlers with one function of which one is in no thread, though lockdep takes it for one that is": `configurations("preempt-rt"); let n0 = int(0, 3);
function handle() { n0 = 1; }
hardirq("h0", handle, { flags: IRQF_NO_THREAD, after_threadable: true }); hardirq("h1", handle);
task("t0", () => { n0 = 2; });`,
  "a list spliced into itself stays as it is": `class obj { node = list_node(); }
const os = pool(obj, 2); const h0 = list_head<obj>("node", os);
function run0() { list_splice_init(h0, h0); list_splice_tail_init(h0, h0); list_del(list_first_entry(h0).node); }
task("t0", run0);`,
  "schedule in a model without a wait queue does not wait": `let n0 = int(0, 1);
function run0() { schedule(); n0 = 1; } task("t0", run0);`,
  "schedule and wake_up in a model in which nobody queues": `const q0 = wait_queue_head("q0");
function run0() { schedule(); wake_up(q0); } task("t0", run0);`,
  "finish_wait in a model in which nobody queues": `const q0 = wait_queue_head("q0");
function run0() { finish_wait(q0); } task("t0", run0);`,
  "a timer that is queued from the start and that no code names": `class obj { count = int(0, 2); timer = hrtimer(fire, { queued: true }); }
const os = pool(obj, 2);
function fire(own: obj): hrtimer_restart { own.count = 1; return HRTIMER_NORESTART; }
function run0() { hrtimer_start(os[1].timer); } task("t0", run0);`,
  "what counts first when an option of choose is a fault and the place of the result is one, too": `class obj { node = list_node(); count = int(0, 2); }
const os = pool(obj, 2); const h0 = list_head<obj>("node");
task("t0", () => { kfree(os[1]); os[1].count = choose(0, 1, list_first_entry(h0).count); });`,
  "interrupts restored with a lock held, and disabled again by the next step": `const s0 = spinlock_t(); const r1 = raw_spinlock_t(); let n0 = int(0, 3);
task("t0", () => { const flags = local_irq_save(); spin_lock(s0); local_irq_restore(flags); raw_spin_lock_irq(r1); n0 = 1; raw_spin_unlock_irq(r1); spin_unlock(s0); });`,
  "two options of choose that are faults, each its own": `class obj { node = list_node(); count = int(0, 2); }
const os = pool(obj, 2); const h0 = list_head<obj>("node"); let n0 = int(0, 2);
task("t0", () => { kfree(os[1]); n0 = choose(list_first_entry(h0).count, os[1].count); });`,
  "an option of choose that is out of range concerns that option only": `let n0 = int(0, 2, 2); let n1 = int(-1, 2);
function run0() { n1 = choose(0, 1, n0 + 1); } task("t0", run0); task("t1", () => { n0 = 0; });`,
  "a remainder beside a sum": `let n0 = int(0, 3); let n1 = int(-1, 2);
function run0() { n0 = (n1 + 1) % 2 + n0; n1 = n0 - (n1 + 1) % 2; } task("t0", run0); task("t1", () => { n1 = 1; });`,
  "a minus of a minus": `let n0 = int(0, 3, 1); let n1 = int(-3, 3);
function run0() { n1 = -(-n0); n1 = -(-1); } task("t0", run0); task("t1", () => { n0 = 2; }); invariant("i0", () => -(-n0) < 3);`,
  "a minus before a field of an object that was freed": `class obj { count = int(0, 2); }
const os = pool(obj, 1); let n1 = int(-2, 2);
task("t0", () => { kfree(os[0]); }); task("t1", () => { n1 = -os[0].count; });`,
  "a sum behind a minus, on a line of its own": `const a_counter_with_a_long_name = atomic_t(0, 2, 1);
let another_number_with_a_long_name = int(0, 9, 3); let a_third_number_with_a_name_at_least_as_long = int(0, 9, 2); let the_result_which_has_a_long_name = int(-9, 9);
function run0() { the_result_which_has_a_long_name = another_number_with_a_long_name - (a_third_number_with_a_name_at_least_as_long - (another_number_with_a_long_name - (a_third_number_with_a_name_at_least_as_long - atomic_read(a_counter_with_a_long_name)))); }
task("t0", run0);`,
};

describe("[T] models on which TLC and the interpreter once differed", function () {
  this.timeout(120_000);

  for (const [title, source] of Object.entries(MODELS)) {
    it(title, async () => {
      const comparison = await compareModel(() => compile(source), { maxStates: 1000 });
      assert.equal(comparison.kind, "compared", JSON.stringify(comparison));
      assert.deepEqual(comparison.differences.slice(0, 3), []);
    });
  }
});

describe("[U] a loop that disables preemption or bottom halves and does not enable them", () => {
  for (const disable of ["preempt_disable", "local_bh_disable"]) {
    it(`ends the compilation with a diagnostic for ${disable}`, () => {
      const program = accepted(`let n0 = int(0, 2); function run0() { while (n0 < 2) ${disable}(); } task("t0", run0);`);
      const outcome = compileProgram(program, () => null);
      assert.deepEqual("diagnostics" in outcome ? outcome.diagnostics.map(({ code }) => code) : [], ["LM309"]);
    });
  }
});
