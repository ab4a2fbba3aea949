import { type Case, checkCases } from "./cases.js";

checkCases("[T] memory and reference counts in the real TLC", "const l = spinlock_t();", [
  [
    "what is freed may not be used",
    'class o { n = int(0, 1); } const os = kmem_cache(o, 1); task("f", () => { const a = kmalloc(os, GFP_KERNEL); if (a === null) return; kfree(a); a.n = 1; });',
    "use-after-free",
  ],
  [
    "what is allocated may",
    'class o { n = int(0, 1); } const os = kmem_cache(o, 1); task("f", () => { const a = kmalloc(os, GFP_KERNEL); if (a === null) return; a.n = 1; kfree(a); });',
    "verified",
  ],
  [
    "a timer that starts again is used",
    'class o { t = hrtimer(fires); } let last = bool(); function fires(x: o) { if (last) return HRTIMER_NORESTART; last = true; kfree(x); return HRTIMER_RESTART; } const a = new o(); task("f", () => { hrtimer_start(a.t); });',
    "use-after-free",
  ],
  [
    "each of two timers is that of its own object",
    'class o { t = hrtimer(fires); n = int(0, 1); } function fires(x: o) { if (x.n === 1) return HRTIMER_NORESTART; x.n = 1; return HRTIMER_RESTART; } const a = new o(); const b = new o(); task("f", () => { hrtimer_start(a.t); hrtimer_cancel(b.t); kfree(b); });',
    "verified",
  ],
  [
    "one that does not is not",
    'class o { t = hrtimer(fires); } function fires(x: o) { kfree(x); return HRTIMER_NORESTART; } const a = new o(); task("f", () => { hrtimer_start(a.t); });',
    "verified",
  ],
  ...["t = hrtimer(fires);|hrtimer_active", "t = delayed_work(work);|delayed_work_pending"].map((what): Case => {
    const [member = "", asks = ""] = what.split("|");
    return [
      `${asks} of an object that is freed when it has been found`,
      `class o { ${member} } function fires() { return HRTIMER_NORESTART; } function work() {} const os = pool(o, 2); let cur = ref<o>(os[0]); task("f", () => { if (cur !== null && ${asks}(cur.t)) return; }); task("g", () => { cur = os[1]; kfree(os[0]); });`,
      "use-after-free",
    ];
  }),
  [
    "an allocation that may sleep is not for atomic context",
    'class o { n = int(0, 1); } const os = kmem_cache(o, 1); task("f", () => { spin_lock(l); const a = kmalloc(os, GFP_KERNEL); kfree(a); spin_unlock(l); });',
    "sleep-in-atomic",
  ],
  [
    "one that may not is",
    'class o { n = int(0, 1); } const os = kmem_cache(o, 1); task("f", () => { spin_lock(l); const a = kmalloc(os, GFP_ATOMIC); kfree(a); spin_unlock(l); });',
    "verified",
  ],
  [
    "one that may not fail waits, here for ever",
    'class o { n = int(0, 1); } const os = kmem_cache(o, 1); task("f", () => { kmalloc(os, GFP_ATOMIC, __GFP_NOFAIL); kmalloc(os, GFP_ATOMIC, __GFP_NOFAIL); });',
    "stuck",
  ],
  [
    "an object that is never freed is allocated, whether others come and go",
    'class o { n = int(0, 1); } class q { n = int(0, 1); } const a = new o(); const b = new q(); task("f", () => { a.n = 1; kfree(b); }); invariant("a", () => is_allocated(a)); invariant("b", () => is_allocated(b));',
    "invariant: b",
  ],
  [
    "an object that is never freed is allocated, where none is",
    'class o { n = int(0, 1); } const a = new o(); task("f", () => { a.n = 1; }); invariant("a", () => is_allocated(a)); invariant("b", () => !is_allocated(a));',
    "invariant: b",
  ],
  ["an object is freed once", 'class o { n = int(0, 1); } const a = new o(); tasks("f", 2, () => { kfree(a); });', "double-free"],
  [
    "an object is not freed with a lock held in it",
    'class o { l = spinlock_t(); } const a = new o(); task("f", () => { spin_lock(a.l); kfree(a); });',
    "free-active",
  ],
  [
    "nor on a list",
    'class o { n = list_node(); } const a = new o(); const h = list_head<o>("n", [a]); task("f", () => { kfree(a); });',
    "free-active",
  ],
  [
    "a reference count is not raised from 0",
    'const c = refcount_t(2); task("f", () => { if (refcount_dec_and_test(c)) refcount_inc(c); });',
    "refcount",
  ],
]);
