// Functions of the language → the operations of docs/semantics.md, section 5.

import { assert } from "chai";
import { contextFunctions } from "../../../../codegen/frontend/elaborate/contexts.js";
import { fieldFunctions } from "../../../../codegen/frontend/elaborate/fields.js";
import { propertyFunctions } from "../../../../codegen/frontend/elaborate/properties.js";
import { languageFunctions } from "../../../../codegen/frontend/lower/language/table.js";
import { LIST_WALKS } from "../../../../codegen/frontend/lower/statements/loops.js";
import { accepted, languageFunctionNames } from "../../../support/compile-model.js";
import { steps } from "../../../support/print-graph.js";

function bare(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.slice(line.indexOf(" ") + 1)).slice(0, -1);
}

const LOCKS = "class C { lock = spinlock_t(); raw = raw_spinlock_t(); m = mutex(); } const c = new C();";

function lockSteps(body: string): readonly string[] {
  return bare(steps(accepted(`${LOCKS}\nfunction f() { ${body} }\ntask("t", f);`), "t"));
}

describe("[U] every function of the language", () => {
  it("has a place in one of the tables", () => {
    const elsewhere = new Set([
      "LIST_HEAD",
      "LLIST_HEAD",
      "pool",
      "kmem_cache",
      "alloc_workqueue",
      "alloc_ordered_workqueue",
      "kthread_create_worker",
      "variant",
      "commit",
      "revert",
      "param",
      "configurations",
      "cpus",
      "queued_rwlocks",
      "guard",
      ...LIST_WALKS,
    ]);
    const missing = languageFunctionNames().filter(
      (name) =>
        ![languageFunctions, contextFunctions, fieldFunctions, propertyFunctions].some((table) => table.has(name)) && !elsewhere.has(name),
    );
    assert.deepEqual(missing, []);
  });
});

