import { assert } from "chai";
import type { Expression, ListRef } from "../../../codegen/ir/expression.js";
import { bool, get, int, local, model, nil, object, place, type Step, set, setLocal, shared } from "./builders.js";
import { after, violation } from "./walk.js";

const add = (entry: string, list = "l", where: "front" | "back" = "back", wasEmpty: string | null = null): Step => {
  return (next) => ({ kind: "list-add", node: place("node", object(entry)), list: shared(list), where, wasEmpty, next });
};
const remove = (entry: string, leave: "self-linked" | "poisoned" = "poisoned"): Step => {
  return (next) => ({ kind: "list-remove", node: place("node", object(entry)), leave, next });
};
const move = (entry: string, list: string, where: "front" | "back"): Step => {
  return (next) => ({ kind: "list-move", node: place("node", object(entry)), list: shared(list), where, next });
};
const splice = (from: ListRef, to: ListRef, where: "front" | "back", intoEmpty = false): Step => {
  return (next) => ({ kind: "list-splice", from, to, where, intoEmpty, next });
};

/** A task with these steps, a pool of three, a list `l` with the entries given, and an empty list `m`. */
function lists(
  first: readonly string[],
  steps: readonly Step[],
  options: { locals?: readonly string[]; lists?: Record<string, string> } = {},
) {
  return model()
    .pool("t", 3)
    .list("l", "t", first)
    .list("m", "t")
    .ref("p", null)
    .int("n", 0, 9)
    .bool("b")
    .task("A", steps, options)
    .build();
}

/** The state after the only step. */
function once(first: readonly string[], step: Step) {
  return after(lists(first, [step]), "A");
}

