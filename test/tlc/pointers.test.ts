import { checkCases } from "./cases.js";

checkCases(
  "[T] names of locks and lists are pointers in the real TLC",
  'class D { lock = spinlock_t(); m = mutex(); list = list_head<N>("node"); q = wait_queue_head(); n = int(0, 1); } class N { node = list_node(); } const n = new N(); const ds = pool(D, 2); let cur = ref<D>(ds[0]);',
  [
    [
      "a parameter is the lock that the caller named",
      'function take(l: spinlock_t) { cur = ds[1]; spin_lock(l); spin_unlock(l); } task("t", () => { spin_lock(ds[0].lock); if (cur !== null) take(cur.lock); spin_unlock(ds[0].lock); });',
      "circular-wait",
    ],
    [
      "so is that of a macro",
      'const take = (l: spinlock_t) => { cur = ds[1]; spin_lock(l); spin_unlock(l); }; task("t", () => { spin_lock(ds[0].lock); if (cur !== null) take(cur.lock); spin_unlock(ds[0].lock); });',
      "circular-wait",
    ],
    [
      "and a const",
      'task("t", () => { spin_lock(ds[0].lock); if (cur !== null) { const l = cur.lock; cur = ds[1]; spin_lock(l); spin_unlock(l); } spin_unlock(ds[0].lock); });',
      "circular-wait",
    ],
    [
      "also of a variable of the function",
      'task("t", () => { let p: D = ds[0]; const l = p.m; mutex_lock(l); p = ds[1]; mutex_unlock(l); });',
      "verified",
    ],
    [
      "a lock that is named again is another one",
      'task("t", () => { let p: D = ds[0]; mutex_lock(p.m); p = ds[1]; mutex_unlock(p.m); });',
      "unlock-balance",
    ],
    [
      "the lock of a queue",
      'task("t", () => { let p: D = ds[0]; const l = p.q.lock; spin_lock(l); p = ds[1]; spin_unlock(l); });',
      "verified",
    ],
    [
      "a list is the one that was named",
      'function put(l: list_head<N>) { cur = ds[1]; list_add(n.node, l); } task("t", () => { if (cur !== null) put(cur.list); assert(list_count(ds[0].list) === 1); });',
      "verified",
    ],
    [
      "an argument that later arguments change",
      'function swap() { cur = ds[1]; return ds[0]; } function two(l: mutex, d: D) { mutex_lock(l); mutex_lock(d.m); mutex_unlock(d.m); mutex_unlock(l); } task("t", () => { if (cur !== null) two(cur.m, swap()); });',
      "circular-wait",
    ],
    [
      "a member of an object literal",
      'task("t", () => { let p: D = ds[0]; const it = { l: p.m, first: p === ds[0] }; mutex_lock(it.l); p = ds[1]; mutex_unlock(it.l); assert(it.first, ""); });',
      "verified",
    ],
    [
      "one of a literal that a macro of a property makes",
      'const pair = (p: D | null, n: number) => ({ p, n }); task("t", () => { cur = ds[1]; }); invariant("both", () => pair(cur, 2).p === cur && pair(cur, 2).n === 2);',
      "verified",
    ],
    [
      "is not evaluated where it is not needed",
      'const small = (it: { n: number }) => it.n < 1; task("t", () => { const p = cur; if (p !== null && small({ n: p.n })) p.n = 1; }); task("u", () => { cur = null; });',
      "verified",
    ],
    ["a guard gives back what it took", 'task("t", () => { let p: D = ds[0]; { using _ = guard(mutex)(p.m); p = ds[1]; } });', "verified"],
    [
      "a name in a loop is a new one each time",
      'task("t", () => { for (let i = 0; i < 2; i++) { const l = ds[i].m; mutex_lock(l); mutex_unlock(l); } });',
      "verified",
    ],
  ],
);
