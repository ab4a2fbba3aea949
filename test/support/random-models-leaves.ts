// Statements without blocks, as text.

import {
  condition,
  ENUM_VALUES,
  flagTargets,
  numberExpression,
  numberTargets,
  reference,
  someObject,
} from "./random-models-expressions.js";
import { anyLock, someLock } from "./random-models-locks.js";
import type { LeafKind } from "./random-models-plan.js";
import { fresh, type Helper, nullablesOf, objectsOf, type Scope } from "./random-models-scope.js";

/** Lines of a statement, with what it makes known to those behind it. */
export interface Lines {
  readonly lines: readonly string[];
  /** Nothing behind it is reached. */
  readonly ends?: boolean;
  readonly declares?: Partial<Scope>;
}

type Leaf = (scope: Scope) => Lines;

function line(text: string): Lines {
  return { lines: [text] };
}

export const leaves: Readonly<Record<LeafKind, Leaf>> = {
  "set-number": (scope) => {
    const target = scope.draws.pick(numberTargets(scope));
    if (scope.draws.rarely(6))
      return line(`${target} = choose(0, 1, ${scope.draws.pick([numberExpression(scope, 0), "list_first_entry(h0).count"])});`);
    if (scope.draws.rarely(6)) return line(`${target} += ${numberExpression(scope, 0)};`);
    return line(`${target} = ${numberExpression(scope)};`);
  },
  "set-flag": (scope) => {
    const { draws } = scope;
    if (draws.rarely(4)) {
      const target = draws.pick(["e0", ...objectsOf(scope).map((object) => `${object}.color`)]);
      scope.narrowedEnums.add(target);
      return line(`${target} = "${draws.pick(ENUM_VALUES)}";`);
    }
    return line(`${draws.pick(flagTargets(scope))} = ${draws.pick(["true", "false", condition(scope)])};`);
  },
  "set-reference": (scope) => {
    const { draws } = scope;
    const { text, known } = reference(scope);
    if (draws.rarely(4)) return line(`${draws.pick(scope.objects)}.peer = ${text};`);
    const [first] = assignable(scope);
    if (first === undefined) return line(`os[0].peer = ${text};`);
    const target = draws.pick(assignable(scope));
    scope.known.set(target, known);
    return line(`${target} = ${text};`);
  },
  atomic: (scope) => {
    const { draws } = scope;
    const number = String(draws.below(3));
    const call = draws.pick([
      "atomic_inc(a0)",
      "atomic_dec(a0)",
      `atomic_set(a0, ${number})`,
      "atomic_inc_return(a0)",
      `atomic_xchg(a0, ${number})`,
      `atomic_cmpxchg(a0, ${number}, ${draws.below(3)})`,
      `atomic_xchg(a0, ${numberExpression(scope, 0)})`,
    ]);
    if (!/return|xchg/u.test(call) || draws.below(2) === 0) return line(`${call};`);
    return declareNumber(scope, call);
  },
  list: listStatement,
  "lockless-list": (scope) => {
    const { draws } = scope;
    if (draws.below(3) > 0) return line(`llist_add(${someObject(scope)}.lockless, l0);`);
    const list = fresh(scope, "taken");
    return { lines: [`const ${list} = LLIST_HEAD<obj>("lockless");`, `llist_del_all(l0, ${list});`] };
  },
  timer: (scope) => {
    const { draws } = scope;
    const object = someObject(scope);
    const call = draws.pick([
      `hrtimer_start(${object}.timer)`,
      `hrtimer_try_to_cancel(${object}.timer)`,
      `hrtimer_cancel(${object}.timer)`,
    ]);
    if (call.includes("start") || draws.below(2) === 0) return line(`${call};`);
    return declareNumber(scope, call);
  },
  wake: (scope) => {
    if (scope.draws.rarely(8)) return line("wake_up_locked(q0);");
    return line(scope.draws.pick(["wake_up(q0);", "wake_up(q0);", "wake_up_all(q0);", "wake_up_nr(q0, 2);"]));
  },
  wait: (scope) => {
    if ((scope.atomic || scope.level === "interrupt") && !scope.draws.rarely(8)) return line("wake_up(q0);");
    if (scope.draws.below(2) === 0) return line(`wait_event(q0, () => ${condition(scope)});`);
    if (scope.draws.below(2) === 0) {
      const form = scope.draws.pick(["interruptible", "killable", "timeout", "interruptible_timeout", "interruptible_exclusive"]);
      const call = `wait_event_${form}(q0, () => ${condition(scope)})`;
      return line(scope.draws.below(2) === 0 ? `${call};` : `if (${call} === 0) n0 = 1;`);
    }
    const count = 4 - Math.max(1, scope.draws.below(4));
    const prepare = scope.draws.pick(["prepare_to_wait(q0);", "prepare_to_wait_exclusive(q0);"]);
    return { lines: [prepare, "schedule();", "finish_wait(q0);"].slice(0, count) };
  },
  assert: (scope) => {
    const { draws } = scope;
    const lock = scope.held.at(-1)?.lock;
    if (lock !== undefined && lock !== null && !draws.rarely(3)) return line(`lockdep_assert_held(${lock.name});`);
    return line(`assert(${draws.rarely(4) ? condition(scope) : `n0 < 3 || ${condition(scope, 0)}`});`);
  },
  local: (scope) => {
    const { draws } = scope;
    switch (draws.below(5)) {
      case 0:
      case 1:
        return declareNumber(scope, numberExpression(scope));
      case 2: {
        const name = fresh(scope, "flag");
        return { lines: [`const ${name}: boolean = ${condition(scope)};`], declares: { flags: [...scope.flags, name] } };
      }
      case 3: {
        const name = fresh(scope, "done");
        return { lines: [`const ${name} = LIST_HEAD<obj>("node");`], declares: { stackLists: [...scope.stackLists, name] } };
      }
      default: {
        const { text, known } = reference(scope);
        const name = fresh(scope, "at");
        scope.known.set(name, known);
        return line(`let ${name}: obj | null = ${text};`);
      }
    }
  },
  "set-local": (scope) => {
    const [first] = scope.variables;
    if (first === undefined) {
      const name = fresh(scope, "i");
      return { lines: [`let ${name}: number = ${numberExpression(scope)};`], declares: { variables: [...scope.variables, name] } };
    }
    const target = scope.draws.pick(scope.variables);
    return line(scope.draws.below(3) === 2 ? `${target}++;` : `${target} = ${numberExpression(scope)};`);
  },
  call: (scope) => {
    const [first] = scope.helpers;
    if (first === undefined) return leaves["set-number"](scope);
    const helper = scope.draws.pick(scope.helpers);
    const call = callOf(scope, helper);
    if (helper.returns === "number" && scope.draws.below(2) === 1) return declareNumber(scope, call);
    return line(`${call};`);
  },
  leave: leaveStatement,
  poll: (scope) => line(`while (${condition(scope, 0)}) cpu_relax();`),
  unbalanced: (scope) => {
    const { draws } = scope;
    const { name, type, ways = [] } = draws.rarely(3) ? anyLock(scope) : someLock(scope);
    const calls =
      type === "special" || type === "mutex"
        ? [...ways.map(({ release }) => release.replace("$", name)), ...(type === "mutex" ? [`mutex_unlock(${name});`] : [])]
        : [`${type}_unlock(${name});`, `${type}_unlock_irq(${name});`, `${type}_unlock_bh(${name});`];
    return line(
      draws.pick([
        ...calls,
        "local_irq_enable();",
        "local_bh_enable();",
        "preempt_enable();",
        "rcu_read_unlock();",
        "local_irq_disable();",
        "preempt_disable();",
        "rcu_read_lock();",
      ]),
    );
  },
  semaphore: (scope) =>
    line(scope.draws.pick([scope.atomic ? "up(sem0);" : "down(sem0);", "up(sem0);", "if (down_trylock(sem0)) n0 = 0;", "up(sem0);"])),
  "lock-state": (scope) =>
    line(
      scope.draws.pick([
        "read_seqbegin(seq0);",
        "if (read_seqretry(seq0, 0)) n0 = 1;",
        "b0 = read_seqretry(seq0, 0);",
        "lockdep_assert_held(s0);",
        "lockdep_assert_not_held(rws0);",
        "lockdep_assert_held_read(rwl0);",
        "if (in_interrupt()) n0 = 0;",
        "b1 = irqs_disabled();",
        "might_lock(s1);",
        "lock_map_sync(map0);",
        "rwlock_init(rwl0);",
        "might_alloc(GFP_ATOMIC);",
      ]),
    ),
  memory: (scope) => {
    const { draws } = scope;
    const name = fresh(scope, "made");
    const flags = draws.pick(["GFP_ATOMIC", scope.atomic ? "GFP_NOWAIT" : "GFP_KERNEL"]);
    switch (draws.below(5)) {
      case 0:
      case 1:
        scope.known.set(name, "unknown");
        return line(`const ${name}: obj | null = kmalloc(ks, ${flags});`);
      case 2:
        return { lines: [`const ${name} = kzalloc(ks, ${flags}, __GFP_NOFAIL);`], declares: { objects: [...scope.objects, name] } };
      case 3:
        return line(`kfree(${draws.pick(["p0", ...nullablesOf(scope)])});`);
      default:
        return line(`kfree(${someObject(scope)});`);
    }
  },
  "count-references": (scope) => {
    const { draws } = scope;
    const object = someObject(scope);
    return line(
      draws.pick([
        "refcount_inc(c0);",
        "refcount_dec(c0);",
        "if (refcount_dec_and_test(c0)) n0 = 0;",
        "if (!refcount_inc_not_zero(c0)) n0 = 1;",
        "if (refcount_dec_not_one(c0)) n1 = 1;",
        `refcount_set(c0, ${draws.below(4)});`,
        `kref_put(${object}.refs, drop);`,
        `kref_get(${object}.refs);`,
        `if (kref_get_unless_zero(${object}.refs)) kref_put(${object}.refs, drop);`,
      ]),
    );
  },
  completion: (scope) => {
    const { draws } = scope;
    const maySleep = !scope.atomic && scope.level === "task";
    const waits = [
      "wait_for_completion(d0);",
      "if (wait_for_completion_interruptible(d0) !== 0) n0 = 1;",
      "if (wait_for_completion_timeout(d0) === 0) n0 = 1;",
    ];
    return line(
      draws.pick([
        "complete(d0);",
        "complete(d0);",
        ...(maySleep || draws.rarely(8) ? waits : []),
        "if (try_wait_for_completion(d0)) n0 = 0;",
        "complete_all(d0);",
        "reinit_completion(d0);",
        "if (completion_done(d0)) n1 = 0;",
      ]),
    );
  },
  work: (scope) => {
    const { draws } = scope;
    const object = someObject(scope);
    const maySleep = !scope.atomic && scope.level === "task";
    const waits = [`flush_work(${object}.work);`, `cancel_work_sync(${object}.work);`, "flush_workqueue(wq0);"];
    return line(
      draws.pick([
        `queue_work(wq0, ${object}.work);`,
        `queue_work(wq0, ${object}.work);`,
        `if (!queue_work(wq0, ${object}.work)) n0 = 1;`,
        ...(maySleep || draws.rarely(8) ? waits : []),
        `cancel_work(${object}.work);`,
        `if (work_pending(${object}.work)) n1 = 1;`,
        ...(maySleep ? [`if (cancel_work_sync(${object}.work)) n1 = 0;`] : []),
      ]),
    );
  },
  "grace-period": (scope) => {
    const { draws } = scope;
    const object = scope.draws.pick(objectsOf(scope));
    const maySleep = !scope.atomic && scope.level === "task";
    return line(
      draws.pick([
        ...(maySleep || draws.rarely(8) ? ["synchronize_rcu();", "rcu_barrier();", "synchronize_srcu(srcu0);"] : []),
        `call_rcu(${object}.rcu, recall);`,
        `call_srcu(srcu0, ${object}.rcu, recall);`,
        `call_rcu(${object}.rcu, recall);`,
        `kfree_rcu(${object}, ${object}.later);`,
        `rcu_assign_pointer(p0, ${object});`,
      ]),
    );
  },
  deferred: (scope) => {
    const { draws } = scope;
    const object = scope.draws.pick(objectsOf(scope));
    const maySleep = !scope.atomic && scope.level === "task";
    const waits = [
      `cancel_delayed_work_sync(${object}.later_work);`,
      `flush_delayed_work(${object}.later_work);`,
      `tasklet_kill(${object}.tk);`,
      `tasklet_disable(${object}.tk);`,
      `irq_work_sync(${object}.iw);`,
    ];
    return line(
      draws.pick([
        ...(maySleep || draws.rarely(8) ? waits : []),
        `schedule_delayed_work(${object}.later_work);`,
        `mod_delayed_work(system_wq, ${object}.later_work);`,
        `if (mod_delayed_work(system_wq, ${object}.later_work)) n1 = 1;`,
        `if (!schedule_delayed_work(${object}.later_work)) n0 = 1;`,
        `if (cancel_delayed_work(${object}.later_work)) n0 = 0;`,
        `mod_timer(${object}.tl);`,
        `if (mod_timer(${object}.tl)) n1 = 0;`,
        `timer_delete(${object}.tl);`,
        `if (timer_delete_sync(${object}.tl)) n1 = 1;`,
        `tasklet_schedule(${object}.tk);`,
        `tasklet_disable_nosync(${object}.tk);`,
        `tasklet_enable(${object}.tk);`,
        `if (irq_work_queue(${object}.iw)) n1 = 1;`,
        `if (timer_pending(${object}.tl) || delayed_work_pending(${object}.later_work)) n0 = 2;`,
      ]),
    );
  },
  thread: (scope) => {
    const maySleep = !scope.atomic && scope.level === "task";
    const own = ["set_current_state(TASK_INTERRUPTIBLE);", "__set_current_state(TASK_RUNNING);", "schedule_timeout();"];
    if (scope.draws.below(2) === 0) {
      const waits = ["disable_irq(line0);", "synchronize_irq(line0);", "free_irq(line0);"];
      const others = ["disable_irq_nosync(line0);", "enable_irq(line0);", "disable_hardirq(line0);", "synchronize_hardirq(line0);"];
      return line(scope.draws.pick([...(maySleep || scope.draws.rarely(8) ? waits : []), ...others]));
    }
    const given = scope.draws.pick(objectsOf(scope));
    const modes = scope.draws.pick(["TWA_SIGNAL", "TWA_RESUME"]);
    const works = [`task_work_add(tw0, ${given}.given, ${modes});`, `task_work_add(tw0, ${given}.given, ${modes});`];
    const counts = [
      "this_cpu_inc(pc0);",
      `this_cpu_write(pc0, ${numberExpression(scope, 0)});`,
      "if (this_cpu_read(pc0) > per_cpu(pc0, 0)) n0 = 1;",
    ];
    return line(
      scope.draws.pick([
        "wake_up_process(kt0);",
        ...works,
        ...(maySleep ? counts : []),
        ...(maySleep || scope.draws.rarely(8) ? ["kthread_stop(kt0);", ...own] : []),
      ]),
    );
  },
  sleep: (scope) => line(scope.draws.pick(["cpu_relax();", "might_sleep();", "schedule();", "msleep();"])),
};

