import { assert } from "chai";
import type { Expression } from "../../../codegen/ir/expression.js";
import {
  assertThat,
  binary,
  bool,
  branch,
  get,
  goTo,
  int,
  local,
  model,
  named,
  nil,
  not,
  object,
  place,
  set,
  setLocal,
} from "./builders.js";
import { after, possible, verified, violation } from "./walk.js";

/** The value that a task stores in `n` (an integer field, -20..20). */
function valueOf(expression: Expression): unknown {
  return after(
    model()
      .int("n", -20, 20)
      .task("A", [set("n", expression)])
      .build(),
    "A",
  ).fields["n"];
}

describe("[U] interpreter: data and expressions", () => {
  it("computes", () => {
    assert.equal(valueOf(binary("add", int(2), int(3))), 5);
    assert.equal(valueOf(binary("subtract", int(2), int(3))), -1);
    assert.equal(valueOf(binary("multiply", int(-2), int(3))), -6);
    assert.equal(valueOf({ kind: "unary", operator: "negate", operand: int(3) }), -3);
    assert.equal(valueOf(binary("modulo", int(-1), int(4))), 3);
    assert.equal(valueOf(binary("modulo", int(7), int(4))), 3);
    assert.equal(valueOf(binary("divide", int(-7), int(2))), -3);
    assert.equal(valueOf({ kind: "conditional", condition: bool(false), whenTrue: int(1), whenFalse: int(2) }), 2);
  });

  it("compares", () => {
    const test = (expression: Expression): unknown =>
      after(
        model()
          .bool("b")
          .task("A", [set("b", expression)])
          .build(),
        "A",
      ).fields["b"];
    assert.equal(test(binary("less", int(1), int(2))), true);
    assert.equal(test(binary("less-equal", int(2), int(2))), true);
    assert.equal(test(binary("greater", int(1), int(2))), false);
    assert.equal(test(binary("greater-equal", int(1), int(2))), false);
    assert.equal(test(binary("not-equal", int(1), int(2))), true);
    assert.equal(test(binary("equal", nil(), nil())), true);
    assert.equal(test(binary("and", bool(true), not(bool(false)))), true);
    assert.equal(test(binary("or", bool(false), bool(false))), false);
  });

  it("wraps integers that are declared to, and reports others as out-of-range", () => {
    const up = (wraps: boolean) =>
      model()
        .int("n", 0, 3, 3, wraps)
        .task("A", [set("n", binary("add", get("n"), int(1)))])
        .build();
    assert.equal(after(up(true), "A").fields["n"], 0);
    assert.equal(after(up(false), "A").pc["A"], "out-of-range at A:1");
    assert.equal(after(up(false), "A").fields["n"], 3);
    const down = model()
      .int("n", 0, 3, 0, true)
      .task("A", [set("n", binary("subtract", get("n"), int(1)))])
      .build();
    assert.equal(after(down, "A").fields["n"], 3);
  });

  it("keeps values of all kinds", () => {
    const program = model()
      .object("x")
      .field("mode", { kind: "enum", values: ["off", "on"] }, { initial: { "": { kind: "enum", value: "off" } } })
      .ref("p", null)
      .task("A", [set("mode", { kind: "value", value: { kind: "enum", value: "on" } }), set("p", object("x"))])
      .build();
    assert.deepEqual(after(program).fields, { mode: "off", p: null });
    assert.deepEqual(after(program, "A", "A").fields, { mode: "on", p: "x" });
  });

  it("evaluates all right sides in the state before", () => {
    const swap = model()
      .int("a", 0, 9, 1)
      .int("b", 0, 9, 2)
      .task("A", [
        (next) => ({
          kind: "assign",
          assignments: [
            { target: { kind: "place", place: place("a") }, value: get("b") },
            { target: { kind: "place", place: place("b") }, value: get("a") },
          ],
          indivisible: false,
          next,
        }),
      ])
      .build();
    assert.deepEqual(after(swap, "A").fields, { a: 2, b: 1 });
  });

  it("gives each option of a choice one successor, and equal options one together", () => {
    const program = model()
      .int("n", 0, 9)
      .task("A", [(next) => ({ kind: "choose", target: { kind: "place", place: place("n") }, options: [int(1), int(2), int(1)], next })])
      .build();
    assert.deepEqual(possible(program), ["A:0", "A:1"]);
    assert.equal(after(program, "A:1").fields["n"], 2);
  });

  it("branches, and forgets locals that nothing reads any more", () => {
    const program = model()
      .int("n", 0, 9)
      .task("A", [setLocal("l", int(4)), branch(binary("less", local("l"), int(5)), "4"), set("n", local("l")), set("n", int(0))], {
        locals: ["l"],
      })
      .build();
    assert.deepEqual(after(program).locals, { A: { l: null } });
    assert.deepEqual(after(program, "A", "A").locals, { A: { l: 4 } });
    assert.deepEqual(after(program, "A", "A", "A").locals, { A: { l: null } });
    assert.equal(after(program, "A", "A", "A").fields["n"], 4);
  });

  it("waits in a loop without steps until its condition is false", () => {
    const program = model()
      .bool("go")
      .task("A", [named("loop", (next) => ({ kind: "branch", condition: not(get("go")), whenTrue: "loop", whenFalse: next }))])
      .task("B", [set("go", bool(true))])
      .build();
    assert.deepEqual(possible(program), ["B"]);
    assert.deepEqual(possible(program, "B"), ["A", "B"]);
    verified(program);
  });

  it("reports a NULL object, also in a wait, and evaluates only what is needed", () => {
    const next = get("n", get("p"));
    const base = () =>
      model()
        .object("x")
        .field("n", { kind: "int", min: 0, max: 9, wraps: false }, { owners: ["x"], initial: { x: { kind: "int", value: 1 } } })
        .ref("p", null)
        .bool("b");
    const guardedRead = binary("and", binary("not-equal", get("p"), nil()), binary("equal", next, int(1)));
    assert.equal(
      after(
        base()
          .task("A", [set("b", binary("equal", next, int(1)))])
          .build(),
        "A",
      ).pc["A"],
      "null-dereference at A:1",
    );
    assert.equal(
      after(
        base()
          .task("A", [set("b", guardedRead)])
          .build(),
        "A",
      ).fields["b"],
      false,
    );
    const wait = base()
      .task("A", [named("loop", (on) => ({ kind: "branch", condition: binary("equal", next, int(1)), whenTrue: "loop", whenFalse: on }))])
      .build();
    assert.equal(after(wait, "A").pc["A"], "null-dereference at A:1");
    assert.equal(
      after(
        base()
          .task("A", [set("n", int(2), get("p"))])
          .build(),
        "A",
      ).pc["A"],
      "null-dereference at A:1",
    );
  });

  it("counts the first fault of the list when several apply", () => {
    const program = model()
      .object("x")
      .field("n", { kind: "int", min: 0, max: 9, wraps: false }, { owners: ["x"], initial: { x: { kind: "int", value: 1 } } })
      .ref("p", null)
      .int("m", 0, 1)
      .task("A", [
        (next) => ({
          kind: "assign",
          assignments: [
            { target: { kind: "place", place: place("m") }, value: int(7) },
            { target: { kind: "place", place: place("m") }, value: get("n", get("p")) },
          ],
          indivisible: false,
          next,
        }),
      ])
      .build();
    assert.equal(after(program, "A").pc["A"], "null-dereference at A:1");
  });

  it("reports a false assertion with its message", () => {
    const program = model()
      .int("n", 0, 1)
      .task("A", [assertThat(binary("equal", get("n"), int(1)), "n is one")])
      .build();
    assert.deepEqual(violation(program), { kind: "assertion", context: "A", label: "A:1", moves: ["A"] });
  });

  it("gives each context its argument", () => {
    const body = [set("n", { kind: "argument" })];
    const program = model()
      .int("n", 0, 9)
      .task("A", body, { argument: { kind: "int", value: 4 } })
      .task("B", body, { argument: { kind: "int", value: 5 } })
      .build();
    assert.equal(after(program, "A").fields["n"], 4);
    assert.equal(after(program, "A", "B").fields["n"], 5);
  });

  it("goes through pools", () => {
    const program = model()
      .pool("t", 2)
      .ref("p", null)
      .task("A", [
        named("first", set("p", { kind: "pool-next", pool: "t", of: null })),
        set("p", { kind: "pool-next", pool: "t", of: get("p") }),
        set("p", { kind: "pool-next", pool: "t", of: get("p") }),
        set("p", { kind: "pool-at", pool: "t", index: int(1) }),
        goTo("first"),
      ])
      .build();
    assert.deepEqual(
      [1, 2, 3, 4].map((count) => after(program, ...Array<string>(count).fill("A")).fields["p"]),
      ["t[0]", "t[1]", null, "t[1]"],
    );
  });

  it("judges quantifiers in invariants, in the first state too", () => {
    const holds = (quantifier: "every" | "some" | "count"): Expression => ({
      kind: "quantifier",
      quantifier,
      pool: "t",
      variable: "o",
      body: binary("not-equal", { kind: "bound", name: "o" }, get("p")),
    });
    const base = () =>
      model()
        .pool("t", 2)
        .ref("p", null)
        .task("A", [set("p", object("t[0]"))]);
    verified(base().invariant("some", holds("some")).build());
    assert.deepEqual(violation(base().invariant("all", holds("every")).build()).moves, ["A"]);
    assert.deepEqual(
      violation(
        base()
          .invariant("one", binary("equal", holds("count"), int(1)))
          .build(),
      ).moves,
      [],
    );
  });

  it("takes an invariant that uses NULL for one that does not hold", () => {
    const program = model()
      .object("x")
      .field("n", { kind: "int", min: 0, max: 9, wraps: false }, { owners: ["x"], initial: { x: { kind: "int", value: 1 } } })
      .ref("p", null)
      .task("A", [])
      .invariant("n", not(binary("equal", get("n", get("p")), int(3))))
      .build();
    assert.equal(violation(program).kind, "invariant");
  });
});
