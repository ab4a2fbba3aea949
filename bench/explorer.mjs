// How many states a second the interpreter explores, on two shapes from the benchmark problems. Needs a build.
//
//   node bench/explorer.mjs [rounds] [maxStates]       LOCKPROOF_DIST: where the build is, if not in dist/
//
// p1 N×K  N tasks; each takes any subset of K spinlocks in ascending order, releases in descending order, for ever. No interrupts.
// p2 T    T timers on a list under one lock: each callback takes its timeout off the list and completes it, a task cancels what it
//         finds first for ever, another one moves all to its stack once and completes them there. Invariant: completed at most once.

import { pathToFileURL } from "node:url";

const dist =
  process.env.LOCKPROOF_DIST === undefined ? new URL("../dist/", import.meta.url) : pathToFileURL(`${process.env.LOCKPROOF_DIST}/`);
const { locate } = await import(new URL("codegen/analysis/index.js", dist).href);
const { explore } = await import(new URL("interpreter/index.js", dist).href);

const span = { file: "bench.ts", line: 0, column: 0, endLine: 0, endColumn: 0 };
const int = (value) => ({ kind: "value", value: { kind: "int", value } });
const bool = (value) => ({ kind: "value", value: { kind: "bool", value } });
const local = (name) => ({ kind: "local", local: name });
const argument = { kind: "argument" };
const place = (field, object = null) => ({ field, object, nullable: object !== null });
const acquire = (lock) => (next) => ({ kind: "acquire", acquisition: { lock: place(lock), function: "spin_lock", subclass: 0 }, next });
const release = (lock) => (next) => ({ kind: "release", lock: place(lock), function: "spin_unlock", next });

/** Steps with names: `[name, next => operation]`. */
function graph(id, steps, locals = []) {
  const all = [...steps, ["end", () => ({ kind: "end", restart: false })]];
  const nodes = all.map(([name, step], index) => ({
    id: name,
    operation: step(all[index + 1]?.[0] ?? "end"),
    span: { ...span, line: index, endLine: index },
    stack: [{ function: id, call: null }],
  }));
  return { id, function: id, locals, entry: all[0][0], nodes };
}

const value = (id) => ({ id, name: id, function: "", type: { kind: "value" } });
const context = (id, kind, cpu, more = {}) => ({
  id,
  kind,
  graph: id,
  argument: null,
  cpus: [cpu],
  times: 0,
  timer: null,
  level: kind === "hrtimer" ? "hardirq" : "task",
  threadable: true,
  maps: [],
  span,
  ...more,
});
const field = (id, type, owners = null, initial = {}, entries = {}) => ({
  id,
  name: id,
  className: null,
  owners,
  type,
  initial,
  entries,
  span,
});
const lock = (id) => field(id, { kind: "lock", lockClass: id, type: "raw_spinlock_t" });

function program(parts) {
  const locked = parts.fields.filter(({ type }) => type.kind === "lock");
  return locate({
    file: "bench.ts",
    variants: {},
    parameters: {},
    configuration: { name: "raw-lock-nesting", proveRawLockNesting: true },
    objects: [],
    pools: [],
    lockClasses: locked.map(({ id, type }) => ({ id, name: id, version: 1, type: type.type })),
    properties: [],
    expectation: null,
    ...parts,
  });
}

function p1(tasks, locks) {
  const numbers = Array.from({ length: locks }, (_, index) => index);
  const choose = (next) => ({ kind: "choose", target: { kind: "local", local: "c" }, options: [bool(true), bool(false)], next });
  const fork = (whenTrue, whenFalse) => () => ({ kind: "branch", condition: local("c"), whenTrue, whenFalse });
  /** What is done after the locks of `taken` (one letter for each lock so far, `+` when it is held): a path for each subset. */
  const paths = (taken) => {
    if (taken.length === locks) return giveBack(taken);
    return [
      [`choose ${taken}`, choose],
      [`if ${taken}`, fork(`take ${taken}`, `choose ${taken}-`)],
      [`take ${taken}`, (_) => acquire(`l${taken.length}`)(`choose ${taken}+`)],
      ...paths(`${taken}+`),
      ...paths(`${taken}-`),
    ];
  };
  const giveBack = (taken) => {
    const held = numbers.filter((number) => taken[number] === "+").reverse();
    const names = held.map((number, index) => (index === 0 ? `choose ${taken}` : `give ${number} ${taken}`));
    if (held.length === 0)
      return [[`choose ${taken}`, (_) => ({ kind: "branch", condition: bool(true), whenTrue: "choose ", whenFalse: "choose " })]];
    return held.map((number, index) => [names[index], (_) => release(`l${number}`)(names[index + 1] ?? "choose ")]);
  };
  const names = Array.from({ length: tasks }, (_, index) => `t${index}`);
  return program({
    cpus: tasks,
    fields: numbers.map((number) => lock(`l${number}`)),
    contexts: names.map((name, cpu) => context(name, "task", cpu)),
    graphs: names.map((name) => graph(name, paths(""), [value("c")])),
  });
}

