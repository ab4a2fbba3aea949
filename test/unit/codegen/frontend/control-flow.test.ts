// Statements → branches and loops.

import { assert } from "chai";
import { accepted, rejected } from "../../../support/compile-model.js";
import { steps } from "../../../support/print-graph.js";

function stepsOf(declarations: string, body: string): readonly string[] {
  return steps(accepted(`${declarations}\nfunction f() { ${body} }\ntask("t", f);`), "t");
}

const X = "let x = int(0, 30); let y = bool();";

describe("[U] lowering of control flow", () => {
  it("makes one branch of a condition without calls", () => {
    assert.deepEqual(stepsOf(X, "if (x > 1 && !y) x = 0; else { y = true; } y = false;"), [
      "n1 if ((x > 1) && !y) → n2 else → n5",
      "n2 x := 0",
      "n3 y := false",
      "n4 end",
      "n5 y := true → n3",
    ]);
  });

  it("makes an if of a ?: that is a statement, also over calls without a value", () => {
    const functions = "const l = spinlock_t(); function take() { spin_lock(l); } function nothing() {} function store() { x = 1; }";
    assert.deepEqual(stepsOf(`${X} ${functions}`, "y ? store() : nothing(); x = 2;"), [
      "n1 if y → n2 else → n3",
      "n2 x := 1",
      "n3 x := 2",
      "n4 end",
    ]);
    assert.deepEqual(stepsOf(`${X} ${functions}`, "1 < 2 ? store() : take();"), stepsOf(X, "x = 1;"));
    assert.deepEqual(stepsOf(X, "y ? x++ : (x = 3);"), stepsOf(X, "if (y) x++; else x = 3;"));
  });

  it("knows at the head of a loop what its body makes NULL", () => {
    const declarations = "class O { n = int(0, 1); } const os = pool(O, 2); let cur = ref<O>(os[0]);";
    const loop = (next: string) => `let p: O = os[0]; for (;;) { p.n = 1; if (cur !== null) p = ${next}; }`;
    assert.deepEqual(stepsOf(declarations, loop("cur")), [
      "n1 p := os[0]",
      "n2 p?.n := 1",
      "n3 if (cur !== NULL) → n4 else → n2",
      "n4 p := cur → n2",
    ]);
    assert.equal(stepsOf(declarations, loop("os[1]"))[1], "n2 p.n := 1");
    const clears = "let p: O | null = os[0]; const clear = () => { p = null; }; if (p !== null) { clear(); p.n = 1; }";
    assert.include(stepsOf(declarations, clears), "n4 p?.n := 1");
  });

  it("takes numbers and references as conditions, as C does", () => {
    const lines = stepsOf(
      `${X} class T { n = int(0, 1); } const t = new T(); let r = ref<T>(t);`,
      "if (x) y = true; if (!r) y = false; if (t) y = true;",
    );
    assert.deepEqual(lines, [
      "n1 if (x !== 0) → n2 else → n3",
      "n2 y := true",
      "n3 if !(r !== NULL) → n4 else → n5",
      "n4 y := false",
      "n5 y := true",
      "n6 end",
    ]);
  });

  it("lets a loop without steps wait at its branch", () => {
    assert.deepEqual(stepsOf(X, "while (x === 0) {} while (x > 2) cpu_relax(); for (;;) { if (x === 1) break; } do {} while (y);"), [
      "n1 if (x === 0) → n1 else → n2",
      "n2 if (x > 2) → n2 else → n3",
      "n3 if !(x === 1) → n3 else → n4",
      "n4 if y → n4 else → n5",
      "n5 end",
    ]);
  });

  it("lets a loop for ever wait for ever", () => {
    assert.deepEqual(stepsOf(X, "while (true) { cpu_relax(); }"), ["n1 if true → n1 else → n1"]);
    assert.deepEqual(stepsOf(X, "for (;;) { if (y) continue; }"), ["n1 if true → n1 else → n1"]);
  });

  it("changes the location in each step of an endless loop of one step", () => {
    assert.deepEqual(stepsOf(X, "for (;;) { x = 1; }"), ["n1 x := 1", "n1again if true → n1 else → n1"]);
  });

  it("lowers counters with break, continue and return", () => {
    assert.deepEqual(stepsOf(X, "for (let i = 0; i < 3; i++) { if (i === 1) continue; x += i; if (x > 5) return; if (y) break; }"), [
      "n1 i := 0",
      "n2 if (i < 3) → n3 else → n7",
      "n3 if (i === 1) → n4 else → n5",
      "n4 i := (i + 1) → n2",
      "n5 x := (x + i)",
      "n6 if (x > 5) → n7 else → n8",
      "n7 end",
      "n8 if y → n7 else → n4",
    ]);
  });

  it("reads and stores in one object what is added to", () => {
    const declarations = `${X} class O { n = int(0, 9); } const os = pool(O, 2); let cur = ref<O>(os[0]);`;
    assert.deepEqual(stepsOf(declarations, "if (cur !== null) cur.n += x; os[x].n--;"), [
      "n1 if (cur !== NULL) → n2 else → n4",
      "n2 value := cur",
      "n3 value?.n := (value?.n + x)",
      "n4 value'2 := os[x]",
      "n5 value'2?.n := (value'2?.n - 1)",
      "n6 end",
    ]);
    assert.deepEqual(stepsOf(declarations, "let o: O = os[0]; o.n++; o = os[1];"), [
      "n1 o := os[0]",
      "n2 o.n := (o.n + 1)",
      "n3 o := os[1]",
      "n4 end",
    ]);
  });

  it("lowers do-while with continue to its condition", () => {
    assert.deepEqual(stepsOf(X, "do { if (x === 1) continue; x++; } while (x < 3);"), [
      "n1 if (x === 1) → n2 else → n4",
      "n2 if (x < 3) → n1 else → n3",
      "n3 end",
      "n4 x := (x + 1) → n2",
    ]);
  });

  it("reads the value of a switch once, and falls through", () => {
    const body = 'switch (s) { case "a": x = 1; break; case "b": x = 2; case "c": x = 3; break; default: x = 0; }';
    assert.deepEqual(stepsOf(`${X} let s = oneOf("a", "b", "c");`, body), [
      "n1 value := s",
      'n2 if (value === "a") → n3 else → n5',
      "n3 x := 1",
      "n4 end",
      'n5 if (value === "b") → n6 else → n8',
      "n6 x := 2",
      "n7 x := 3 → n4",
      'n8 if (value === "c") → n7 else → n9',
      "n9 x := 0 → n4",
    ]);
  });

  it("keeps only the side that a compile-time condition takes", () => {
    const source = `const v = variant("a", "b"); let x = int(0, 9);
function f() {
  if (v === "a") x = 1; else x = 2;
  x = v === "a" ? 3 : 4;
  if (v === "b" && x > 1) x = 5;
  while (v === "b") x = 6;
  switch (v) { case "a": x = 7; break; default: x = 8; }
}
task("t", f);`;
    assert.deepEqual(steps(accepted(source), "t"), ["n1 x := 1", "n2 x := 3", "n3 x := 7", "n4 end"]);
    assert.deepEqual(steps(accepted(source, { variants: { v: "b" } }), "t").slice(0, 4), [
      "n1 x := 2",
      "n2 x := 4",
      "n3 if (x > 1) → n4 else → n5",
      "n4 x := 5",
    ]);
  });

  it("walks pools and lists", () => {
    const declarations = 'class T { n = int(0, 3); list = list_node(); } const ts = pool(T, 2); const head = list_head<T>("list", ts);';
    assert.deepEqual(stepsOf(declarations, "for (const t of ts) t.n = 1;"), [
      "n1 t := first(ts)",
      "n2 if (t !== NULL) → n3 else → n5",
      "n3 t.n := 1",
      "n4 t := next(ts, t) → n2",
      "n5 end",
    ]);
    assert.deepEqual(stepsOf(declarations, "for (const t of list_for_each_entry(head)) { if (t.n === 2) break; }"), [
      "n1 t := first?(head)",
      "n2 if (t !== NULL) → n3 else → n4",
      "n3 if (t.n === 2) → n4 else → n5",
      "n4 end",
      "n5 t := next(head, t) → n2",
    ]);
    assert.deepEqual(stepsOf(declarations, "for (const t of list_for_each_entry_safe(head)) list_del(t.list);"), [
      "n1 t := first?(head), n := next(head, first?(head))",
      "n2 if (t !== NULL) → n3 else → n5",
      "n3 remove t.list leaving it poisoned",
      "n4 t := n, n := next(head, n) → n2",
      "n5 end",
    ]);
    assert.deepEqual(stepsOf(declarations, "for (const t of list_for_each_entry_reverse(head)) t.n = 0;"), [
      "n1 t := last?(head)",
      "n2 if (t !== NULL) → n3 else → n5",
      "n3 t.n := 0",
      "n4 t := previous(head, t) → n2",
      "n5 end",
    ]);
  });

  it("walks a pool by a position of its own where the body assigns to the variable", () => {
    const declarations = "class O { n = int(0, 9); } const os = pool(O, 2);";
    assert.deepEqual(stepsOf(declarations, "for (let o of os) { const p = o; o = os[1]; p.n = 0; }"), [
      "n1 position := first(os), o := first(os)",
      "n2 if (o !== NULL) → n3 else → n7",
      "n3 p := o",
      "n4 o := os[1]",
      "n5 p.n := 0",
      "n6 position := next(os, position), o := next(os, position) → n2",
      "n7 end",
    ]);
    const list = 'class T { list = list_node(); } const t = new T(); const head = list_head<T>("list", [t]);';
    const [found, ...others] = rejected(`${list}\ntask("t", () => { for (let o of list_for_each_entry(head)) o = t; });`);
    assert.deepEqual([found?.code, found?.span?.line, others], ["LM101", 2, []]);
  });

  it("leaves out code behind a return", () => {
    assert.deepEqual(stepsOf(X, "x = 1; return; x = 2;"), ["n1 x := 1", "n2 end"]);
  });
});
