import { assert } from "chai";
import { explore, shortestWay } from "../../../interpreter/index.js";
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

  it("is found alone, in a search that ends there or at a bound", () => {
    const program = fromSource(
      `${task} task("g", () => { assert(false, "judged by others"); }); reachable("two", () => x === 2); reachable("three", () => x === 3);`,
    );
    const lengths = (maxStates?: number): readonly (number | undefined)[] =>
      program.program.properties.map((property) =>
        property.kind === "reachable" ? shortestWay(program, property, maxStates === undefined ? {} : { maxStates })?.states.length : 0,
      );
    assert.deepEqual(
      [lengths(), lengths(1)],
      [
        [3, undefined],
        [undefined, undefined],
      ],
    );
  });
});
