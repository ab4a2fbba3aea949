/** Models made to notice a change of one rule that no other small model notices. */
export const RULE_CASES: Readonly<Record<string, string>> = {
  "a hard interrupt over a softirq on one of two CPUs marks its lock as used in both": `const l = raw_spinlock_t(); let x = int(0, 2); cpus(2);
softirq("s", () => { x = 1; x = 2; }, { cpu: 0 });
hardirq("h", () => { raw_spin_lock(l); raw_spin_unlock(l); }, { cpu: 0 });
task("f", () => { x = 0; }, { cpu: 1 });`,
  "memory that is used after it was freed, and an object that is freed twice": `class o { n = int(0, 1); } const os = kmem_cache(o, 1); let kept = ref<o>();
task("f", () => { const a = kmalloc(os, GFP_KERNEL); if (a === null) return; kept = a; a.n = 1; kfree(a); });
task("g", () => { const b = kept; if (b !== null) b.n = 0; });`,
  "all memory in use, given back and taken again": `class o { n = int(0, 1); } const os = kmem_cache(o, 2); let x = int(0, 2);
task("f", () => { const a = kmalloc(os, GFP_ATOMIC, __GFP_NOFAIL); const b = kmalloc(os, GFP_ATOMIC); if (b !== null) { x = 1; kfree(b); } kfree(a); });
task("g", () => { const c = kmalloc(os, GFP_KERNEL); if (c !== null) kfree(c); });`,
  "what is on an empty list, and on a longer one": `class o { node = list_node(); } const os = pool(o, 2); const h = list_head<o>("node"); let seen = bool();
task("f", () => { if (list_contains(h, os[0])) seen = true; list_add(os[0].node, h); list_add(os[1].node, h); if (list_contains(h, os[0])) seen = true; });
invariant("i", () => !list_contains(h, os[1]) || list_contains(h, os[0]));`,
};