describe("[U] lock functions", () => {
  for (const [flavour, lock] of [
    ["spin", "c.lock"],
    ["raw_spin", "c.raw"],
  ] as const) {
    it(`lowers ${flavour}_lock and its variants to their steps`, () => {
      assert.deepEqual(lockSteps(`${flavour}_lock(${lock}); ${flavour}_unlock(${lock});`), [
        "preemption disable",
        `acquire ${lock} (${flavour}_lock)`,
        `release ${lock} (${flavour}_unlock)`,
        "preemption enable",
      ]);
      assert.deepEqual(lockSteps(`${flavour}_lock_irq(${lock}); ${flavour}_unlock_irq(${lock});`), [
        "irq disable",
        "preemption disable",
        `acquire ${lock} (${flavour}_lock_irq)`,
        `release ${lock} (${flavour}_unlock_irq)`,
        "irq enable",
        "preemption enable",
      ]);
      assert.deepEqual(lockSteps(`const flags = ${flavour}_lock_irqsave(${lock}); ${flavour}_unlock_irqrestore(${lock}, flags);`), [
        "irq save f.flags",
        "preemption disable",
        `acquire ${lock} (${flavour}_lock_irqsave)`,
        `release ${lock} (${flavour}_unlock_irqrestore)`,
        "irq restore f.flags",
        "preemption enable",
      ]);
      assert.deepEqual(lockSteps(`${flavour}_lock_bh(${lock}); ${flavour}_unlock_bh(${lock});`), [
        "bottom-halves disable",
        "preemption disable",
        `acquire ${lock} (${flavour}_lock_bh)`,
        `release ${lock} (${flavour}_unlock_bh)`,
        "preemption enable",
        "bottom-halves enable",
      ]);
      assert.deepEqual(lockSteps(`${flavour}_lock_nested(${lock}, 1);`), [
        "preemption disable",
        `acquire ${lock}/1 (${flavour}_lock_nested)`,
      ]);
    });
  }

  it("undoes a trylock that failed", () => {
    assert.deepEqual(
      steps(
        accepted(`${LOCKS}\nfunction f() { if (!raw_spin_trylock_irq(c.raw)) return; raw_spin_unlock_irq(c.raw); }\ntask("t", f);`),
        "t",
      ),
      [
        "n1 irq disable",
        "n2 preemption disable",
        "n3 try-acquire c.raw (raw_spin_trylock_irq) taken → n4 failed → n8",
        "n4 release c.raw (raw_spin_unlock_irq)",
        "n5 irq enable",
        "n6 preemption enable",
        "n7 end",
        "n8 irq enable",
        "n9 preemption enable → n7",
      ],
    );
  });

  it("keeps a trylock's result where it is a value, also through a function", () => {
    assert.deepEqual(lockSteps("const ok = mutex_trylock(c.m); if (ok) mutex_unlock(c.m);"), [
      "try-acquire f.result := c.m (mutex_trylock) taken → n2 failed → n2",
      "if result → n3 else → n4",
      "release c.m (mutex_unlock)",
    ]);
    const source = `${LOCKS}\nfunction try_it() { return mutex_trylock(c.m); }\nfunction f() { if (try_it()) mutex_unlock(c.m); }\ntask("t", f);`;
    assert.deepEqual(steps(accepted(source), "t"), [
      "n1 try-acquire c.m (mutex_trylock) taken → n2 failed → n3",
      "n2 release c.m (mutex_unlock)",
      "n3 end",
    ]);
  });

  it("fixes the object of a lock before it acquires", () => {
    const source = `${LOCKS} const r = ref<C>(c);\nfunction f() { if (r !== null) mutex_lock(r.m); }\ntask("t", f);`;
    assert.deepEqual(steps(accepted(source), "t"), [
      "n1 if (r !== NULL) → n2 else → n4",
      "n2 value := r",
      "n3 acquire value?.m (mutex_lock)",
      "n4 end",
    ]);
  });

  it("names a lock by the variable of its object, also when the variable changes", () => {
    const source = `${LOCKS} const cs = pool(C, 2);\nfunction f() { let t = cs[0]; mutex_lock(t.m); mutex_unlock(t.m); t = cs[1]; mutex_lock(t.m); }\ntask("t", f);`;
    assert.deepEqual(bare(steps(accepted(source), "t")), [
      "t := cs[0]",
      "acquire t.m (mutex_lock)",
      "release t.m (mutex_unlock)",
      "t := cs[1]",
      "acquire t.m (mutex_lock)",
    ]);
  });

  it("lowers what changes interrupts, preemption and RCU sections", () => {
    const body =
      "const flags = local_irq_save(); local_irq_restore(flags); local_irq_disable(); local_irq_enable(); local_bh_disable(); local_bh_enable(); preempt_disable(); preempt_enable(); rcu_read_lock(); rcu_read_unlock(); might_sleep(); cpu_relax();";
    assert.deepEqual(lockSteps(body), [
      "irq save f.flags",
      "irq restore f.flags",
      "irq disable",
      "irq enable",
      "bottom-halves disable",
      "bottom-halves enable",
      "preemption disable",
      "preemption enable",
      "rcu lock",
      "rcu unlock",
      "might-sleep",
    ]);
  });

  it("saves flags into a variable that was declared before", () => {
    assert.deepEqual(
      lockSteps("let flags: irq_flags; flags = spin_lock_irqsave(c.lock); spin_unlock_irqrestore(c.lock, flags);").slice(0, 1),
      ["irq save f.flags"],
    );
  });

  it("asks about locks and asserts", () => {
    assert.deepEqual(
      lockSteps('lockdep_assert_held(c.m); assert(spin_is_locked(c.lock), "held"); assert(!mutex_is_locked(c.m)); assert(true);'),
      ['assert mine(c.m) "lockdep_assert_held(c.m)"', 'assert taken(c.lock) "held"', 'assert !taken(c.m) "!mutex_is_locked(c.m)"'],
    );
  });

  it("decides is_raw at compile time", () => {
    const source = `const v = variant("a", "b"); const L = select(v, { a: spinlock_t(), b: raw_spinlock_t() });
function f() { if (is_raw(L)) raw_spin_lock(L); else spin_lock(L); }
task("t", f);`;
    assert.include(steps(accepted(source), "t")[1], "(spin_lock)");
    assert.include(steps(accepted(source, { variants: { v: "b" } }), "t")[1], "(raw_spin_lock)");
  });
});

