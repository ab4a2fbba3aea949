// Models with data that no verdict depends on, one way in which it is left out in each.

export const SLICED_MODELS: Readonly<Record<string, string>> = {
  "statistics under a lock, and a copy that is taken of them": `const l = spinlock_t(); let hits = wrapping(3); let last = int(0, 2); let work = int(0, 2);
function f() { spin_lock(l); hits++; const seen = hits; last = seen > 1 ? 2 : 0; work = 1; spin_unlock(l); }
task("a", f); task("b", () => { if (choose(true, false)) f(); }); invariant("worked", () => work < 2);`,
  "open counters, one of which may leave its range": `let seen = wrapping(2); let bounded = int(0, 3); const l = mutex();
tasks("t", 2, () => { seen++; mutex_lock(l); bounded++; mutex_unlock(l); seen = choose(0, 1); });`,
  "results that are only kept": `class o { timer = hrtimer(fire, { queued: true }); n = wrapping(2); } const os = pool(o, 2); const l = spinlock_t(); let cancelled = bool(); let won = bool();
function fire(own: o) { own.n++; return HRTIMER_NORESTART; }
task("t", () => { cancelled = hrtimer_try_to_cancel(os[0].timer) === 1; if (spin_trylock(l)) { won = true; spin_unlock(l); } }); task("u", () => { spin_lock(l); os[1].n = 1; spin_unlock(l); });`,
  "references, enums and per-CPU data": `class o { n = int(0, 1); } const os = pool(o, 2); let last = ref<o>(); let used = ref<o>(os[0]); let mood = oneOf("good", "bad"); const count = DEFINE_PER_CPU(wrapping(4)); cpus(2);
task("a", () => { last = choose(os); mood = "bad"; this_cpu_inc(count); const target = used; if (target !== null) target.n = 1; }, { cpu: 0 }); task("b", () => { used = os[1]; this_cpu_inc(count); }, { cpu: 1 });
invariant("one", () => os.count((each) => each.n === 1) < 2);`,
  "objects that come and go": `class o { node = list_node(); n = wrapping(2); } const os = kmem_cache(o, 2); const all = list_head<o>("node"); const l = spinlock_t(); let made = wrapping(4);
task("a", () => { const one = kmalloc(os, GFP_ATOMIC); if (one === null) return; made = choose(1, 2); spin_lock(l); list_add(one.node, all); spin_unlock(l); });
task("b", () => { spin_lock(l); const first = list_first_entry_or_null(all); if (first !== null) { list_del(first.node); first.n++; } spin_unlock(l); if (first !== null) { kfree(first); made--; } });`,
  "stores where there is nothing": `class o { n = wrapping(2); } const os = pool(o, 2); const ks = kmem_cache(o, 1); let far = int(0, 2); let hits = wrapping(4);
task("a", () => { far = choose(1, 2); hits = choose(1, 2); }); task("b", () => { os[far].n = 1; });
task("c", () => { const one = kmalloc(ks, GFP_KERNEL); if (one === null) return; kfree(one); one.n = 1; });`,
};
