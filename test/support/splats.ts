// A violation of each kind, as a checker would report it on small models everybody knows. The text of these is in test/golden/report.

import type { CheckResult, FindingKind, Standing } from "../../harness/result.js";
import { context, finding, lock, span, step, trace, violated } from "./results.js";

type Violated = Extract<CheckResult, { outcome: "violated" }>;

const one = context("one", "task", 0);
const two = context("two", "task", 1);
const nvme = context("nvme", "hardirq", 0);
const exit = context("exit_work", "kworker", 0);
const frames = (name: string, line: number) => [{ function: name, at: span(line, 3, 12) }];

function standing(who: Standing["context"], over: Partial<Standing> = {}): Standing {
  return { context: who, state: "running", waitsFor: [], at: null, callTrace: [], held: [], ...over };
}

const A = (line: number, name = "f") => lock("A", "spinlock_t", { function: name, at: span(line, 3, 12) });
const B = (line: number, name = "g") => lock("B", "spinlock_t", { function: name, at: span(line, 3, 12) });

/** The io_uring timeout report of the kernel's mailing list, as a model of it would give it. */
export const ioUring: Violated = (() => {
  const map = (name: string) => lock(name, "map", { function: "process_one_work", at: null });
  const completion = lock("&ctx->completion_lock", "spinlock_t", { function: "io_kill_timeouts", at: span(40, 3, 27) });
  const timeout = lock("&ctx->timeout_lock", "raw_spinlock_t", { usage: "-.-.", function: "io_kill_timeouts", at: span(41, 3, 27) });
  const rcu = (name: string, line: number) => lock("rcu_read_lock", "rcu", { usage: "....", function: name, at: span(line, 3, 15) });
  const wqh = lock("&ctx->wqh#2", "spinlock_t", { usage: "..-.", function: "eventfd_signal_mask", at: span(12, 17, 30) });
  const held = [
    map("(wq_completion)iou_exit"),
    map("(work_completion)(&ctx->exit_work)"),
    completion,
    timeout,
    rcu("__io_req_task_work_add", 30),
    rcu("io_eventfd_signal", 22),
  ];
  const callTrace = [
    { function: "eventfd_signal_mask", at: span(12, 17, 30) },
    { function: "io_eventfd_signal", at: span(23, 3, 28) },
    { function: "io_req_local_work_add", at: span(27, 3, 22) },
    { function: "__io_req_task_work_add", at: span(31, 3, 26) },
    { function: "io_kill_timeout", at: span(36, 3, 26) },
    { function: "io_kill_timeouts", at: span(43, 7, 18) },
    { function: "io_ring_exit_work", at: span(50, 3, 18) },
  ];
  const found = finding("wait-context", {
    message: "A spinlock_t (3) may not be acquired where the raw_spinlock_t &ctx->timeout_lock (2) is held.",
    context: exit,
    at: span(12, 17, 30),
    function: "eventfd_signal_mask",
    lock: wqh,
    waitContext: 5,
    held,
    callTrace,
  });
  const at = (line: number, length: number) => ({
    at: span(line, 3, length),
    callTrace: [{ function: "io_kill_timeouts", at: span(line, 3, length) }],
  });
  const steps = [
    step(2, exit, "acquires ctx.completion_lock", { ...at(40, 27), held: ["ctx.completion_lock"] }),
    step(3, exit, "acquires ctx.timeout_lock", { ...at(41, 27), held: ["ctx.completion_lock", "ctx.timeout_lock"] }),
    step(4, exit, "removes timeouts[0] from ctx.timeout_list", {
      at: span(35, 3, 20),
      callTrace: callTrace.slice(4),
      held: ["ctx.completion_lock", "ctx.timeout_lock"],
      changes: [{ name: "ctx.timeout_list", before: "<timeouts[0]>", after: "<>" }],
    }),
  ];
  const way = trace({
    initial: [{ name: "ctx.timeout_list", value: "<timeouts[0]>" }],
    steps,
    standing: [standing(exit, { at: span(12, 17, 30), held }), standing(context("timeouts[0].timer", "hrtimer", null), { state: "idle" })],
  });
  return violated(found, way);
})();

const abba: Violated = violated(
  finding("circular-wait", {
    message: "one waits for B, held by two, which waits for A, held by one.",
    lock: B(13, "f"),
    held: [A(12)],
    at: span(13, 3, 12),
    context: one,
    callTrace: frames("f", 13),
  }),
  trace({
    steps: [
      step(2, one, "acquires A", { at: span(12, 3, 12), held: ["A"] }),
      step(3, two, "acquires B", { at: span(18, 3, 12), callTrace: frames("g", 18), held: ["B"] }),
    ],
    standing: [
      standing(one, {
        state: "waiting",
        waitsFor: [{ what: "B, held by two", context: "two" }],
        at: span(13, 3, 12),
        held: [A(12)],
        callTrace: frames("f", 13),
      }),
      standing(two, {
        state: "waiting",
        waitsFor: [{ what: "A, held by one", context: "one" }],
        at: span(19, 3, 12),
        held: [B(18)],
        callTrace: frames("g", 19),
      }),
    ],
  }),
);

