// Everything that the text of a random model may name, and which of it a model needs: declarations that nothing names are left out, so that
// a small model is a short text.

import type { Draws } from "./random-models-draws.js";

interface Declaration {
  readonly name: string;
  readonly text: string;
}

const GLOBALS: readonly ((draws: Draws) => Declaration)[] = [
  () => lock("m0", "mutex()"),
  () => lock("m1", "mutex()"),
  () => lock("s0", "spinlock_t()"),
  () => lock("s1", "spinlock_t()"),
  () => lock("r0", "raw_spinlock_t()"),
  () => lock("r1", "raw_spinlock_t()"),
  () => lock("rws0", "rw_semaphore()"),
  () => lock("percpu0", "percpu_rw_semaphore()"),
  () => lock("rtm0", "rt_mutex()"),
  () => lock("srcu0", "srcu_struct()"),
  () => lock("map0", "lockdep_map()"),
  () => lock("loc0", "local_lock_t()"),
  () => lock("rwl0", "rwlock_t()"),
  () => lock("seq0", "seqlock_t()"),
  () => lock("bit0", "bit_spinlock()"),
  (draws) => lock("sem0", draws.pick(["semaphore()", "semaphore(0, 1)", "semaphore(1, 2)"])),
  (draws) => data("n0", `int(0, 3, ${draws.below(2)})`),
  () => data("n1", "int(-1, 2)"),
  // Mostly where the next addition wraps.
  (draws) => data("w0", `wrapping(4, ${draws.pick([3, 3, 2, 0])})`),
  () => data("g0", "int(0, 2)"),
  () => data("g1", "int(0, 2)"),
  () => data("g2", "wrapping(3, 2)"),
  () => data("g3", "int(-2, 2)"),
  (draws) => data("b0", draws.pick(["bool()", "bool(true)"])),
  () => data("b1", "bool()"),
  () => data("e0", 'oneOf("red", "green", "blue")'),
  (draws) => lock("a0", `atomic_t(0, 2, ${draws.below(3)})`),
  (draws) => lock("c0", `refcount_t(2${draws.pick(["", ", 0", ", 2"])})`),
  () => lock("d0", "completion(2)"),
  (draws) => lock("line0", `request_threaded_irq("dev0", ${draws.pick(HANDLERS)}`),
  () =>
    lock(
      "kt0",
      'kthread("kt0", () => { while (!kthread_should_stop()) { set_current_state(TASK_INTERRUPTIBLE); if (!kthread_should_stop()) schedule(); set_current_state(TASK_RUNNING); } })',
    ),
  (draws) =>
    lock("wq0", draws.pick(['alloc_ordered_workqueue("wq0")', 'alloc_workqueue("wq0")', 'alloc_workqueue("wq0", { max_active: 1 })'])),
  () => lock("q0", 'wait_queue_head("q0")'),
  () => lock("pc0", "DEFINE_PER_CPU(int(-1, 3, 1))"),
  (draws) => lock("h0", `list_head<obj>("node"${draws.pick(["", ", os"])})`),
  () => lock("h1", 'list_head<obj>("node")'),
  () => lock("l0", 'llist_head<obj>("lockless")'),
  (draws) => data("p0", draws.pick(["ref<obj>()", "ref<obj>(os[0])"])),
];

/** Handler, thread and options of an interrupt. */
const HANDLERS = [
  "() => IRQ_WAKE_THREAD, () => { cond_resched(); return IRQ_HANDLED; }, { cpu: 0 })",
  "() => IRQ_WAKE_THREAD, () => { cond_resched(); return IRQ_HANDLED; }, { cpu: 0, thread_cpu: 0 })",
  "null, () => { msleep(); return IRQ_HANDLED; }, { cpu: 0, flags: IRQF_ONESHOT, times: 2 })",
  "() => IRQ_HANDLED, () => IRQ_HANDLED)",
];

function lock(name: string, value: string): Declaration {
  return { name, text: `const ${name} = ${value};` };
}

function data(name: string, value: string): Declaration {
  return { name, text: `let ${name} = ${value};` };
}

/** What a timer, tasklet, irq_work or delayed work item does. */
const TICKS = [
  "own.count = 1;",
  "own.busy = !own.busy; own.count = 0;",
  "mod_timer(own.tl);",
  "spin_lock(own.lock); own.count = 0; spin_unlock(own.lock);",
];

/** What task work does. */
const GIVEN = [
  "own.count = 1;",
  "own.busy = !own.busy; msleep();",
  "spin_lock(own.lock); own.count = 0; spin_unlock(own.lock);",
  "task_work_add(tw0, own.given, TWA_NONE);",
];

