import { assert } from "chai";
import { locatedOf } from "../../../support/compile.js";

/** Labels of the steps that stand on line 3 of the model, for one context. */
function stepsOnLine3(source: string): number {
  const [graph] = locatedOf(source).graphs;
  return (graph?.locations ?? []).filter((location) => location.node.span.line === 2).length;
}

describe("[U] statements that touch open data twice", () => {
  const both = 'function g() { x = 1; }\ntask("f", f);\ntask("g", g);';

  it("are a read and a store when another context stores without a lock", () => {
    assert.equal(stepsOnLine3(`let x = int(0, 3);\nfunction f() {\n  x = x + 1;\n}\n${both}`), 2);
  });

  it("stay one step when only this context touches the data", () => {
    assert.equal(stepsOnLine3(`let x = int(0, 3);\nfunction f() {\n  x = x + 1;\n}\ntask("f", f);`), 1);
  });

  it("stay one step when every access holds the same lock", () => {
    const source = `let x = int(0, 3); const l = spinlock_t();\nfunction f() { spin_lock(l);\n  x = x + 1;\n  spin_unlock(l); }\nfunction g() { spin_lock(l); x = 1; spin_unlock(l); }\ntask("f", f); task("g", g);`;
    assert.equal(stepsOnLine3(source), 1);
  });

  it("are split when the other context holds another lock", () => {
    const source = `let x = int(0, 3); const l = spinlock_t(); const m = spinlock_t();\nfunction f() { spin_lock(l);\n  x = x + 1;\n  spin_unlock(l); }\nfunction g() { spin_lock(m); x = 1; spin_unlock(m); }\ntask("f", f); task("g", g);`;
    assert.equal(stepsOnLine3(source), 2);
  });

  it("stay one step when nobody ever stores", () => {
    const source = `let x = int(0, 3); let y = int(0, 9);\nfunction f() {\n  y = x + x;\n}\nfunction g() { if (x === 1) y = 1; }\ntask("f", f);`;
    assert.equal(stepsOnLine3(source), 1);
  });

  it("test one operand after the other in a condition, without computing it first", () => {
    const source = `let x = int(0, 3); let y = int(0, 3);\nfunction f() {\n  if (x === 1 && y === 1) x = 0;\n}\nfunction g() { y = 1; x = 1; }\ntask("f", f); task("g", g);`;
    const [graph] = locatedOf(source).graphs;
    const branches =
      graph?.locations.filter((location) => location.node.span.line === 2 && location.node.operation.kind === "branch") ?? [];
    assert.lengthOf(branches, 2);
  });

  it("stay one step where the kernel reads one word, or reads again", () => {
    const source = `class d { t = hrtimer(run); }\nfunction run() { return HRTIMER_NORESTART; } const o = new d(); let x = bool(); function f() { hrtimer_start(o.t);\n  x = hrtimer_active(o.t);\n}\ntask("f", f);`;
    assert.equal(stepsOnLine3(source), 1);
  });

  it("stay one step for atomic operations", () => {
    const source = `const v = atomic_t(0, 3);\nfunction f() {\n  atomic_inc(v);\n}\nfunction g() { atomic_inc(v); }\ntask("f", f); task("g", g);`;
    assert.equal(stepsOnLine3(source), 1);
  });
});
