import { assert } from "chai";
import { canonicalText, decode, differences, explore, graph, type InterpretedState, replay } from "../../../interpreter/index.js";
import { acquire, bool, int, local, model, release, set, setLocal } from "./builders.js";
import { after } from "./walk.js";

const abba = model()
  .lock("a")
  .lock("b")
  .task("A", [acquire("a"), acquire("b"), release("b"), release("a")])
  .task("B", [acquire("b"), acquire("a"), release("a"), release("b")])
  .build();

function traceOf(): readonly InterpretedState[] {
  const result = explore(abba);
  return result.outcome === "violated" ? result.trace.states.map((state) => decode(abba, state)) : [];
}

describe("[U] interpreter: replay and graph", () => {
  it("replays what the explorer found, and says who moved", () => {
    const result = replay(abba, traceOf());
    assert.isTrue(result.fits);
    assert.deepEqual(result.moves, [
      { context: "A", kind: "step", cpu: null, option: null },
      { context: "B", kind: "step", cpu: null, option: null },
    ]);
  });

  it("accepts states from elsewhere, whatever the order of their keys", () => {
    const copy = traceOf().map(
      (state): InterpretedState => ({ ...state, owners: Object.fromEntries(Object.entries(state.owners).reverse()) }),
    );
    assert.isTrue(replay(abba, copy).fits);
  });

  it("names what differs in the first state", () => {
    const [first, ...rest] = traceOf();
    if (first === undefined) return assert.fail("no trace");
    const result = replay(abba, [{ ...first, owners: { ...first.owners, a: "B" } }, ...rest]);
    assert.deepEqual(result, { fits: false, index: 0, moves: [], nearest: null, differences: ['owners[a]: null, found "B"'] });
  });

  it("names the first state that does not follow, and what differs from the nearest that would", () => {
    const [first, second, third] = traceOf();
    if (first === undefined || second === undefined || third === undefined) return assert.fail("no trace");
    const result = replay(abba, [first, second, { ...third, owners: { a: "A", b: "A" } }]);
    assert.isFalse(result.fits);
    if (result.fits) return;
    assert.equal(result.index, 2);
    assert.lengthOf(result.moves, 1);
    assert.deepEqual(result.differences, ['owners[b]: "B", found "A"']);
    assert.equal(result.nearest?.context, "B");
  });

  it("takes a state that is missing or there twice for one that does not follow", () => {
    const [first, second, third] = traceOf();
    if (first === undefined || second === undefined || third === undefined) return assert.fail("no trace");
    assert.isFalse(replay(abba, [first, third]).fits);
    assert.isFalse(replay(abba, [first, first]).fits);
    assert.isTrue(replay(abba, []).fits);
  });

  it("names every component by its key", () => {
    const program = model()
      .int("n", 0, 9)
      .task("A", [setLocal("l", int(1)), set("n", int(2)), set("n", local("l"))], { locals: ["l"] })
      .build();
    assert.deepEqual(differences(after(program), after(program, "A")), ["locals[A][l]: null, found 1", 'pc[A]: "A:1", found "A:2"']);
    assert.equal(canonicalText(after(program)), canonicalText(after(program)));
  });

  it("gives the whole graph, also behind violations", () => {
    const all = graph(abba);
    assert.isTrue(all.complete);
    assert.lengthOf(all.states, new Set(all.texts).size);
    assert.equal(all.statistics.generated, all.edges.length + 1);
    const ends = all.states.filter((_, number) => all.edges.every(({ from }) => from !== number));
    assert.lengthOf(ends, 2);
  });

  it("goes on behind faults, where only the others run", () => {
    const program = model()
      .lock("a")
      .bool("b")
      .task("A", [release("a")])
      .task("B", [set("b", bool(true))])
      .build();
    const all = graph(program);
    assert.lengthOf(all.states, 6);
    assert.isTrue(all.states.some(({ pc }) => pc["A"] === "unlock-balance at A:1" && pc["B"] === "done"));
  });

  it("says when a bound was met", () => {
    const part = graph(abba, { maxStates: 3 });
    assert.isFalse(part.complete);
    assert.isTrue(part.edges.every(({ to }) => to < part.states.length));
  });
});
