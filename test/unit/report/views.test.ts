// Folding and scenarios: what every view of a trace has in common.

import { assert } from "chai";
import { minorSteps, stretchesOf } from "../../../report/folding.js";
import { scenarioOf } from "../../../report/scenario.js";
import { WHY } from "../../../report/why.js";
import { context, finding, lock, span, step, trace } from "../../support/results.js";
import { KINDS, SPLATS } from "../../support/splats.js";

const one = context("one");
const two = context("two", "task", 1);

describe("[U] report/folding", () => {
  const quiet = (state: number) => step(state, one, "goes on");
  it("folds steps in a row that only their own context can see", () => {
    const own = step(4, one, "n = 1", { changes: [{ name: "n of one", before: "0", after: "1" }] });
    const steps = [step(2, one, "starts"), quiet(3), own, quiet(5), quiet(6)];
    const minor = minorSteps(trace({ steps }));
    assert.deepEqual(minor, [false, true, true, true, false]);
    assert.deepEqual(stretchesOf(steps, minor), [
      { kind: "step", index: 0 },
      { kind: "folded", first: 1, last: 3 },
      { kind: "step", index: 4 },
    ]);
  });

  it("folds nothing that others can tell: stores, locks, arrivals, what it does to others, the last step", () => {
    const stores = step(3, one, "x = 1", { changes: [{ name: "x", before: "0", after: "1" }] });
    const takes = step(4, one, "acquires A", { held: ["A"] });
    const arrives = { ...step(5, one, "comes"), arrival: true };
    const wakes = step(6, one, "wakes two", {
      held: ["A"],
      positions: [{ context: "two", cpu: 1, state: "running", at: null, function: null, held: [], waitsFor: [], irqs: true }],
    });
    const steps = [quiet(2), stores, takes, arrives, wakes, quiet(7)];
    assert.deepEqual(minorSteps(trace({ steps })), [false, false, false, false, false, false]);
  });

  it("folds no single step, and none over a switch of contexts", () => {
    const steps = [quiet(2), step(3, two, "starts"), quiet(4), step(5, two, "goes on"), quiet(6), quiet(7)];
    assert.deepEqual(
      stretchesOf(steps, minorSteps(trace({ steps }))).map(({ kind }) => kind),
      ["step", "step", "step", "step", "step", "step"],
    );
  });
});

describe("[U] report/scenario", () => {
  it("says of every kind of finding why it is a bug", () => {
    for (const kind of KINDS) assert.match(WHY[kind], /^[A-Z].{30,}\.$/s);
  });

  it("shows an interrupt on top of what it interrupts", () => {
    const splat = SPLATS["circular-wait-interrupt"];
    assert.deepEqual(splat === undefined ? null : scenarioOf(splat.finding, splat.trace), {
      columns: ["CPU0"],
      rows: [
        { column: 0, text: "lock(A);", depth: 0 },
        { column: 0, text: "<Interrupt>", depth: 0 },
        { column: 0, text: "lock(A);", depth: 1 },
      ],
      end: "*** DEADLOCK ***",
    });
  });

  it("names wait types where they are what is wrong, and releases where they are", () => {
    const held = [lock("A", "raw_spinlock_t", { at: span(12, 3, 8) })];
    const wait = scenarioOf(finding("wait-context", { lock: lock("B"), held }), trace());
    assert.deepEqual(
      wait?.rows.map(({ text }) => text),
      ["lock(A);  {2:2}", "lock(B);  {3:3}"],
    );
    const release = scenarioOf(finding("unlock-balance", { lock: lock("B") }), trace());
    assert.deepEqual(
      release?.rows.map(({ text }) => text),
      ["unlock(B);"],
    );
  });

  it("shows the last steps that others can see where no lock is to blame", () => {
    const steps = [
      step(2, one, "x = 1", { changes: [{ name: "x", before: "0", after: "1" }] }),
      step(3, two, "goes on"),
      step(4, two, "x = 2", { changes: [{ name: "x", before: "1", after: "2" }] }),
    ];
    const shown = scenarioOf(finding("invariant", { context: null }), trace({ steps }));
    assert.deepEqual(shown?.columns, ["CPU0", "CPU1"]);
    assert.deepEqual(
      shown?.rows.map(({ column, text }) => [column, text]),
      [
        [0, "x = 1;"],
        [1, "x = 2;"],
      ],
    );
  });
});
