import { checkCases } from "./cases.js";

const ATOMICS = `const v = atomic_t(0, 3); const r = refcount_t(4, 1); let x = int(0, 2); let y = int(0, 2); const a = completion(2);`;

checkCases("[T] operands of what is indivisible in the real TLC", ATOMICS, [
  [
    "what atomic_set stores is read before: an update is lost",
    'tasks("a", 2, () => { atomic_set(v, atomic_read(v) + 1); complete(a); }); task("c", () => { wait_for_completion(a); wait_for_completion(a); assert(atomic_read(v) === 2, "lost"); });',
    "assertion: lost",
  ],
  [
    "atomic_inc loses none",
    'tasks("a", 2, () => { atomic_inc(v); complete(a); }); task("c", () => { wait_for_completion(a); wait_for_completion(a); assert(atomic_read(v) === 2, "lost"); });',
    "verified",
  ],
  [
    "refcount_set loses one",
    'tasks("a", 2, () => { refcount_set(r, refcount_read(r) + 1); complete(a); }); task("c", () => { wait_for_completion(a); wait_for_completion(a); assert(refcount_read(r) === 3, "lost"); });',
    "assertion: lost",
  ],
  [
    "data that atomic_set stores is old by then",
    'task("a", () => { atomic_set(v, x); }); task("b", () => { x = 1; y = atomic_read(v); }); task("c", () => { atomic_set(v, 2); }); invariant("new", () => !(x === 1 && y === 2 && atomic_read(v) === 0));',
    "invariant: new",
  ],
  [
    "this_cpu_add reads its argument before",
    'const c = DEFINE_PER_CPU(int(0, 8, 1)); const d = DEFINE_PER_CPU(int(0, 8, 1)); const done = completion(); task("a", () => { this_cpu_add(c, this_cpu_read(d)); complete(done); }, { cpu: 0 }); hardirq("h", () => { this_cpu_write(d, 2); this_cpu_write(c, 4); }, { cpu: 0 }); invariant("never five", () => !(completion_done(done) && per_cpu(c, 0) === 5));',
    "invariant: never five",
  ],
]);

const OBJECTS = `class O { n = int(0, 3); c = atomic_t(0, 3, 1); k = kref(3); done = completion(2); node = list_node(); }
const cache = kmem_cache(O, 2); let cur = ref<O>(); let y = int(0, 3); const go = completion(2);`;

/** One task fetches `cur` and uses the object, another one replaces and frees it in between. */
function gone(use: string): string {
  return `task("user", () => { wait_for_completion(go); if (cur !== null) { ${use} } });
task("freer", () => { const p = kmalloc(cache, GFP_KERNEL, __GFP_NOFAIL); const q = kmalloc(cache, GFP_KERNEL, __GFP_NOFAIL); cur = p; complete(go); cur = q; kfree(p); });`;
}

checkCases("[T] objects that go between fetching a pointer and using it", OBJECTS, [
  ...["y = cur.n;", "cur.n = 1;", "atomic_inc(cur.c);", "kref_get(cur.k);", "complete(cur.done);", "reinit_completion(cur.done);"].map(
    (use): [string, string, string] => [use, gone(use), "use-after-free"],
  ),
  [
    "the object is fetched before the value that it gets",
    'const os = pool(O, 2); let at = ref<O>(os[0]); let x = int(0, 1); task("a", () => { if (at !== null) at.n = x; }); task("b", () => { at = os[1]; x = 1; }); invariant("not in the old one", () => os[0].n === 0);',
    "invariant: not in the old one",
  ],
]);
