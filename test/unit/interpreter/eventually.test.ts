import { assert } from "chai";
import type { LocatedProgram } from "../../../codegen/ir/located.js";
import { explore, needsFairness } from "../../../interpreter/index.js";
import { acquire, binary, bool, branch, finished, get, goTo, int, model, named, not, release, set, waitWhile } from "./builders.js";
import { verified } from "./walk.js";

/** The loop of a violated eventuality: `stuttering`, or how many states it has. */
function loopOf(program: LocatedProgram): number | "stuttering" {
  const result = explore(program);
  if (result.outcome !== "violated") return assert.fail(result.outcome);
  assert.equal(result.finding.kind, "eventually");
  const { states, loop } = result.trace;
  if (loop === null) return assert.fail("no loop");
  return loop === "stuttering" ? loop : states.length - loop;
}

describe("[U] interpreter: eventualities", () => {
  it("holds when every execution gets there", () => {
    const program = model()
      .bool("b")
      .task("A", [set("b", bool(true))])
      .eventually("b", get("b"))
      .build();
    const result = verified(program);
    assert.deepEqual(result.eventualities, [{ name: "b", fairness: "weak", status: "holds" }]);
  });

  it("holds at once when the first state has it, and when it was so for a moment", () => {
    verified(
      model()
        .bool("b", true)
        .task("A", [set("b", bool(false))])
        .eventually("b", get("b"))
        .build(),
    );
    verified(
      model()
        .bool("b")
        .task("A", [set("b", bool(true)), set("b", bool(false))])
        .eventually("b", get("b"))
        .build(),
    );
  });

  it("is violated by an execution that ends without it", () => {
    assert.equal(loopOf(model().bool("b").task("A", []).eventually("b", get("b")).build()), "stuttering");
  });

  it("does not assume that an interrupt comes, but that a timer expires", () => {
    const withIrq = model()
      .bool("b")
      .task("A", [])
      .hardirq("h", [set("b", bool(true))])
      .eventually("b", get("b"))
      .build();
    assert.equal(loopOf(withIrq), "stuttering");
    verified(
      model()
        .bool("b")
        .timer("t", true)
        .hrtimer("cb", "t", [set("b", bool(true))])
        .eventually("b", get("b"))
        .build(),
    );
  });

  it("assumes that a handler which has come goes on", () => {
    const steps = [set("b", bool(true)), set("c", bool(true))];
    const program = model()
      .bool("b")
      .bool("c")
      .task("A", [waitWhile("1", not(get("b")))])
      .hardirq("h", steps);
    verified(program.eventually("c or never b", binary("or", not(get("b")), get("c"))).build());
    const waiting = model()
      .bool("b")
      .bool("c")
      .task("A", [waitWhile("1", not(get("b")))])
      .hardirq("h", steps);
    assert.equal(loopOf(waiting.eventually("c", get("c")).build()), "stuttering");
  });

  it("is violated by a loop that another context never leaves", () => {
    const spinning = model()
      .int("n", 0, 1)
      .task("A", [named("1", set("n", int(1))), set("n", int(0)), goTo("1")])
      .eventually("done", finished("A"))
      .build();
    assert.equal(loopOf(spinning), 3);
  });

  it("is fair to every context: one that can go on does, whatever others do for ever", () => {
    const program = model()
      .int("n", 0, 1)
      .bool("b")
      .task("A", [named("1", set("n", int(1))), set("n", int(0)), goTo("1")])
      .task("B", [set("b", bool(true))])
      .eventually("b", get("b"))
      .build();
    verified(program);
  });

  it("tells whether the least fairness is enough: that somebody who can go on does", () => {
    const spins = () => [named("loop", set("n", int(1))), set("n", int(0)), goTo("loop")];
    const b = () => [set("b", bool(true))];
    const alone = model().bool("b").task("A", b()).eventually("b", get("b"));
    assert.isFalse(needsFairness(alone.build()));
    const beside = model().int("n", 0, 1).bool("b").task("A", spins()).task("B", b()).eventually("b", get("b"));
    assert.isTrue(needsFairness(beside.build()), "the other may go on for ever");
    const ends = model().bool("b").task("A", []).eventually("b", get("b"));
    assert.isTrue(needsFairness(ends.build()), "it comes to rest without it");
    const before = model()
      .int("n", 0, 1)
      .bool("b")
      .task("A", [...b(), ...spins()])
      .eventually("b", get("b"));
    assert.isFalse(needsFairness(before.build()), "it goes on for ever when it has happened");
    assert.isNull(needsFairness(beside.build(), { maxStates: 1 }));
  });

  it("starves a context at a lock under weak fairness, not under strong", () => {
    const program = (fairness: "weak" | "strong") =>
      model()
        .lock("a")
        .task("A", [named("1", acquire("a")), release("a"), goTo("1")])
        .task("B", [acquire("a"), release("a")])
        .eventually("B ends", finished("B"), fairness)
        .build();
    assert.equal(loopOf(program("weak")), 3);
    verified(program("strong"));
  });

  it("needs more than strong fairness when the context is never enabled", () => {
    const program = model()
      .lock("a")
      .int("n", 0, 1)
      .task("A", [acquire("a"), named("loop", set("n", int(1))), set("n", int(0)), goTo("loop")])
      .task("B", [acquire("a"), release("a")])
      .eventually("B ends", finished("B"), "strong")
      .build();
    assert.equal(loopOf(program), 3);
  });

  it("decides eventualities in their order, up to the first that is violated", () => {
    const program = model()
      .bool("b")
      .task("A", [])
      .eventually("end", finished("A"))
      .eventually("b", get("b"))
      .eventually("late", get("b"))
      .build();
    assert.deepEqual(
      explore(program).eventualities.map(({ status }) => status),
      ["holds", "violated", "not-covered"],
    );
  });

  it("covers no eventuality when a state is wrong", () => {
    const program = model()
      .bool("b")
      .task("A", [set("b", bool(true))])
      .invariant("not b", not(get("b")))
      .eventually("b", get("b"))
      .build();
    assert.deepEqual(explore(program).eventualities, [{ name: "b", fairness: "weak", status: "not-covered" }]);
  });

  it("closes its loop with a move back", () => {
    const program = model()
      .int("n", 0, 1)
      .task("A", [named("1", branch(binary("equal", get("n"), int(0)), "2")), named("2", set("n", int(0))), goTo("1")])
      .eventually("n", binary("equal", get("n"), int(1)))
      .build();
    const result = explore(program);
    assert.equal(result.outcome, "violated");
    if (result.outcome === "violated") assert.equal(result.trace.moves.length, result.trace.states.length);
  });
});
