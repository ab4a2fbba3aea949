// Declarations → the tables of a program: objects, fields, lock classes, contexts, CPUs, properties.

import { assert } from "chai";
import { loadModels, lowerProgram } from "../../../../codegen/frontend/index.js";
import type { Program } from "../../../../codegen/ir/program.js";
import {
  accepted,
  compile,
  memoryHost,
  NESTING,
  NO_NESTING,
  rejected,
  shortDiagnostic,
  withImports,
} from "../../../support/compile-model.js";
import { printExpression, steps } from "../../../support/print-graph.js";

function classNames(program: Program): readonly string[] {
  return program.lockClasses.map(({ name, version, type }) => `${name}${version > 1 ? `#${version}` : ""} ${type}`);
}

describe("[U] objects and fields", () => {
  it("names objects as the model would, and leaves out what nothing uses", () => {
    const program = accepted(`class Inner { n = int(0, 3); unused = int(0, 1); }
class Ring { readonly inner = new Inner(); readonly slots = pool(Inner, 2); other = mutex(); }
const ring = new Ring(); const spare = new Ring(); const rings = pool(Ring, 2);
function f() { ring.inner.n = 1; ring.slots[1].n = 2; }
task("t", f);`);
    assert.deepEqual(program.objects, [
      { id: "ring.inner", className: "Inner" },
      { id: "ring.slots[1]", className: "Inner" },
    ]);
    assert.deepEqual(
      program.fields.map(({ id, owners }) => ({ id, owners })),
      [{ id: "Inner.n", owners: ["ring.inner", "ring.slots[1]"] }],
    );
    assert.deepEqual(program.pools, []);
  });

  it("keeps types and first values", () => {
    const program = accepted(`class T { list = list_node(); }
const ts = pool(T, 2); const head = list_head<T>("list", ts);
let a = int(-1, 3); let b = int(2, 5); let c = int(0, 5, 4); let w = wrapping(4, 3); let f = bool(true); let s = oneOf("x", "y"); let r = ref<T>(ts[1]); let none = ref<T>(); const v = atomic_t(0, 2, 1);
function g() { a = 0; b = 2; c = 0; w = 0; f = false; s = "y"; r = null; none = ts[0]; atomic_inc(v); list_del(ts[0].list); if (list_empty(head)) a = 1; }
task("t", g);`);
    const fields = new Map(program.fields.map((field) => [field.id, field]));
    assert.deepEqual(fields.get("a")?.type, { kind: "int", min: -1, max: 3, wraps: false });
    assert.deepEqual(fields.get("a")?.initial, { "": { kind: "int", value: 0 } });
    assert.deepEqual(fields.get("b")?.initial, { "": { kind: "int", value: 2 } });
    assert.deepEqual(fields.get("c")?.initial, { "": { kind: "int", value: 4 } });
    assert.deepEqual(fields.get("w")?.type, { kind: "int", min: 0, max: 3, wraps: true });
    assert.deepEqual(fields.get("f")?.initial, { "": { kind: "bool", value: true } });
    assert.deepEqual(fields.get("s")?.type, { kind: "enum", values: ["x", "y"] });
    assert.deepEqual(fields.get("r")?.type, { kind: "ref", objects: ["ts[0]", "ts[1]"], nullable: true });
    assert.deepEqual(fields.get("r")?.initial, { "": { kind: "object", id: "ts[1]" } });
    assert.deepEqual(fields.get("none")?.initial, { "": { kind: "null" } });
    assert.deepEqual(fields.get("v")?.type, { kind: "int", min: 0, max: 2, wraps: false });
    assert.deepEqual(fields.get("head")?.type, { kind: "list-head", node: "T.list" });
    assert.deepEqual(fields.get("head")?.entries, { "": ["ts[0]", "ts[1]"] });
    assert.deepEqual(fields.get("T.list")?.owners, ["ts[0]", "ts[1]"]);
    assert.isNull(fields.get("a")?.owners);
  });

  it("makes constants of constructor arguments, and data of those that differ between objects", () => {
    const program = accepted(`class Device { constructor(readonly id: number, readonly lock: mutex) {} n = int(0, 9); }
const A = mutex(); const one = new Device(1, A); const two = new Device(2, A); const current = ref<Device>(one);
function on(device: Device) { mutex_lock(device.lock); device.n = device.id; }
function f() { const device = current; if (device !== null) on(device); }
task("fixed", () => on(one)); task("any", f);`);
    assert.deepEqual(steps(program, "fixed"), ["n1 acquire A (mutex_lock)", "n2 one.n := 1", "n3 end"]);
    assert.deepEqual(steps(program, "any"), [
      "n1 device := current",
      "n2 if (device !== NULL) → n3 else → n5",
      "n3 acquire A (mutex_lock)",
      "n4 device.n := device.id",
      "n5 end",
    ]);
    const id = program.fields.find((field) => field.id === "Device.id");
    assert.deepEqual(id?.type, { kind: "int", min: 1, max: 2, wraps: false });
    assert.deepEqual(id?.initial, { one: { kind: "int", value: 1 }, two: { kind: "int", value: 2 } });
  });

  it("reads constants of namespaces, literals and default parameters", () => {
    const files = { "lib.ts": "export const LIMIT = 2; export const STATE = { idle: 0, busy: 3 } as const;" };
    const program = accepted(
      `import * as k from "lockproof/dsl";\nimport * as lib from "./lib.js";
let x = k.int(0, lib.STATE.busy); function f(n = lib.LIMIT) { x = n; x = lib.STATE["busy"]; if (k.config.PROVE_RAW_LOCK_NESTING) x = 1; }
k.task("t", () => f());`,
      { files },
    );
    assert.deepEqual(steps(program, "t"), ["n1 x := 2", "n2 x := 3", "n3 x := 1", "n4 end"]);
  });

  it("does not trust a type where another context can change what is read", () => {
    const program = accepted(`class T { n = int(0, 3); } const t = new T(); let r = ref<T>(t);
function f() { if (r !== null) r.n = 1; const own = r; if (own !== null) own.n = 2; }
function g(given: T) { given.n = 3; } function h() { if (r !== null) g(r); }
task("f", f); task("h", h);`);
    assert.deepEqual(steps(program, "f"), [
      "n1 if (r !== NULL) → n2 else → n3",
      "n2 r?.n := 1",
      "n3 own := r",
      "n4 if (own !== NULL) → n5 else → n6",
      "n5 own.n := 2",
      "n6 end",
    ]);
    assert.deepEqual(steps(program, "h"), ["n1 if (r !== NULL) → n2 else → n4", "n2 given := r", "n3 given?.n := 3", "n4 end"]);
  });
});

describe("[U] lock classes", () => {
  it("names them by the const, the class, or as told", () => {
    const program = accepted(`class Ring { timeout_lock = raw_spinlock_t(); wqh = wait_queue_head(); named = mutex("&x->named"); }
class Slot { lock = spinlock_t(); }
const ctx = new Ring(); const slots = pool(Slot, 2); const A = mutex(); const queue = wait_queue_head();
function f() { raw_spin_lock(ctx.timeout_lock); wake_up(ctx.wqh); mutex_lock(ctx.named); for (const s of slots) spin_lock(s.lock); mutex_lock(A); wake_up(queue); rcu_read_lock(); }
kworker("exit", f, { workqueue: "io", work: "(work)&ctx->exit_work" });`);
    assert.deepEqual(classNames(program), [
      "&ctx->timeout_lock raw_spinlock_t",
      "&ctx->wqh spinlock_t",
      "&x->named mutex",
      "&slot->lock spinlock_t",
      "A mutex",
      "queue spinlock_t",
      "(wq_completion)io map",
      "(work_completion)((work)&ctx->exit_work) map",
      "rcu_read_lock rcu",
    ]);
  });

  it("numbers twins in order of declaration, imported files first, used or not", () => {
    const files = {
      "lib/timerfd.ts": 'class timerfd { wqh = wait_queue_head("&ctx->wqh"); }\nexport const timer = new timerfd();',
      "lib/eventfd.ts": 'export class eventfd { wqh = wait_queue_head("&ctx->wqh"); }',
    };
    const source = `import { eventfd } from "./lib/eventfd.js";
import { timer } from "./lib/timerfd.ts";
const ev = new eventfd(); const spare = timer;
function f() { wake_up(ev.wqh); }
task("t", f);`;
    assert.deepEqual(classNames(accepted(source, { files })), ["&ctx->wqh spinlock_t"]);
    const other = source.replace(
      'import { eventfd } from "./lib/eventfd.js";\nimport { timer } from "./lib/timerfd.ts";',
      'import { timer } from "./lib/timerfd.js";\nimport { eventfd } from "./lib/eventfd";',
    );
    assert.deepEqual(classNames(accepted(other, { files })), ["&ctx->wqh#2 spinlock_t"]);
  });
});

describe("[U] contexts and CPUs", () => {
  it("gives tasks CPUs of their own and interrupts all", () => {
    const program =
      accepted(`class T { timer = hrtimer(fire, { queued: true, mode: HRTIMER_MODE_REL_SOFT, expires: false }); hard = hrtimer(fire, { queued: true, mode: HRTIMER_MODE_REL_HARD, cpu: 0 }); }
const t = new T(); function fire() { return HRTIMER_NORESTART; } function f() {}
task("a", f); task("b", f, { cpu: 0 }); task("c", f); kworker("w", f); hardirq("irq", f, { times: 2, flags: IRQF_NO_THREAD }); softirq("soft", f, { cpu: 1 });`);
    assert.equal(program.cpus, 5);
    assert.deepEqual(
      program.contexts.map(({ id, cpus, level, threadable, times }) => [id, cpus, level, threadable, times]),
      [
        ["a", [1], "task", true, 0],
        ["b", [0], "task", true, 0],
        ["c", [2], "task", true, 0],
        ["w", [3], "task", true, 0],
        ["irq", [0, 1, 2, 3, 4], "hardirq", false, 2],
        ["soft", [1], "softirq", true, 1],
        ["t.timer", [0, 1, 2, 3, 4], "softirq", true, 0],
        ["t.hard", [0], "hardirq", false, 0],
      ],
    );
    assert.deepEqual(program.contexts[6]?.timer, { field: "T.timer", object: "t", expires: false });
    assert.deepEqual(program.contexts[3]?.maps.length, 2);
  });

  it("obeys cpus, and adds none when no interrupt may come", () => {
    const tasks = 'function f() {} task("a", f); task("b", f);';
    assert.equal(accepted(tasks).cpus, 2);
    assert.equal(accepted(`cpus(4); ${tasks}`).cpus, 4);
  });

  it("has a CPU for each time that a softirq may come, as far as there are some", () => {
    const model = (tasks: number, times: number): string =>
      `function f() {} tasks("t", ${tasks}, f); softirq("rx", f, { times: ${times} });`;
    assert.equal(accepted(model(2, 1)).cpus, 3);
    assert.equal(accepted(model(2, 3)).cpus, 5);
    assert.equal(accepted(model(14, 4)).cpus, 16);
  });

  it("shares one graph between contexts that differ in their argument", () => {
    const program = accepted(`class T { n = int(0, 3); timer = hrtimer(fire, { queued: true }); } const ts = pool(T, 2);
function fire(t: T) { t.n = 1; return HRTIMER_NORESTART; } function work(i: number) { ts[i].n = i; if (i === 0) ts[i].n = 2; }
tasks("worker", 2, (i) => work(i)); task("x", g); task("y", g); hardirq("z", g); function g() { ts[0].n = 0; }`);
    assert.deepEqual(
      program.contexts.map(({ id, graph, argument }) => [id, graph, argument]),
      [
        ["worker[0]", "work", { kind: "int", value: 0 }],
        ["worker[1]", "work", { kind: "int", value: 1 }],
        ["x", "g", null],
        ["y", "g", null],
        ["z", "g'2", null],
        ["ts[0].timer", "fire", { kind: "object", id: "ts[0]" }],
        ["ts[1].timer", "fire", { kind: "object", id: "ts[1]" }],
      ],
    );
    assert.deepEqual(steps(program, "worker[1]"), [
      "n1 ts[argument].n := argument",
      "n2 if (argument === 0) → n3 else → n4",
      "n3 ts[argument].n := 2",
      "n4 end",
    ]);
  });

  it("gives each its own graph where the argument must be known", () => {
    const program = accepted('const A = mutex();\ntasks("t", 2, (i) => { mutex_lock_nested(A, i); });');
    assert.deepEqual(
      program.contexts.map((context) => steps(program, context.id)[0]),
      ["n1 acquire A (mutex_lock_nested)", "n1 acquire A/1 (mutex_lock_nested)"],
    );
  });

  it("marks an index that may lie outside of its pool", () => {
    const program = accepted(
      'class T { n = int(0, 3); } const ts = pool(T, 2); let k = int(0, 5);\ntasks("t", 3, (i) => { ts[i].n = 1; ts[k].n = 2; });',
    );
    assert.deepEqual(steps(program, "t[0]").slice(0, 2), ["n1 ts[argument]?.n := 1", "n2 ts[k]?.n := 2"]);
  });

  it("names code outside of functions by its const or its context", () => {
    const program = accepted(
      'let x = int(0, 3); const body = () => { x = 1; };\ntask("a", body); task("b", () => { x = 2; }); task("c", () => f(3)); function f(n: number) { x = n; }',
    );
    assert.deepEqual(
      program.graphs.map((graph) => graph.function),
      ["body", "b", "f"],
    );
  });

  it("takes a library that a model imports as part of the model", () => {
    const files = { "lib.ts": 'export let level = int(0, 3);\nexport function raise() { level = 1; }\ntask("background", raise);' };
    const program = accepted('import { level, raise } from "./lib.js";\ntask("t", raise);\ninvariant("low", () => level < 2);', { files });
    assert.deepEqual(
      program.contexts.map((context) => context.id),
      ["background", "t"],
    );
  });
});

describe("[U] axes, properties, expectations", () => {
  const SOURCE = `const version = variant("before", "fixed"); const N = param("slots", 2, { min: 1, max: 4 });
configurations("raw-lock-nesting", "no-raw-lock-nesting");
class T { n = int(0, 3); } const ts = pool(T, N); let x = int(0, N);
function f() { x = config.PROVE_RAW_LOCK_NESTING ? 1 : 0; for (const t of ts) t.n = 1; }
const worker = task(\`worker/\${version}\`, f);
if (version === "fixed") task("extra", f);
invariant("all", () => ts.every((t) => t.n < 3) && ts.some((a) => ts.count((b) => a.n === b.n) >= 1));
eventually("done", () => finished(worker) || x > 0, { fairness: "strong" });
expect(select(version, { before: violates("stuck", { lock: "L", in: "f", property: "p" }), fixed: verified() }));`;

  it("enumerates variants, parameters and configurations", () => {
    const { loaded } = compile(SOURCE);
    assert.deepEqual(
      loaded?.variants.map(({ name, values }) => ({ name, values })),
      [{ name: "version", values: ["before", "fixed"] }],
    );
    assert.deepEqual(
      loaded?.parameters.map(({ name, value, min, max }) => ({ name, value, min, max })),
      [{ name: "slots", value: 2, min: 1, max: 4 }],
    );
    assert.deepEqual(loaded?.configurations, [NESTING, NO_NESTING]);
    assert.isTrue(loaded?.isModel);
  });

  it("compiles for a choice", () => {
    const first = accepted(SOURCE);
    assert.deepEqual(
      [first.variants, first.parameters, first.contexts.map((context) => context.id)],
      [{ version: "before" }, { slots: 2 }, ["worker/before"]],
    );
    assert.equal(steps(first, "worker/before")[0], "n1 x := 1");
    assert.deepEqual(
      { ...first.expectation, span: null },
      { verdict: "violated", kind: "stuck", lock: "L", function: "f", property: "p", lockdep: null, span: null },
    );
    const second = accepted(SOURCE, { variants: { version: "fixed" }, parameters: { slots: 3 }, configuration: NO_NESTING });
    assert.deepEqual(
      second.contexts.map((context) => context.id),
      ["worker/fixed", "extra"],
    );
    assert.equal(steps(second, "extra")[0], "n1 x := 0");
    assert.lengthOf(second.pools[0]?.objects ?? [], 3);
    assert.equal(second.expectation?.verdict, "verified");
  });

  it("lowers properties", () => {
    const [all, done] = accepted(SOURCE).properties;
    assert.equal(
      all === undefined ? "" : printExpression(all.condition),
      "(every t in ts: (t.n < 3) && some a in ts: (count b in ts: (a.n === b.n) >= 1))",
    );
    assert.equal(done === undefined ? "" : printExpression(done.condition), "(finished(worker/before) || (x > 0))");
    assert.equal(done?.kind === "eventually" ? done.fairness : null, "strong");
  });

  it("evaluates functions of values in properties", () => {
    const program = accepted(`let x = int(0, 3); function low(n: number) { const limit = 2; return n < limit; }
task("t", () => { x = 1; }); invariant("low", () => { const now = x; return low(now); });`);
    assert.deepEqual(
      program.properties.map((property) => printExpression(property.condition)),
      ["(x < 2)"],
    );
  });

  it("has no expectation when the model states none", () => {
    assert.isNull(accepted('task("t", () => {});').expectation);
  });

  it("rejects choices that the model does not offer", () => {
    const messages = (options: Parameters<typeof rejected>[1]): readonly string[] => rejected(SOURCE, options).map(shortDiagnostic);
    assert.deepEqual(messages({ variants: { version: "fixd" } }), ["LM404 2:17 The model has no version of 'version' called 'fixd'."]);
    assert.deepEqual(messages({ variants: { vresion: "fixed" } }), ["LM404 - The model has no axis 'vresion'."]);
    assert.deepEqual(messages({ parameters: { slots: 9 } }), ["LM306 2:55 The parameter 'slots' is 9; it must be from 1 to 4."]);
    assert.deepEqual(messages({ parameters: { slot: 2 } }), ["LM404 - The model has no parameter 'slot'."]);
  });

  it("loads several files with one type checker, and tells models from libraries", () => {
    const files = {
      "a.ts": withImports('import { g } from "./lib.js";\ntask("a", g);'),
      "b.ts": withImports('import { g } from "./lib.js";\ntask("b", g);'),
      "lib.ts": withImports("let x = int(0, 1);\nexport function g() { x = 1; }"),
    };
    const results = loadModels(memoryHost(files), ["/models/a.ts", "/models/b.ts", "/models/lib.ts"]);
    assert.deepEqual(
      results.map((result) => result.model?.isModel),
      [true, true, false],
    );
    const programs = results
      .slice(0, 2)
      .map(({ model }) => (model === null ? null : lowerProgram(model, { variants: {}, parameters: {}, configuration: NESTING }).program));
    assert.deepEqual(
      programs.map((program) => program?.contexts.map((context) => context.id)),
      [["a"], ["b"]],
    );
    assert.strictEqual(results[0]?.model?.sources.checker, results[1]?.model?.sources.checker);
  });

  it("gives the same program for the same text", () => {
    assert.deepEqual(accepted(SOURCE), accepted(SOURCE));
  });
});

describe("[U] commits", () => {
  const model = `const version = variant("before", "after");
const counts = commit("0123456789ab"); const other = commit("ba9876543210");
revert(version, { before: ["0123456789ab"], after: [] });
let n = int(0, 3); function f() { if (counts) n = 1; if (other) n = 2; } task("t", f);`;
  const stores = (version: string): readonly string[] => steps(accepted(model, { variants: { version } }), "t");

  it("are applied unless the version does without", () => {
    assert.deepEqual(stores("before"), ["n1 n := 2", "n2 end"]);
    assert.deepEqual(stores("after"), ["n1 n := 1", "n2 n := 2", "n3 end"]);
  });

  it("are known to the model that takes them out", () => {
    const unknown = model.replace('before: ["0123456789ab"]', 'before: ["0123456789ac"]');
    assert.deepEqual(rejected(unknown).map(shortDiagnostic), ["LM404 4:28 The model has no code that depends on commit '0123456789ac'."]);
    assert.deepEqual(rejected(model.replace('["0123456789ab"]', "[version]")).map(shortDiagnostic), [
      "LM121 4:19 A version of 'revert' must be a list of commits as string literals.",
    ]);
    assert.include(
      rejected(model.replace("revert(version", "revert(other")).map(shortDiagnostic),
      "LM121 4:8 The axis of 'revert' must be a const made by 'variant'.",
    );
  });
});

describe("[U] objects of a class", () => {
  const model = `class T { constructor(readonly big = false) {} n = int(0, 3); }
const one = new T(true); const others = pool(T, 2);
invariant("small", () => objects(T).every((t) => t.n < 3)); invariant("few", () => objects(T).count((t) => t.n > 0) <= 1);
function f() { others[1].n = 1; } task("t", f);`;

  it("are one pool for all properties, in order of declaration", () => {
    assert.deepEqual(accepted(model).pools, [{ id: "T", objects: ["one", "others[0]", "others[1]"] }]);
  });

  it("belong into properties", () => {
    const source = model.replace("others[1].n = 1;", "for (const t of objects(T)) t.n = 1;");
    assert.deepEqual(
      rejected(source).map(({ code }) => code),
      ["LM109"],
    );
  });
});

describe("[U] pools", () => {
  it("make each object with the arguments given", () => {
    const source = `class R { n = int(0, 3); } const r = new R();
class T { constructor(readonly ring: R, readonly step = 1) {} } const ts = pool(T, 2, r, 2);
function f() { ts[0].ring.n = ts[1].step; } task("t", f);`;
    assert.deepEqual(steps(accepted(source), "t"), ["n1 r.n := 2", "n2 end"]);
  });
});

describe("[U] what is a model", () => {
  const library = `export class T { n = int(0, 3); } invariant("small", () => objects(T).every((t) => t.n < 3));`;
  const isModel = (main: string, files: Readonly<Record<string, string>> = {}): boolean | undefined =>
    compile(main, { files }).loaded?.isModel;

  it("declares contexts, an expectation, or properties of contexts that it imports", () => {
    assert.isTrue(isModel(`let n = int(0, 1); task("t", () => { n = 1; });`));
    assert.isTrue(isModel(`import "./lib.js"; expect(verified());`, { "lib.ts": library }));
    assert.isTrue(
      isModel(`import { n } from "./lib.js"; invariant("x", () => n < 1);`, {
        "lib.ts": `export let n = int(0, 1); task("t", () => { n = 1; });`,
      }),
    );
  });

  it("is not a file that has properties only: these are a library's", () => {
    assert.isFalse(isModel(library));
  });
});

describe("[U] constants of objects", () => {
  const source = `type kind = "a" | "b" | "c"; class T { constructor(readonly kind: kind) {} }
const one = new T("a"); const two = new T("b"); let at = ref<T>(one); let n = int(0, 9);`;
  const body = (condition: string): string =>
    `${source} function f() { const t = at; if (t !== null && ${condition}) n = 1; at = two; } task("t", f); task("u", () => { at = one; });`;

  it("are never a value of their type that no object has", () => {
    assert.include(steps(accepted(body('t.kind === "c"')), "t").join("\n"), "(t !== NULL) && false");
    assert.notInclude(steps(accepted(body('t.kind !== "c"')), "t").join("\n"), "false");
  });

  it("are not compared with what is no value of their type", () => {
    assert.deepEqual(
      rejected(body('t.kind === "d"')).map(({ code }) => code),
      ["LM118"],
    );
  });
});