describe("[U] waiting", () => {
  const QUEUE = "class Q { wqh = wait_queue_head(); ready = bool(); } const q = new Q();";
  const locked = (operation: string, flags = "f.flags"): readonly string[] => [
    `irq save ${flags}`,
    "preemption disable",
    "acquire q.wqh.lock (spin_lock_irqsave)",
    operation,
    "release q.wqh.lock (spin_unlock_irqrestore)",
    `irq restore ${flags}`,
    "preemption enable",
  ];
  const waitSteps = (body: string): readonly string[] => bare(steps(accepted(`${QUEUE}\nfunction f() { ${body} }\ntask("t", f);`), "t"));

  it("lowers the parts of a wait", () => {
    assert.deepEqual(waitSteps("prepare_to_wait(q.wqh); schedule();"), [...locked("wait-prepare q.wqh"), "might-sleep", "schedule"]);
    assert.deepEqual(waitSteps("wake_up(q.wqh);"), locked("wake q.wqh"));
    assert.deepEqual(waitSteps("wake_up_locked(q.wqh);"), ["wake q.wqh"]);
    assert.deepEqual(waitSteps("finish_wait(q.wqh);"), ["wait-run q.wqh queued → n2 unqueued → n9", ...locked("wait-finish q.wqh")]);
    assert.deepEqual(waitSteps("if (waitqueue_active(q.wqh)) q.ready = true;"), ["if active(q.wqh) → n2 else → n3", "q.ready := true"]);
  });

  it("lowers wait_event as the kernel's macro does", () => {
    const lines = steps(accepted(`${QUEUE}\nfunction f() { wait_event(q.wqh, () => q.ready); }\ntask("t", f);`), "t");
    assert.deepEqual(lines, [
      "n1 might-sleep",
      "n2 if q.ready → n3 else → n4",
      "n3 end",
      "n4 irq save f.flags",
      "n5 preemption disable",
      "n6 acquire q.wqh.lock (spin_lock_irqsave)",
      "n7 wait-prepare q.wqh",
      "n8 release q.wqh.lock (spin_unlock_irqrestore)",
      "n9 irq restore f.flags",
      "n10 preemption enable",
      "n11 if q.ready → n12 else → n20",
      "n12 wait-run q.wqh queued → n13 unqueued → n3",
      "n13 irq save f.flags'2",
      "n14 preemption disable",
      "n15 acquire q.wqh.lock (spin_lock_irqsave)",
      "n16 wait-finish q.wqh",
      "n17 release q.wqh.lock (spin_unlock_irqrestore)",
      "n18 irq restore f.flags'2",
      "n19 preemption enable → n3",
      "n20 might-sleep",
      "n21 schedule → n4",
    ]);
  });

  it("evaluates a condition with steps each time", () => {
    const source = `${QUEUE} const A = mutex();\nfunction done() { mutex_lock(A); if (q.ready) { mutex_unlock(A); return true; } mutex_unlock(A); return false; }\nfunction f() { wait_event(q.wqh, () => done()); }\ntask("t", f);`;
    assert.lengthOf(
      steps(accepted(source), "t").filter((line) => line.includes("acquire A")),
      2,
    );
  });
});

