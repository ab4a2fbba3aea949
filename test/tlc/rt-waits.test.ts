import { checkCases } from "./cases.js";

const DECLARATIONS = `configurations("preempt-rt"); const r = raw_spinlock_t(); const l = spinlock_t(); const s = seqlock_t(); let x = int(0, 1); let y = int(0, 1); let i = int(0, 1);
class d { soft = hrtimer(fires); hard = hrtimer(fires, { mode: HRTIMER_MODE_REL_HARD }); t = timer_list(runs); w = delayed_work(runs); } const dev = new d();
function fires() { return HRTIMER_NORESTART; } function runs() {}
class pair { constructor(readonly isHard: boolean) {} t = hrtimer(fires, { mode: this.isHard ? HRTIMER_MODE_REL_HARD : HRTIMER_MODE_REL }); } const ps = new pair(false); const ph = new pair(true); let cur = ref<pair>(ph);
function cancel() { const at = cur; hrtimer_start(ps.t); hrtimer_start(ph.t); raw_spin_lock(r); if (at !== null) hrtimer_cancel(at.t); raw_spin_unlock(r); }
function look() { let seq = 0; do { seq = read_seqbegin(s); y = x; } while (read_seqretry(s, seq)); } function write() { write_seqlock(s); x = 1; write_sequnlock(s); }`;

checkCases("[T] what takes a sleeping lock on PREEMPT_RT where it has to wait, in the real TLC", DECLARATIONS, [
  [
    "hrtimer_cancel under a raw lock sleeps when the callback runs",
    'task("f", () => { hrtimer_start(dev.soft); raw_spin_lock(r); hrtimer_cancel(dev.soft); raw_spin_unlock(r); });',
    "sleep-in-atomic",
  ],
  [
    "it does not when the timer cannot have expired",
    'task("f", () => { raw_spin_lock(r); hrtimer_cancel(dev.soft); raw_spin_unlock(r); });',
    "verified",
  ],
  [
    "nor under a spinlock_t, nor with bottom halves disabled",
    'task("f", () => { hrtimer_start(dev.soft); spin_lock_bh(l); hrtimer_cancel(dev.soft); spin_unlock_bh(l); });',
    "verified",
  ],
  [
    "it spins for a timer of mode HARD",
    'task("f", () => { hrtimer_start(dev.hard); raw_spin_lock(r); hrtimer_cancel(dev.hard); raw_spin_unlock(r); });',
    "verified",
  ],
  [
    "also where another of its class has another mode",
    'task("f", () => { hrtimer_start(ps.t); hrtimer_start(ph.t); raw_spin_lock(r); hrtimer_cancel(ph.t); raw_spin_unlock(r); });',
    "verified",
  ],
  [
    "but not for that one",
    'task("f", () => { hrtimer_start(ps.t); raw_spin_lock(r); hrtimer_cancel(ps.t); raw_spin_unlock(r); });',
    "sleep-in-atomic",
  ],
  ["nor for the hard one where only the state says which it is", 'task("f", cancel);', "verified"],
  ["and may say the other", 'task("f", cancel); task("g", () => { cur = ps; });', "sleep-in-atomic"],
  [
    "timer_delete_sync is not for atomic context, whether the function runs or not",
    'task("f", () => { raw_spin_lock(r); timer_delete_sync(dev.t); raw_spin_unlock(r); });',
    "sleep-in-atomic",
  ],
  [
    "nor with interrupts off",
    'task("f", () => { local_irq_disable(); timer_delete_sync(dev.t); local_irq_enable(); });',
    "sleep-in-atomic",
  ],
  ["elsewhere it is", 'task("f", () => { mod_timer(dev.t); spin_lock(l); timer_delete_sync(dev.t); spin_unlock(l); });', "verified"],
  [
    "flush_delayed_work is, too, and so is cancel_delayed_work under a raw lock",
    'task("f", () => { schedule_delayed_work(dev.w); flush_delayed_work(dev.w); schedule_delayed_work(dev.w); raw_spin_lock(r); cancel_delayed_work(dev.w); raw_spin_unlock(r); });',
    "verified",
  ],
  [
    "a reader of a seqlock_t that meets a writer under a raw lock sleeps",
    'task("f", () => { raw_spin_lock(r); look(); raw_spin_unlock(r); }); task("g", write);',
    "sleep-in-atomic",
  ],
  ["not without one", 'task("f", () => { look(); }); task("g", write);', "verified"],
  [
    "nor when it meets none",
    'const c = completion(); task("f", () => { wait_for_completion(c); raw_spin_lock(r); look(); raw_spin_unlock(r); }); task("g", () => { write(); complete(c); });',
    "verified",
  ],
]);

checkCases("[T] the same without PREEMPT_RT, in the real TLC", DECLARATIONS.replace('configurations("preempt-rt");', ""), [
  [
    "hrtimer_cancel and timer_delete_sync spin",
    'task("f", () => { hrtimer_start(dev.soft); mod_timer(dev.t); raw_spin_lock(r); hrtimer_cancel(dev.soft); timer_delete_sync(dev.t); raw_spin_unlock(r); });',
    "verified",
  ],
  ["a reader of a seqlock_t spins", 'task("f", () => { raw_spin_lock(r); look(); raw_spin_unlock(r); }); task("g", write);', "verified"],
]);