const aa: Violated = violated(
  finding("circular-wait", {
    message: "one waits for A, which it holds itself.",
    lock: A(13),
    held: [A(12)],
    at: span(13, 3, 12),
    context: one,
    callTrace: frames("f", 13),
  }),
  trace({
    steps: [step(2, one, "acquires A", { at: span(12, 3, 12), held: ["A"] })],
    standing: [
      standing(one, {
        state: "waiting",
        waitsFor: [{ what: "A, held by one", context: "one" }],
        at: span(13, 3, 12),
        held: [A(12)],
        callTrace: frames("f", 13),
      }),
    ],
  }),
);

const interrupted: Violated = violated(
  finding("circular-wait", {
    message: "hardirq nvme waits for A, held by one, which it interrupted.",
    context: nvme,
    lock: A(21, "handler"),
    at: span(21, 3, 12),
    function: "handler",
    callTrace: frames("handler", 21),
  }),
  trace({
    steps: [
      step(2, one, "acquires A", { at: span(12, 3, 12), held: ["A"] }),
      step(3, nvme, "comes on CPU 0, on top of one", { at: span(20, 1, 8), callTrace: frames("handler", 20) }),
    ],
    standing: [
      standing(one, {
        state: "interrupted",
        waitsFor: [{ what: "interrupted on CPU 0 by nvme", context: "nvme" }],
        at: span(13, 3, 4),
        held: [A(12)],
        callTrace: frames("f", 13),
      }),
      standing(nvme, {
        state: "waiting",
        waitsFor: [{ what: "A, held by one", context: "one" }],
        at: span(21, 3, 12),
        callTrace: frames("handler", 21),
      }),
    ],
  }),
);

const cancel: Violated = violated(
  finding("circular-wait", {
    message: "one waits for the callback of t.timer, which waits for A, held by one.",
    context: one,
    held: [A(12)],
    at: span(13, 3, 21),
    callTrace: frames("f", 13),
  }),
  trace({
    steps: [
      step(2, one, "acquires A", { at: span(12, 3, 12), held: ["A"] }),
      step(3, context("t.timer", "hrtimer", 1), "expires on CPU 1", { at: span(20, 1, 8), callTrace: frames("expired", 20) }),
    ],
    standing: [
      standing(one, {
        state: "waiting",
        waitsFor: [{ what: "the callback of t.timer to end", context: "t.timer" }],
        at: span(13, 3, 21),
        held: [A(12)],
        callTrace: frames("f", 13),
      }),
      standing(context("t.timer", "hrtimer", 1), {
        state: "waiting",
        waitsFor: [{ what: "A, held by one", context: "one" }],
        at: span(21, 3, 12),
        callTrace: frames("expired", 21),
      }),
    ],
  }),
);

const stuck: Violated = violated(
  finding("stuck", { message: "No context can go on, and not all are done.", context: null, at: null, function: null, callTrace: [] }),
  trace({
    steps: [
      step(2, two, "reads ready", { callTrace: frames("g", 12) }),
      step(3, one, "wakes nobody on queue", {}),
      step(4, two, "sleeps", { callTrace: frames("g", 14) }),
    ],
    standing: [
      standing(one, { state: "finished" }),
      standing(two, {
        state: "waiting",
        waitsFor: [{ what: "a wake-up", context: null }],
        at: span(14, 3, 10),
        callTrace: frames("g", 14),
      }),
    ],
  }),
);