/** References that may be stored to: not those through which a lock is held, nor constants. */
function assignable(scope: Scope): readonly string[] {
  const inUse = scope.held.flatMap(({ leave }) => leave).join(" ");
  return [...scope.known.keys()].filter((name) => !/^(?:found|made)/u.test(name) && !inUse.includes(`(${name}.`));
}

function declareNumber(scope: Scope, text: string): Lines {
  const name = fresh(scope, "k");
  return { lines: [`const ${name}: number = ${text};`], declares: { numbers: [...scope.numbers, name] } };
}

function listStatement(scope: Scope): Lines {
  const { draws } = scope;
  const list = draws.pick(["h0", "h1", ...scope.stackLists]);
  const object = someObject(scope);
  const beside = someObject(scope);
  const other = draws.pick(["h1", "h0", ...scope.stackLists]);
  const text = draws.pick([
    `list_move_tail(${object}.node, ${list});`,
    `list_del_init(${object}.node);`,
    `if (list_empty(${object}.node)) list_add(${object}.node, ${list});`,
    `list_move(${object}.node, ${list});`,
    `list_splice_init(${list}, ${other});`,
    `list_splice_tail_init(${list}, ${other});`,
    `if (!list_empty(${object}.node)) list_del(${object}.node);`,
    `list_add_tail(${object}.node, ${list});`,
    `list_add(${object}.node, ${list});`,
    `list_del(${object}.node);`,
    `if (!list_empty(${beside}.node) && list_empty(${object}.node)) list_add(${object}.node, ${beside}.node);`,
    `list_add_tail(${object}.node, ${beside}.node);`,
  ]);
  return line(text);
}

