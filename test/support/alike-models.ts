// Models with objects that can change places, one way in which a state may speak of an object in each.

export const ALIKE_MODELS: Readonly<Record<string, string>> = {
  "timeouts on a list, with callbacks that are work items": `class o { node = list_node(); work = work_struct(fire, { queued: true }); done = atomic_t(0, 2); }
const os = pool(o, 3); const all = list_head<o>("node", os); const l = spinlock_t();
function fire(own: o) { spin_lock(l); list_del_init(own.node); spin_unlock(l); atomic_inc(own.done); }
task("t", () => { const one = choose(os); spin_lock(l); const got = !list_empty(one.node) && cancel_work(one.work); if (got) list_del_init(one.node); spin_unlock(l); if (got) atomic_inc(one.done); });
invariant("once", () => os.every((each) => atomic_read(each.done) <= 1));`,
  "hrtimers that come on any CPU and are started again": `class o { timer = hrtimer(fire, { queued: true }); n = int(0, 2); }
const os = pool(o, 2); const l = raw_spinlock_t(); let last = ref<o>();
function fire(own: o) { raw_spin_lock(l); own.n = 1; last = own; raw_spin_unlock(l); return HRTIMER_NORESTART; }
cpus(2); task("t", () => { const one = choose(os); raw_spin_lock_irq(l); if (last === one) one.n = 2; raw_spin_unlock_irq(l); if (hrtimer_try_to_cancel(one.timer) === 0) hrtimer_start(one.timer); }, { cpu: 0 });
invariant("small", () => os.count((each) => each.n === 2) < 2);`,
  "memory that comes and goes": `class o { node = list_node(); n = int(0, 1); }
const os = kmem_cache(o, 2); const all = list_head<o>("node"); const l = spinlock_t();
function make() { const made = kmalloc(os, GFP_ATOMIC); if (made === null) return; spin_lock(l); list_add_tail(made.node, all); spin_unlock(l); }
task("a", () => { make(); make(); });
task("b", () => { spin_lock(l); const first = list_first_entry_or_null(all); if (first !== null) { list_del_init(first.node); first.n = 1; } spin_unlock(l); if (first !== null) kfree(first); });`,
  "two pools, readers, softirqs and a reference that is kept": `class a { tl = timer_list(tick, { queued: true, cpu: 0 }); n = int(0, 1); }
class b { node = list_node(); busy = bool(); }
const as = pool(a, 2); const bs = pool(b, 2); const l = rwlock_t(); const all = list_head<b>("node", bs); let kept = ref<b>();
function tick(own: a) { read_lock(l); if (!list_empty(all)) own.n = 1; read_unlock(l); }
task("t", () => { write_lock_bh(l); kept = list_first_entry(all); list_move_tail(kept.node, all); write_unlock_bh(l); const other = choose(bs); if (other !== kept) other.busy = true; }, { cpu: 0 });
invariant("some", () => bs.some((each) => !each.busy) || as.every((each) => each.n === 0));`,
  "a crowd beside objects": `class o { work = work_struct(fire); n = int(0, 2); }
const os = pool(o, 2); const l = mutex(); let x = int(0, 2);
function fire(own: o) { mutex_lock(l); own.n = 1; x = 1; mutex_unlock(l); }
tasks("t", 2, () => { mutex_lock(l); x = 2; mutex_unlock(l); });
task("s", () => { const one = choose(os); schedule_work(one.work); schedule_work(choose(os).work); });`,
};