describe("[U] lists, timers, atomics, choices", () => {
  const LISTS = `class T { list = list_node(); ll = llist_node(); n = int(0, 3); timer = hrtimer(fire); }
const ts = pool(T, 2); const head = list_head<T>("list", ts); const other = list_head<T>("list"); const work = llist_head<T>("ll"); let x = int(0, 3); const v = atomic_t(0, 3);
function fire(t: T) { t.n = 0; return HRTIMER_NORESTART; }`;
  const listSteps = (body: string): readonly string[] => bare(steps(accepted(`${LISTS}\nfunction f() { ${body} }\ntask("t", f);`), "t"));

  it("lowers each list function to one step", () => {
    const body =
      "list_add(ts[0].list, head); list_add_tail(ts[0].list, head); list_del(ts[0].list); list_del_init(ts[0].list); list_move(ts[0].list, other); list_move_tail(ts[0].list, other); list_splice_init(head, other); list_splice_tail_init(head, other);";
    assert.deepEqual(listSteps(body), [
      "add ts[0].list to front of head",
      "add ts[0].list to back of head",
      "remove ts[0].list leaving it poisoned",
      "remove ts[0].list leaving it self-linked",
      "move ts[0].list to front of other",
      "move ts[0].list to back of other",
      "splice head to front of other",
      "splice head to back of other",
    ]);
  });

  it("adds beside another entry where it is given a node", () => {
    assert.deepEqual(listSteps("list_add(ts[0].list, ts[1].list); list_add_tail(ts[0].list, ts[1].list);"), [
      "add ts[0].list after ts[1].list",
      "add ts[0].list before ts[1].list",
    ]);
  });

  it("asks lists in expressions", () => {
    assert.deepEqual(
      listSteps(
        "if (list_empty(head) || list_empty(ts[1].list) || list_contains(head, ts[0]) || list_count(head) > 1 || llist_empty(work)) x = 1;",
      ).slice(0, 1),
      ["if ((((empty(head) || unlinked(ts[1].list)) || contains(head, ts[0])) || (length(head) > 1)) || empty(work)) → n2 else → n3"],
    );
    assert.deepEqual(
      listSteps(
        "const a = list_first_entry(head); const b = list_last_entry(head); const c = list_first_entry_or_null(head); a.n = b.n; if (c !== null) c.n = 1;",
      ),
      ["a := first(head)", "b := last(head)", "c := first?(head)", "a.n := b.n", "if (c !== NULL) → n6 else → n7", "c.n := 1"],
    );
  });

  it("lowers lock-less lists and lists on the stack", () => {
    assert.deepEqual(
      listSteps(
        'const mine = LLIST_HEAD<T>("ll"); if (llist_add(ts[0].ll, work)) x = 1; llist_del_all(work, mine); const t = llist_del_first(mine); if (t !== null) t.n = 1; llist_add(ts[1].ll, work);',
      ),
      [
        "f.was_empty := add ts[0].ll to front of work",
        "if was_empty → n3 else → n4",
        "x := 1",
        "splice work to front of empty mine",
        "f.first := take first of mine",
        "if (first !== NULL) → n7 else → n8",
        "first.n := 1",
        "add ts[1].ll to front of work",
      ],
    );
  });

  it("lowers timers and makes a context of each that something starts", () => {
    const program = accepted(
      `${LISTS}\nfunction f() { hrtimer_start(ts[1].timer); if (hrtimer_try_to_cancel(ts[1].timer) < 0) hrtimer_cancel(ts[1].timer); const c = hrtimer_cancel(ts[1].timer); assert(c === 0 || hrtimer_active(ts[1].timer)); }\ntask("t", f);`,
    );
    assert.deepEqual(bare(steps(program, "t")), [
      "start ts[1].timer",
      "f.cancelled := try-cancel ts[1].timer",
      "if (cancelled < 0) → n4 else → n5",
      "cancel ts[1].timer",
      "f.cancelled'2 := cancel ts[1].timer",
      'assert ((cancelled\'2 === 0) || (queued(ts[1].timer) || running(ts[1].timer))) "c === 0 || hrtimer_active(ts[1].timer)"',
    ]);
    assert.deepEqual(
      program.contexts.map((context) => context.id),
      ["t", "ts[1].timer"],
    );
    assert.deepEqual(steps(program, "ts[1].timer"), ["n1 argument.n := 0", "n2 end"]);
  });

  it("ends callbacks by what they return", () => {
    const source = `class T { timer = hrtimer(fire, { queued: true }); n = int(0, 3); } const t = new T();
function fire(t: T) { let ret = HRTIMER_NORESTART; if (t.n > 2) return HRTIMER_NORESTART; if (t.n === 0) ret = HRTIMER_RESTART; if (t.n === 1) return t.n > 0 ? HRTIMER_RESTART : HRTIMER_NORESTART; return ret; }`;
    assert.deepEqual(steps(accepted(source), "t.timer"), [
      "n1 ret := false",
      "n2 if (t.n > 2) → n3 else → n4",
      "n3 end",
      "n4 if (t.n === 0) → n5 else → n6",
      "n5 ret := true",
      "n6 if (t.n === 1) → n7 else → n9",
      "n7 if (t.n > 0) → n8 else → n3",
      "n8 end, restart",
      "n9 if ret → n8 else → n3",
    ]);
  });

  it("makes one step of each atomic operation, its result included", () => {
    assert.deepEqual(
      listSteps(
        "atomic_set(v, 1); atomic_inc(v); atomic_dec(v); if (atomic_dec_and_test(v)) x = atomic_read(v); x = atomic_inc_return(v); atomic_inc_not_zero(v); x = atomic_xchg(v, 2); x = atomic_cmpxchg(v, 2, 3);",
      ),
      [
        "v := 1",
        "v := (v + 1)",
        "v := (v - 1)",
        "v := (v - 1), result := (v === 1)",
        "if result → n6 else → n7",
        "x := v",
        "v := (v + 1), result'2 := (v + 1)",
        "x := result'2",
        "v := ((v === 0) ? v : (v + 1))",
        "v := 2, result'3 := v",
        "x := result'3",
        "v := ((v === 2) ? 3 : v), result'4 := v",
        "x := result'4",
      ],
    );
  });

  it("stores a choice where it is assigned to", () => {
    assert.deepEqual(
      listSteps(
        "const t = choose(ts[0], ts[1]); t.n = 1; x = choose(0, x); if (choose(true, false)) x = 2; let y = choose(1, 2); y++; x = y;",
      ),
      [
        "t := one of ts[0] | ts[1]",
        "t.n := 1",
        "x := one of 0 | x",
        "choice := one of true | false",
        "if choice → n6 else → n7",
        "x := 2",
        "y := one of 1 | 2",
        "y := (y + 1)",
        "x := y",
      ],
    );
  });

  it("chooses any object of a pool", () => {
    assert.deepEqual(listSteps("const t = choose(ts); t.n = 1; choose(ts).n = 2;"), [
      "t := one of ts[0] | ts[1]",
      "t.n := 1",
      "choice := one of ts[0] | ts[1]",
      "choice.n := 2",
    ]);
  });

  it("computes with wrap, READ_ONCE and integer operators", () => {
    assert.deepEqual(listSteps("x = wrap(READ_ONCE(x) - 1, 4); x = -x % 2; x = x / 2; x = (7 / 2) * 1 + -7 % 4; x -= 1; x *= 2;"), [
      "x := ((x - 1) mod 4)",
      "x := (-x % 2)",
      "x := (x / 2)",
      "x := 0",
      "x := (x - 1)",
      "x := (x * 2)",
    ]);
  });
});

