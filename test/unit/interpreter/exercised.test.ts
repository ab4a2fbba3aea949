import { assert } from "chai";
import { explore, shortestWays } from "../../../interpreter/index.js";
import { fromSource } from "./source.js";

const exercised = (text: string) => explore(fromSource(text)).exercised ?? assert.fail("the search is not complete");

describe("[U] interpreter: what a search puts to the test", () => {
  it("knows the ways taken, also where both come together again", () => {
    const { ways, reached } = exercised('let x = int(0, 3);\ntask("f", () => {\n x = 1;\n if (x === 1)\n x = 2;\n x = 3;\n });');
    assert.sameMembers(
      [...ways].map((way) => way.replace("\n", " -> ")),
      ["f:5 -> f:6"],
    );
    assert.include([...reached], "f:7");
  });

  it("knows where somebody waited for a lock", () => {
    const use = "const l = spinlock_t(); let x = int(0, 3);\nfunction f() { spin_lock(l); x = 1; spin_unlock(l); }\n";
    assert.lengthOf([...exercised(`${use}task("a", f);`).contended], 0);
    assert.lengthOf([...exercised(`${use}task("a", f); task("b", f);`).contended], 1);
  });

  it("knows which handlers came, which premises held, and what held from the start", () => {
    const found = exercised(
      'let x = int(0, 3); task("f", () => { x = 1; }); hardirq("h", () => { x = 2; }); invariant("i", () => (x !== 2 || x > 1) && (x !== 3 || x > 2)); eventually("e", () => x === 0);',
    );
    assert.sameMembers([...found.came], ["h"]);
    assert.sameMembers([...found.premises], ["i\n0"]);
    assert.sameMembers([...found.fromTheStart], ["e"]);
  });
});

describe("[U] interpreter: reachable", () => {
  const task = 'let x = int(0, 3); task("f", () => { x = 1; x = 2; });';

  it("has a shortest way to such a state", () => {
    const result = explore(fromSource(`${task} reachable("two", () => x === 2);`));
    assert.equal(result.outcome, "verified");
    assert.deepEqual(
      result.witnesses.map(({ name, trace }) => [name, trace.states.length]),
      [["two", 3]],
    );
  });

  it("is violated when there is none", () => {
    const result = explore(fromSource(`${task} reachable("three", () => x === 3);`));
    assert.deepEqual(result.outcome === "violated" ? [result.finding.kind, result.finding.property] : [], ["reachable", "three"]);
  });

  it("is found for all in one search, which ends with the last of them or at a bound", () => {
    const program = fromSource(
      `${task} task("g", () => { assert(false, "judged by others"); }); reachable("two", () => x === 2); reachable("one", () => x === 1); reachable("three", () => x === 3);`,
    );
    const { properties } = program.program;
    const reachable = properties.flatMap((property) => (property.kind === "reachable" ? [property] : []));
    const lengths = (wanted: readonly (typeof reachable)[number][], bounds = {}): readonly (number | undefined)[] =>
      shortestWays(program, wanted, bounds).map((way) => way?.states.length);
    assert.deepEqual(lengths(reachable), [3, 2, undefined]);
    assert.deepEqual(lengths(reachable.slice(0, 2)), [3, 2]);
    assert.deepEqual(lengths(reachable, { maxStates: 2 }), [undefined, 2, undefined]);
    assert.deepEqual(lengths([]), []);
  });
});
