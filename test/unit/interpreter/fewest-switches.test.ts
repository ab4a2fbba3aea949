// The order of steps with the fewest changes of context.

import { assert } from "chai";
import { canonicalText, decode, explore, fewestSwitches, type Move, replay, switchesOf } from "../../../interpreter/index.js";
import { acquire, int, model, release, set } from "./builders.js";

/** Both need three steps before the one that deadlocks them. */
const busy = model()
  .lock("a")
  .lock("b")
  .int("x", 0, 3)
  .int("y", 0, 3)
  .task("A", [set("x", int(1)), acquire("a"), set("x", int(2)), acquire("b"), release("b"), release("a")])
  .task("B", [set("y", int(1)), acquire("b"), set("y", int(2)), acquire("a"), release("a"), release("b")])
  .build();

const step = (context: string): Move => ({ context, kind: "step", cpu: null, option: null });

describe("[U] interpreter: fewest switches", () => {
  it("lets each context go on as long as the last state stays the same", () => {
    const moves = ["A", "B", "A", "B", "A", "B"].map(step);
    const states = fewestSwitches(busy, moves);
    const replayed = replay(busy, states ?? assert.fail("no better order"));
    if (!replayed.fits) return assert.fail(replayed.differences.join());
    assert.deepEqual(
      replayed.moves.map(({ context }) => context),
      ["A", "A", "A", "B", "B", "B"],
    );
    assert.equal(switchesOf(replayed.moves), 1);
  });

  it("keeps the last step, so that the finding stays with whom it was", () => {
    const moves = ["B", "A", "B", "A", "B", "A"].map(step);
    const states = fewestSwitches(busy, moves);
    const replayed = replay(busy, states ?? assert.fail("no better order"));
    if (!replayed.fits) return assert.fail(replayed.differences.join());
    assert.equal(replayed.moves.at(-1)?.context, "A");
    assert.equal(switchesOf(replayed.moves), 1);
  });

  it("leaves alone what cannot be better", () => {
    assert.isNull(fewestSwitches(busy, ["A", "A", "A", "B", "B", "B"].map(step)));
    assert.isNull(fewestSwitches(busy, []));
  });

  it("ends in the very state in which the explorer's trace ends", () => {
    const found = explore(busy);
    if (found.outcome !== "violated") return assert.fail("no violation");
    const last = found.trace.states.at(-1);
    const states = fewestSwitches(busy, found.trace.moves);
    if (last === undefined || states === null) return;
    assert.equal(canonicalText(states.at(-1) ?? assert.fail()), canonicalText(decode(busy, last)));
    assert.lengthOf(states, found.trace.states.length);
  });
});