const unlock: Violated = violated(finding("unlock-balance", { message: "one releases A, which two holds.", lock: A(12), held: [] }));
const initialised: Violated = violated(
  finding("held-lock-freed", { message: "one initialises a lock that it holds.", lock: A(13), held: [A(12)], at: span(13, 3, 20) }),
);
const leaked: Violated = violated(
  finding("held-at-end", { message: "one ends with A held.", held: [A(12)], at: span(14, 1, 1), lock: A(12) }),
);
const leakedWork: Violated = violated(
  finding("held-at-end", { message: "exit_work ends with preemption disabled.", context: exit, held: [], at: span(14, 1, 1) }),
);
const sleeping: Violated = violated(
  finding("sleep-in-atomic", {
    message: "mutex_lock may sleep, but spinlock A is held (preemption disabled).",
    lock: lock("M", "mutex", { at: span(13, 3, 12) }),
    held: [A(12)],
  }),
);
const unprotected: Violated = violated(
  finding("rcu-usage", { message: "exit_work calls rcu_dereference outside of rcu_read_lock.", held: [A(12)] }),
);
const misplaced: Violated = violated(
  finding("context-assertion", {
    message: "exit_work calls local_bh_enable with interrupts off: lockdep_assert_irqs_enabled().",
    held: [A(12)],
  }),
);
const asserted: Violated = violated(
  finding("assertion", { message: "The assertion does not hold.", property: "the timer is off", held: [A(11)] }),
);
const invariant: Violated = violated(
  finding("invariant", {
    message: 'The invariant "completes at most once" does not hold.',
    property: "completes at most once",
    context: null,
    at: span(30, 1, 60),
    function: null,
    callTrace: [],
  }),
  trace({
    initial: [{ name: "timeouts[0].completions", value: "0" }],
    steps: [step(2, one, "completes timeouts[0]", { changes: [{ name: "timeouts[0].completions", before: "0", after: "2" }] })],
  }),
);
const reachable: Violated = violated(
  finding("reachable", {
    message: "No execution comes to a state in which 'a timer fires' holds.",
    property: "a timer fires",
    context: null,
    at: span(33, 1, 60),
    function: null,
    callTrace: [],
  }),
  trace({ standing: [] }),
);
const eventually: Violated = violated(
  finding("eventually", {
    message: 'There is a fair execution in which "every timeout completes" never holds.',
    property: "every timeout completes",
    context: null,
    at: span(31, 1, 60),
    function: null,
    callTrace: [],
  }),
  trace({
    steps: [
      step(2, one, "acquires A"),
      step(3, one, "fails to cancel"),
      step(4, two, "retries", { callTrace: frames("g", 14) }),
      step(5, two, "gives up", { callTrace: frames("g", 15) }),
    ],
    loop: 3,
  }),
);
const ended: Violated = violated(
  { ...eventually.finding },
  trace({ steps: [step(2, one, "returns")], loop: "stuttering", standing: [standing(one, { state: "finished" })] }),
);
const list: Violated = violated(finding("list-corruption", { message: "list_del of t.list, which is poisoned." }));
const nothing: Violated = violated(finding("null-dereference", { message: "t is NULL in t.completions." }));
const range: Violated = violated(finding("out-of-range", { message: "3 is stored in completions, whose range is 0..2." }));

const gone = { object: "sessions[0]", context: two, at: span(19, 3, 10), function: "g", callTrace: frames("g", 19) };
const goneTrace = (last: string) =>
  trace({
    initial: [
      { name: "sessions[0]", value: "allocated" },
      { name: "found of two", value: "NULL" },
    ],
    steps: [
      step(2, two, "found = entry", {
        at: span(18, 3, 13),
        callTrace: frames("g", 18),
        changes: [{ name: "found of two", before: "NULL", after: "sessions[0]" }],
      }),
      step(3, one, "kfree(s)", {
        at: span(12, 3, 8),
        callTrace: frames("f", 12),
        changes: [{ name: "sessions[0]", before: "allocated", after: "free" }],
      }),
      step(4, two, last, { at: span(19, 3, 10), callTrace: frames("g", 19) }),
    ],
  });
const freed: Violated = violated(
  finding("use-after-free", {
    message: "two uses sessions[0], which one has freed (kfree at models/example.ts:12:3).",
    held: [A(11)],
    ...gone,
  }),
  goneTrace("found.hits = 1: use-after-free"),
);
const freedTwice: Violated = violated(
  finding("double-free", { message: "two frees sessions[0], which one has freed (kfree at models/example.ts:12:3).", ...gone }),
  goneTrace("kfree(found): double-free"),
);
const freedInUse: Violated = violated(finding("free-active", { message: "one frees an object with something in it that is in use." }));
const miscounted: Violated = violated(finding("refcount", { message: "one counts references to an object that may be gone." }));

/** Golden file name to result: every kind of finding at least once. */
export const SPLATS: Readonly<Record<string, Violated>> = {
  "wait-context": ioUring,
  "circular-wait-abba": abba,
  "circular-wait-aa": aa,
  "circular-wait-interrupt": interrupted,
  "circular-wait-cancel": cancel,
  stuck,
  "unlock-balance": unlock,
  "held-lock-freed": initialised,
  "held-at-end": leaked,
  "held-at-end-kworker": leakedWork,
  "sleep-in-atomic": sleeping,
  "rcu-usage": unprotected,
  "context-assertion": misplaced,
  assertion: asserted,
  invariant,
  "eventually-loop": eventually,
  "eventually-stuttering": ended,
  reachable,
  "list-corruption": list,
  "null-dereference": nothing,
  "use-after-free": freed,
  "double-free": freedTwice,
  "free-active": freedInUse,
  refcount: miscounted,
  "out-of-range": range,
};

export const KINDS: readonly FindingKind[] = Object.values(SPLATS).map(({ finding: { kind } }) => kind);