export function callOf(scope: Scope, helper: Helper): string {
  switch (helper.parameter) {
    case "none":
      return `${helper.name}()`;
    case "number":
      return `${helper.name}(${numberExpression(scope, 0)})`;
    case "object":
      return `${helper.name}(${someObject(scope)})`;
  }
}

/** `return`, `break` or `continue`, with what was taken given back; seldom without. */
function leaveStatement(scope: Scope): Lines {
  const { draws, loop } = scope;
  const forgetful = draws.rarely(8);
  const leaving = loop === null ? "return" : draws.pick(["break", "continue", "return"]);
  const from = leaving === "return" ? 0 : (loop ?? 0);
  const clean = forgetful
    ? []
    : scope.held
        .slice(from)
        .reverse()
        .flatMap(({ leave }) => leave);
  const last = leaving === "return" ? returnStatement(scope) : `${leaving};`;
  const result = [...clean, last];
  if (draws.below(3) === 2) return { lines: result, ends: true };
  return { lines: [`if (${condition(scope)}) {`, ...result, "}"] };
}

export function returnStatement(scope: Scope): string {
  switch (scope.returns) {
    case "nothing":
      return "return;";
    case "number":
      return `return ${numberExpression(scope, 0)};`;
    case "flag":
      return `return ${condition(scope, 0)};`;
    case "restart":
      return scope.draws.rarely(4) ? "return HRTIMER_RESTART;" : "return HRTIMER_NORESTART;";
  }
}