describe("[U] interpreter: lists", () => {
  it("starts with the entries declared", () => {
    const state = after(lists(["t[1]", "t[0]"], []));
    assert.deepEqual(state.lists, { l: ["t[1]", "t[0]"], m: [] });
    assert.deepEqual(state.nodes, { "node@t[0]": "l", "node@t[1]": "l", "node@t[2]": "self-linked" });
  });

  it("adds at both ends", () => {
    const state = after(lists([], [add("t[0]"), add("t[1]"), add("t[2]", "l", "front")]), "A", "A", "A");
    assert.deepEqual(state.lists["l"], ["t[2]", "t[0]", "t[1]"]);
    assert.equal(state.nodes["node@t[2]"], "l");
  });

  it("adds beside an entry, on the list that it is on", () => {
    const insert = (entry: string, beside: string, where: "before" | "after"): Step => {
      return (next) => ({ kind: "list-insert", node: place("node", object(entry)), other: place("node", object(beside)), where, next });
    };
    assert.deepEqual(once(["t[0]", "t[1]"], insert("t[2]", "t[0]", "after")).lists["l"], ["t[0]", "t[2]", "t[1]"]);
    assert.deepEqual(once(["t[0]", "t[1]"], insert("t[2]", "t[0]", "before")).lists["l"], ["t[2]", "t[0]", "t[1]"]);
    assert.deepEqual(once(["t[0]", "t[1]"], insert("t[2]", "t[1]", "after")).lists["l"], ["t[0]", "t[1]", "t[2]"]);
    assert.equal(violation(lists(["t[0]"], [insert("t[1]", "t[2]", "after")])).kind, "list-corruption");
    assert.equal(violation(lists(["t[0]", "t[1]"], [insert("t[1]", "t[0]", "after")])).kind, "list-corruption");
  });

  it("tells whether the list was empty before", () => {
    const program = lists(
      [],
      [add("t[0]", "l", "front", "e"), set("b", local("e")), add("t[1]", "l", "front", "e"), set("b", local("e"))],
      { locals: ["e"] },
    );
    assert.equal(after(program, "A", "A").fields["b"], true);
    assert.equal(after(program, "A", "A", "A", "A").fields["b"], false);
  });

  it("reports adding a node that is on a list, and adds a poisoned one", () => {
    assert.equal(once(["t[0]"], add("t[0]", "m")).pc["A"], "list-corruption at A:1");
    const again = after(lists(["t[0]"], [remove("t[0]"), add("t[0]", "m")]), "A", "A");
    assert.deepEqual(again.lists, { l: [], m: ["t[0]"] });
  });

  it("removes from the middle, poisons or links to itself", () => {
    const first = ["t[0]", "t[1]", "t[2]"];
    assert.deepEqual(once(first, remove("t[1]")).lists["l"], ["t[0]", "t[2]"]);
    assert.equal(once(first, remove("t[1]")).nodes["node@t[1]"], "poisoned");
    assert.equal(once(first, remove("t[1]", "self-linked")).nodes["node@t[1]"], "self-linked");
  });

  it("reports removing or moving a poisoned node, not a self-linked one", () => {
    const twice = after(lists(["t[0]"], [remove("t[0]"), remove("t[0]", "self-linked")]), "A", "A");
    assert.equal(twice.pc["A"], "list-corruption at A:2");
    assert.equal(after(lists(["t[0]"], [remove("t[0]"), move("t[0]", "m", "back")]), "A", "A").pc["A"], "list-corruption at A:2");
    assert.equal(once([], remove("t[0]", "self-linked")).nodes["node@t[0]"], "self-linked");
    assert.equal(once([], remove("t[0]")).nodes["node@t[0]"], "poisoned");
    assert.deepEqual(once([], move("t[0]", "m", "back")).lists["m"], ["t[0]"]);
  });

  it("moves to both ends, also within one list", () => {
    const first = ["t[0]", "t[1]", "t[2]"];
    assert.deepEqual(once(first, move("t[1]", "l", "front")).lists["l"], ["t[1]", "t[0]", "t[2]"]);
    assert.deepEqual(once(first, move("t[0]", "l", "back")).lists["l"], ["t[1]", "t[2]", "t[0]"]);
    assert.deepEqual(once(first, move("t[1]", "m", "back")).lists, { l: ["t[0]", "t[2]"], m: ["t[1]"] });
  });

  it("splices at both ends, with the nodes", () => {
    const both = (where: "front" | "back") =>
      after(lists(["t[0]", "t[1]"], [add("t[2]", "m"), splice(shared("l"), shared("m"), where)]), "A", "A");
    assert.deepEqual(both("front").lists, { l: [], m: ["t[0]", "t[1]", "t[2]"] });
    assert.deepEqual(both("back").lists, { l: [], m: ["t[2]", "t[0]", "t[1]"] });
    assert.equal(both("back").nodes["node@t[0]"], "m");
  });

  it("reports moving all of an llist into one that is not empty", () => {
    const program = lists(["t[0]"], [add("t[2]", "m"), splice(shared("l"), shared("m"), "back", true)]);
    assert.equal(after(program, "A", "A").pc["A"], "list-corruption at A:2");
  });

  it("splices onto the stack, where the list has a key of its own", () => {
    const program = lists(["t[0]", "t[1]"], [splice(shared("l"), { kind: "local", local: "done" }, "back")], { lists: { done: "node" } });
    assert.deepEqual(after(program, "A").lists, { l: [], m: [], "A/done": ["t[0]", "t[1]"] });
    assert.equal(after(program, "A").nodes["node@t[0]"], "A/done");
  });

  it("takes the first entry off an llist", () => {
    const take: Step = (next) => ({ kind: "list-take-first", list: shared("l"), result: "r", next });
    const program = lists(["t[1]"], [take, set("p", local("r")), take, set("p", local("r"))], { locals: ["r"] });
    assert.deepEqual(after(program, "A").lists["l"], []);
    assert.equal(after(program, "A").nodes["node@t[1]"], "self-linked");
    assert.equal(after(program, "A", "A").fields["p"], "t[1]");
    assert.equal(after(program, "A", "A", "A", "A").fields["p"], null);
  });

  it("reads the ends", () => {
    const end = (which: "first" | "last", orNull: boolean): Expression => ({ kind: "list-end", end: which, list: shared("l"), orNull });
    assert.equal(once(["t[2]", "t[1]"], set("p", end("first", false))).fields["p"], "t[2]");
    assert.equal(once(["t[2]", "t[1]"], set("p", end("last", true))).fields["p"], "t[1]");
    assert.equal(once([], set("p", end("first", true))).fields["p"], null);
    assert.equal(once([], set("p", end("last", false))).pc["A"], "list-corruption at A:1");
  });

  it("reads neighbours", () => {
    const from = (of: Expression, direction: "next" | "previous"): Expression => ({
      kind: "list-neighbour",
      direction,
      list: shared("l"),
      of,
    });
    assert.equal(once(["t[2]", "t[1]"], set("p", from(object("t[2]"), "next"))).fields["p"], "t[1]");
    assert.equal(once(["t[2]", "t[1]"], set("p", from(object("t[1]"), "next"))).fields["p"], null);
    assert.equal(once(["t[2]", "t[1]"], set("p", from(object("t[1]"), "previous"))).fields["p"], "t[2]");
    assert.equal(once(["t[2]", "t[1]"], set("p", from(nil(), "next"))).fields["p"], null);
    assert.equal(once(["t[2]", "t[1]"], set("p", from(object("t[0]"), "next"))).pc["A"], "list-corruption at A:1");
  });

  it("counts, contains, and tests for emptiness", () => {
    const list = shared("l");
    assert.equal(once(["t[2]", "t[1]"], set("n", { kind: "list-length", list })).fields["n"], 2);
    assert.equal(once(["t[2]"], set("b", { kind: "list-contains", list, object: object("t[2]") })).fields["b"], true);
    assert.equal(once(["t[2]"], set("b", { kind: "list-contains", list, object: object("t[1]") })).fields["b"], false);
    assert.equal(once([], set("b", { kind: "list-empty", list })).fields["b"], true);
    assert.equal(once(["t[2]"], set("b", { kind: "node-unlinked", node: place("node", object("t[2]")) })).fields["b"], false);
    assert.equal(once(["t[2]"], set("b", { kind: "node-unlinked", node: place("node", object("t[0]")) })).fields["b"], true);
  });

  it("takes a corrupt list in a condition for a fault, not for an answer", () => {
    const bad: Expression = {
      kind: "binary",
      operator: "equal",
      left: { kind: "list-end", end: "first", list: shared("l"), orNull: false },
      right: nil(),
    };
    const either: Expression = {
      kind: "binary",
      operator: "or",
      left: bad,
      right: { kind: "binary", operator: "equal", left: get("n", nil()), right: int(0) },
    };
    const program = model()
      .pool("t", 1)
      .list("l", "t")
      .field("n", { kind: "int", min: 0, max: 1, wraps: false }, { owners: ["t[0]"], initial: { "t[0]": { kind: "int", value: 0 } } })
      .bool("b")
      .task("A", [set("b", either)])
      .build();
    assert.equal(violation(program).kind, "list-corruption");
  });

  it("uses a node of NULL as a null-dereference", () => {
    const program = lists(
      [],
      [
        setLocal("x", nil()),
        (next) => ({ kind: "list-add", node: place("node", local("x")), list: shared("l"), where: "back", wasEmpty: null, next }),
        set("b", bool(true)),
      ],
      { locals: ["x"] },
    );
    assert.equal(after(program, "A", "A").pc["A"], "null-dereference at A:2");
  });
});