function p2(timers) {
  const pool = Array.from({ length: timers }, (_, index) => `t[${index}]`);
  const head = { kind: "shared", place: place("list") };
  const done = { kind: "local", local: "done" };
  const first = (list) => ({ kind: "list-end", end: "first", list, orNull: true });
  const isNull = (expression) => ({
    kind: "binary",
    operator: "equal",
    left: expression,
    right: { kind: "value", value: { kind: "null" } },
  });
  const unlinked = (object) => ({ kind: "node-unlinked", node: place("node", object) });
  const remove = (object) => (next) => ({ kind: "list-remove", node: place("node", object), leave: "self-linked", next });
  const read = (object) => ({ kind: "field", place: place("completed", object) });
  const complete = (object) => (next) => ({
    kind: "assign",
    assignments: [
      {
        target: { kind: "place", place: place("completed", object) },
        value: { kind: "binary", operator: "add", left: read(object), right: int(1) },
      },
    ],
    indivisible: false,
    next,
  });
  const callback = [
    ["lock", acquire("lock")],
    ["gone", (next) => ({ kind: "branch", condition: unlinked(argument), whenTrue: "unlock", whenFalse: next })],
    ["remove", remove(argument)],
    ["complete", complete(argument)],
    ["unlock", release("lock")],
  ];
  const tryCancel = (next) => ({ kind: "timer-try-cancel", timer: place("timer", local("t")), result: "r", next });
  const setFirst = (list) => (next) => ({
    kind: "assign",
    assignments: [{ target: { kind: "local", local: "t" }, value: first(list) }],
    next,
  });
  const off = (next) => ({ kind: "irq", action: "disable", next });
  const on = (next) => ({ kind: "irq", action: "enable", next });
  const canceller = [
    ["off", off],
    ["lock", acquire("lock")],
    ["first", setFirst(head)],
    ["none", (next) => ({ kind: "branch", condition: isNull(local("t")), whenTrue: "unlock", whenFalse: next })],
    ["cancel", tryCancel],
    [
      "running",
      (next) => ({
        kind: "branch",
        condition: { kind: "binary", operator: "less", left: local("r"), right: int(0) },
        whenTrue: "unlock",
        whenFalse: next,
      }),
    ],
    ["remove", remove(local("t"))],
    ["complete", complete(local("t"))],
    ["unlock", release("lock")],
    ["on", (_) => on("off")],
  ];
  const killer = [
    ["off", off],
    ["lock", acquire("lock")],
    ["splice", (next) => ({ kind: "list-splice", from: head, to: done, where: "back", intoEmpty: false, next })],
    ["first", setFirst(done)],
    ["none", (next) => ({ kind: "branch", condition: isNull(local("t")), whenTrue: "unlock", whenFalse: next })],
    ["remove", remove(local("t"))],
    ["complete", (_) => complete(local("t"))("first")],
    ["unlock", release("lock")],
    ["on", on],
  ];
  const quantified = {
    kind: "binary",
    operator: "less-equal",
    left: { kind: "field", place: place("completed", { kind: "bound", name: "o" }) },
    right: int(1),
  };
  const callbacks = pool.map((_, index) => `cb${index}`);
  const same = (initial) => Object.fromEntries(pool.map((id) => [id, initial]));
  return program({
    cpus: 3,
    objects: pool.map((id) => ({ id, className: "Timeout" })),
    pools: [{ id: "t", objects: pool }],
    fields: [
      lock("lock"),
      field("node", { kind: "list-node" }, pool),
      field("timer", { kind: "hrtimer" }, pool, same({ kind: "bool", value: true })),
      field("completed", { kind: "int", min: 0, max: 3, wraps: false }, pool, same({ kind: "int", value: 0 })),
      field("list", { kind: "list-head", node: "node" }, null, {}, { "": pool }),
    ],
    contexts: [
      context("canceller", "task", 0),
      context("killer", "task", 1),
      ...callbacks.map((name, index) => ({
        ...context(name, "hrtimer", 2, {
          argument: { kind: "object", id: pool[index] },
          timer: { field: "timer", object: pool[index], expires: true },
        }),
        cpus: [0, 1, 2],
      })),
    ],
    graphs: [
      graph("canceller", canceller, [value("t"), value("r")]),
      graph("killer", killer, [value("t"), { id: "done", name: "done", function: "", type: { kind: "list-head", node: "node" } }]),
      ...callbacks.map((name) => graph(name, callback)),
    ],
    properties: [
      {
        kind: "invariant",
        name: "once",
        condition: { kind: "quantifier", quantifier: "every", pool: "t", variable: "o", body: quantified },
        span,
      },
    ],
  });
}

const rounds = Number(process.argv[2] ?? 3);
const maxStates = Number(process.argv[3] ?? 1_500_000);
const shapes = { "p1 3×4": p1(3, 4), "p1 4×3": p1(4, 3), "p1 5×3": p1(5, 3), "p2 4": p2(4), "p2 6": p2(6) };
for (let round = 0; round < rounds; round++) {
  for (const [name, located] of Object.entries(shapes)) {
    const start = performance.now();
    const result = explore(located, { maxStates });
    const seconds = (performance.now() - start) / 1000;
    const { distinct, generated, depth } = result.statistics;
    const rate = Math.round(distinct / seconds).toLocaleString("en");
    console.log(
      `${name}  ${result.outcome}  ${distinct} states, ${generated} generated, depth ${depth}: ${seconds.toFixed(2)} s, ${rate} states/s`,
    );
    if (result.outcome === "violated")
      console.log(JSON.stringify(result.finding), result.trace.moves.map((move) => move.context).join(" "));
  }
}