/** The body of a task that has some, and where it runs. */
const TASKS_WITH_WORK = [
  "task_work_run(); }",
  "cond_resched(); }, { cpu: 0 }",
  "set_current_state(TASK_INTERRUPTIBLE); if (!task_work_pending(tw0)) schedule(); set_current_state(TASK_RUNNING); task_work_run(); }",
  "local_bh_disable(); task_work_run(); local_bh_enable(); }, { cpu: 0 }",
];

/** The members of class `obj` by name. */
function members(draws: Draws): readonly Declaration[] {
  const mode = draws.pick(["", ", mode: HRTIMER_MODE_REL_HARD", ", mode: HRTIMER_MODE_REL_SOFT"]);
  const more = draws.pick(["", ", cpu: 0", ", cpu: 0", ", cpu: 0", ", expires: false"]);
  return [
    { name: "node", text: "node = list_node();" },
    { name: "lockless", text: "lockless = llist_node();" },
    { name: "count", text: "count = int(0, 2);" },
    { name: "busy", text: "busy = bool();" },
    { name: "color", text: 'color = oneOf("red", "green", "blue");' },
    { name: "peer", text: "peer = ref<obj>();" },
    { name: "lock", text: "lock = spinlock_t();" },
    { name: "map", text: "map = lockdep_map();" },
    { name: "work", text: `work = work_struct(work_fn${draws.pick(["", "", ", { queued: true }", ", { cpu: 0 }"])});` },
    { name: "later_work", text: "later_work = delayed_work(tick);" },
    { name: "tl", text: `tl = timer_list(tick${draws.pick(["", ", { queued: true }", ", { cpu: 0 }"])});` },
    { name: "tk", text: `tk = tasklet_struct(tick${draws.pick(["", ", { cpu: 0 }"])});` },
    { name: "iw", text: `iw = irq_work(tick${draws.pick(["", ", { hard: true }", ", { cpu: 0 }"])});` },
    { name: "rcu", text: "rcu = rcu_head();" },
    { name: "later", text: "later = rcu_head();" },
    { name: "refs", text: "refs = kref(2);" },
    { name: "given", text: "given = task_work(do_given);" },
    { name: "timer", text: `timer = hrtimer(fire, { queued: ${draws.pick(["true", "false", "false"])}${mode}${more} });` },
  ];
}

/** The declarations that `code` needs, before it; `callback` is the text of the timers' callback, `work` of the work items' function. */
export function withDeclarations(
  code: readonly string[],
  callback: readonly string[],
  work: readonly string[],
  draws: Draws,
): readonly string[] {
  const size = draws.pick([1, 2, 2]);
  const fields = members(draws);
  const globals = GLOBALS.map((declare) => declare(draws));
  const timers = /\.timer\b/u.test(code.join("\n"));
  const works = /\.work\b/u.test([...code, ...(timers ? callback : [])].join("\n"));
  const text = [...code, ...(timers || (works && /\.timer\b/u.test(work.join("\n"))) ? callback : []), ...(works ? work : [])].join("\n");
  const used = globals.filter(({ name }) => new RegExp(`\\b${name}\\b`, "u").test(text));
  const all = [text, ...used.map((declaration) => declaration.text)].join("\n");
  const ticking = /\.(?:later_work|tl|tk|iw)\b/u.test(all) ? TICKS.join(" ") : "";
  const giving = /\btw0\b/u.test(all) ? GIVEN.join(" ") : "";
  const has = ({ name }: Declaration): boolean => new RegExp(`\\.${name}\\b|"${name}"`, "u").test(`${all} ${ticking} ${giving}`);
  const types = /\bobj\b|\bos\b|\bks\b/u.test(all)
    ? [
        `class obj { ${fields
          .filter(has)
          .map((field) => field.text)
          .join(" ")} }`,
        `const os = pool(obj, ${size});`,
        ...(/\bks\b/u.test(all) ? [`const ks = kmem_cache(obj, ${draws.pick([1, 2])});`] : []),
        ...(/\.(?:later_work|tl|tk|iw)\b/u.test(all) ? [`function tick(own: obj) { ${draws.pick(TICKS)} }`] : []),
        ...(/\brecall\b/u.test(all) ? ["function recall(own: obj) { own.count = 1; own.busy = false; }"] : []),
        ...(/\bdrop\b/u.test(all) ? ["function drop(own: obj) { kfree(own); }"] : []),
      ]
    : [];
  const given = /\btw0\b/u.test(all)
    ? [`function do_given(own: obj) { ${draws.pick(GIVEN)} }`, `const tw0 = task("tw0", () => { ${draws.pick(TASKS_WITH_WORK)});`]
    : [];
  // os[1] of a pool of one is outside of it.
  const body = size === 1 ? text.replaceAll("os[1]", "os[0]") : text;
  return [...types, ...used.map((declaration) => declaration.text), ...given, body];
}
