// Functions are inlined, arrows expanded, results routed.

import { assert } from "chai";
import { graphOf } from "../../../../codegen/ir/graph.js";
import { accepted } from "../../../support/compile-model.js";
import { printGraph, steps } from "../../../support/print-graph.js";

const X = "let x = int(0, 9); let y = bool(); const A = mutex();";

function stepsOf(functions: string, body: string): readonly string[] {
  return steps(accepted(`${X}\n${functions}\nfunction f() { ${body} }\ntask("t", f);`), "t");
}

describe("[U] lowering of calls", () => {
  it("keeps a static stack with the place of each call", () => {
    const program = accepted(`${X}\nfunction inner() { x = 1; }\nfunction outer() { inner(); }\ntask("t", outer);`);
    const [graph] = program.graphs;
    if (graph === undefined) throw new Error("no graph");
    assert.deepEqual(printGraph(graph), ["n1 outer > inner: x := 1", "n2 outer: end"]);
    const [outer, inner] = graph.nodes[0]?.stack ?? [];
    assert.deepEqual(outer, { function: "outer", call: null });
    assert.deepEqual(inner, { function: "inner", call: { file: "main.ts", line: 3, column: 19, endLine: 3, endColumn: 26 } });
  });

  it("substitutes constants and variables that do not change, and stores the rest", () => {
    const functions = "function set(n: number) { x = n; } function grow(n: number) { n++; x = n; }";
    assert.deepEqual(stepsOf(functions, "const a = x; set(1); set(a + 1); set(x + 1); grow(1);"), [
      "n1 a := x",
      "n2 x := 1",
      "n3 x := (a + 1)",
      "n4 n := (x + 1)",
      "n5 x := n",
      "n6 n := 1",
      "n7 n := (n + 1)",
      "n8 x := n",
      "n9 end",
    ]);
  });

  it("evaluates once which object a lock belongs to, where it is given or named", () => {
    const functions =
      "class O { l = mutex(); } const os = pool(O, 2); let cur = ref<O>(os[0]); function take(l: mutex) { mutex_lock(l); mutex_unlock(l); }";
    assert.deepEqual(stepsOf(functions, "take(os[1].l); const o = os[x]; take(o.l); if (cur !== null) { const m = cur.l; take(m); }"), [
      "n1 acquire os[1].l (mutex_lock)",
      "n2 release os[1].l (mutex_unlock)",
      "n3 o := os[x]",
      "n4 acquire o?.l (mutex_lock)",
      "n5 release o?.l (mutex_unlock)",
      "n6 if (cur !== NULL) → n7 else → n10",
      "n7 m := cur",
      "n8 acquire m?.l (mutex_lock)",
      "n9 release m?.l (mutex_unlock)",
      "n10 end",
    ]);
    assert.deepEqual(stepsOf(functions, "let o: O = os[0]; take(o.l); o = os[1];"), [
      "n1 o := os[0]",
      "n2 l := o",
      "n3 acquire l.l (mutex_lock)",
      "n4 release l.l (mutex_unlock)",
      "n5 o := os[1]",
      "n6 end",
    ]);
  });

  it("evaluates the members of an object literal where it stands", () => {
    assert.deepEqual(stepsOf("", "const it = { x, two: 2 }; x = it.two; x = it.x;"), [
      "n1 value := x",
      "n2 x := 2",
      "n3 x := value",
      "n4 end",
    ]);
  });

  it("evaluates operands from left to right and keeps what later calls could change", () => {
    const functions = "function bump() { x++; return x; }";
    assert.deepEqual(stepsOf(functions, "x = x + bump();"), [
      "n1 value := x",
      "n2 x := (x + 1)",
      "n3 result := x",
      "n4 x := (value + result)",
      "n5 end",
    ]);
    assert.deepEqual(stepsOf(functions, "x = bump() + bump();"), [
      "n1 x := (x + 1)",
      "n2 result := x",
      "n3 x := (x + 1)",
      "n4 result'2 := x",
      "n5 x := (result + result'2)",
      "n6 end",
    ]);
  });

  it("evaluates arguments before those behind them, also of macros and functions of the language", () => {
    const functions =
      "function bump() { x++; return x; } const sum = (a: number, b: number) => a + b; function set(a: number, b: number = bump()) { x = a + b; }";
    const bump = ["n2 x := (x + 1)", "n3 result := x"];
    assert.deepEqual(stepsOf(functions, "x = sum(x, bump());"), ["n1 value := x", ...bump, "n4 x := (value + result)", "n5 end"]);
    assert.deepEqual(stepsOf(functions, "set(x);"), ["n1 value := x", ...bump, "n4 x := (value + result)", "n5 end"]);
    const counts = "class O { a = atomic_t(0, 9); } const os = pool(O, 2); let cur = ref<O>(os[0]);";
    assert.deepEqual(stepsOf(`${functions} ${counts}`, "if (cur === null) return; atomic_set(cur.a, bump());").slice(2, 6), [
      "n3 value := cur",
      "n4 x := (x + 1)",
      "n5 result := x",
      "n6 value?.a := result → n2",
    ]);
  });

  it("routes constant results of a condition to its sides, so that held locks stay apart", () => {
    const functions = "function get(): boolean { if (y) return false; mutex_lock(A); return true; }";
    assert.deepEqual(stepsOf(functions, "if (!get()) return; mutex_unlock(A);"), [
      "n1 if y → n2 else → n3",
      "n2 end",
      "n3 acquire A (mutex_lock)",
      "n4 release A (mutex_unlock) → n2",
    ]);
    assert.deepEqual(stepsOf(functions, "if (x > 1 || get()) x = 0;").slice(0, 4), [
      "n1 if (x > 1) → n2 else → n4",
      "n2 x := 0",
      "n3 end",
      "n4 if y → n3 else → n5",
    ]);
  });

  it("routes compared results", () => {
    const functions = "function code(): number { if (y) return -1; x = 0; return 0; }";
    assert.deepEqual(stepsOf(functions, "if (code() < 0) x = 3;"), ["n1 if y → n2 else → n4", "n2 x := 3", "n3 end", "n4 x := 0 → n3"]);
  });

  it("stores results that are not known", () => {
    assert.deepEqual(stepsOf("function big(): boolean { if (y) return true; return x > 2; }", "if (big()) x = 0;"), [
      "n1 if y → n2 else → n4",
      "n2 x := 0",
      "n3 end",
      "n4 result := (x > 2)",
      "n5 if result → n2 else → n3",
    ]);
    assert.deepEqual(stepsOf("function code(): number { if (y) return 1; return 2; }", "x = code();"), [
      "n1 if y → n2 else → n5",
      "n2 result := 1",
      "n3 x := result",
      "n4 end",
      "n5 result := 2 → n3",
    ]);
  });

  it("needs no step for a result that is a constant, or that nobody needs", () => {
    const declarations = "class C { n = int(0, 3); } const c = new C(); function get() { return c; } function read() { return x; }";
    assert.deepEqual(stepsOf(declarations, "get().n = 1; read();"), ["n1 c.n := 1", "n2 end"]);
  });

  it("gives each call of a function that returns saved flags flags of its own", () => {
    const source = `const A = spinlock_t(); const B = spinlock_t();
function save(lock: spinlock_t) { return spin_lock_irqsave(lock); }
function f() { const a = save(A); const b = save(B); spin_unlock_irqrestore(B, b); spin_unlock_irqrestore(A, a); }
task("t", f);`;
    const lines = steps(accepted(source), "t").filter((line) => line.includes("irq"));
    assert.deepEqual(
      lines.filter((line) => /irq (save|restore)/u.test(line)),
      ["n1 irq save save.flags", "n4 irq save save.flags'2", "n8 irq restore save.flags'2", "n11 irq restore save.flags"],
    );
  });

  it("expands const arrows without a frame, nested ones with variables of their own", () => {
    const source = `const A = spinlock_t(); const B = spinlock_t(); let x = int(0, 3);
const locked = (lock: spinlock_t, body: () => void) => { const flags = spin_lock_irqsave(lock); body(); spin_unlock_irqrestore(lock, flags); };
function f() { locked(A, () => locked(B, () => { x = 1; })); }
task("t", f);`;
    const program = accepted(source);
    assert.deepEqual(new Set(graphOf(program, "f").nodes.map((node) => node.stack.map((frame) => frame.function).join())), new Set(["f"]));
    const lines = steps(program, "t").filter((line) => /irq (save|restore)|:=/u.test(line));
    assert.deepEqual(lines, [
      "n1 irq save f.flags",
      "n4 irq save f.flags'2",
      "n7 x := 1",
      "n9 irq restore f.flags'2",
      "n12 irq restore f.flags",
    ]);
  });

  it("evaluates macros without steps inside the step that uses them", () => {
    assert.deepEqual(
      stepsOf("const big = (n: number) => n > 1; const both = () => big(x) && !big(x + 1);", "while (!both()) {} if (big(x)) y = true;"),
      ["n1 if !((x > 1) && !((x + 1) > 1)) → n1 else → n2", "n2 if (x > 1) → n3 else → n4", "n3 y := true", "n4 end"],
    );
  });

  it("calls functions that are given as arguments or constant fields", () => {
    const functions =
      "function twice(work: (n: number) => void) { work(1); work(2); } function set(n: number) { x = n; } class W { readonly func = set; } const w = new W();";
    assert.deepEqual(stepsOf(functions, "twice(set); twice((n) => set(n + 1)); w.func(5);"), [
      "n1 x := 1",
      "n2 x := 2",
      "n3 x := 2",
      "n4 x := 3",
      "n5 x := 5",
      "n6 end",
    ]);
  });

  it("makes control flow of && || ?: whose operands have steps", () => {
    const functions = "function p(): boolean { x = 1; return true; } function q(): boolean { return y; }";
    assert.deepEqual(stepsOf(functions, "y = p() && q();"), [
      "n1 x := 1",
      "n2 result'2 := y",
      "n3 if result'2 → n4 else → n7",
      "n4 result := true",
      "n5 y := result",
      "n6 end",
      "n7 result := false → n5",
    ]);
    assert.deepEqual(
      stepsOf(functions, "x = q() ? x : 3;").map((line) => line.replace(/result('\d)?/gu, "r")),
      ["n1 r := y", "n2 if r → n3 else → n6", "n3 r := x", "n4 x := r", "n5 end", "n6 r := 3 → n4"],
    );
  });
});