describe("[U] locks with readers", () => {
  const READERS = "const l = rwlock_t(); const s = rw_semaphore(); const outer = mutex();";
  const of = (body: string): readonly string[] => bare(steps(accepted(`${READERS}\nfunction f() { ${body} }\ntask("t", f);`), "t"));

  it("are taken and released as a reader or alone", () => {
    assert.deepEqual(of("read_lock_bh(l); read_unlock_bh(l);"), [
      "bottom-halves disable",
      "preemption disable",
      "acquire l shared (read_lock_bh)",
      "release l shared (read_unlock_bh)",
      "preemption enable",
      "bottom-halves enable",
    ]);
    assert.deepEqual(of("down_write_nested(s, 1); downgrade_write(s); up_read(s);"), [
      "acquire s/1 (down_write_nested)",
      "downgrade s (downgrade_write)",
      "release s shared (up_read)",
    ]);
  });

  it("know the lock they are nested in", () => {
    assert.deepEqual(of("mutex_lock(outer); down_write_nest_lock(s, outer); up_write(s); mutex_unlock(outer);").slice(1, 2), [
      "acquire s in outer (down_write_nest_lock)",
    ]);
  });
});

describe("[U] lock classes that a model sets", () => {
  const source = `const key = lock_class_key(); const a = spinlock_t(); const b = spinlock_t(); const c = mutex("name");
lockdep_set_class(a, key); lockdep_set_class_and_name(b, key, "ignored: the first name counts"); lockdep_set_subclass(c, 2);
function f() { spin_lock(a); spin_unlock(a); spin_lock(b); spin_unlock(b); mutex_lock(c); mutex_unlock(c); lockdep_set_novalidate_class(b); }
task("t", f);`;

  it("are shared by the locks of a key, and keep names and types", () => {
    const { lockClasses, fields } = accepted(source);
    assert.deepEqual(
      lockClasses.map(({ id, name, version, type }) => `${id} ${name} ${version} ${type}`),
      ["key &key 1 spinlock_t", "c name 1 mutex"],
    );
    assert.deepEqual(
      fields.flatMap(({ type }) => (type.kind === "lock" ? [type.lockClass] : [])),
      ["key", "key", "c"],
    );
  });

  it("hold for the whole model: the subclass, and that lockdep does not validate", () => {
    const acquisitions = accepted(source).graphs.flatMap(({ nodes }) =>
      nodes.flatMap(({ operation }) => (operation.kind === "acquire" ? [operation.acquisition] : [])),
    );
    assert.deepEqual(
      acquisitions.map(({ lock, subclass, check }) => `${lock.field} ${subclass} ${check}`),
      ["a 0 true", "b 0 false", "c 2 true"],
    );
  });
});
