import { assert } from "chai";
import { locate } from "../../../../codegen/analysis/index.js";
import type { Location } from "../../../../codegen/ir/located.js";
import { locatedOf, programOf } from "../../../support/compile.js";

function locations(source: string): readonly Location[] {
  return locatedOf(source).graphs.flatMap((graph) => graph.locations);
}
function heldAt(source: string, kind: string): readonly (readonly string[])[] {
  return locations(source)
    .filter((location) => location.node.operation.kind === kind)
    .map((location) => location.state.held.map((held) => held.lockClass));
}

describe("[U] places: nodes split by what is held", () => {
  it("are labelled by function and line, with letters for further steps of the line", () => {
    const source = `const a = spinlock_t(); const b = spinlock_t();\nfunction f() {\n  spin_lock(a); spin_lock(b);\n  spin_unlock(b);\n  spin_unlock(a);\n}\ntask("f", f);`;
    assert.deepEqual(
      locations(source).map((location) => location.label),
      ["f:3", "f:3b", "f:4", "f:5", "f:6"],
    );
  });

  it("are copied, with a number, for a second call of the function", () => {
    const source = `const a = spinlock_t();\nfunction g() {\n  spin_lock(a); spin_unlock(a);\n}\nfunction f() {\n  g();\n  g();\n}\ntask("f", f);`;
    assert.deepEqual(
      locations(source).map((location) => location.label),
      ["g:3", "g:3b", "g:3#2", "g:3b#2", "f:8"],
    );
  });

  it("exist twice where paths with different locks meet", () => {
    const source = `const a = spinlock_t(); let x = int(0, 1);\nfunction f() {\n  const got = spin_trylock(a);\n  x = 1;\n  if (got) spin_unlock(a);\n}\ntask("f", f);`;
    assert.deepEqual(
      heldAt(source, "assign")
        .map((held) => held.length)
        .sort((a, b) => a - b),
      [0, 1],
    );
  });

  it("release the lock that is named, also out of order", () => {
    const source = `const a = spinlock_t(); const b = spinlock_t(); let x = int(0, 1);\nfunction f() { spin_lock(a); spin_lock(b); spin_unlock(a); x = 1; spin_unlock(b); }\ntask("f", f);`;
    assert.deepEqual(
      heldAt(source, "assign").map((held) => held.map((each) => each.slice(-1))),
      [["b"]],
    );
  });

  it("know the state that irqsave saved when it is restored", () => {
    const source = `const a = raw_spinlock_t(); const b = spinlock_t(); let x = int(0, 1);\nfunction f() { raw_spin_lock_irq(a); const flags = spin_lock_irqsave(b); spin_unlock_irqrestore(b, flags); x = 1; raw_spin_unlock_irq(a); x = 0; }\ntask("f", f); hardirq("h", () => { x = 0; });`;
    const stores = locations(source).filter((location) => location.node.operation.kind === "assign" && location.graph.includes("f"));
    assert.includeDeepMembers(
      stores.map((location) => location.state.irqs),
      [false, true],
    );
  });

  it("join disabling interrupts with the next step where no interrupt can come", () => {
    const source = `const a = raw_spinlock_t();\nfunction f() { raw_spin_lock_irq(a); raw_spin_unlock_irq(a); }\ntask("f", f);`;
    assert.deepEqual(
      locations(source).map((location) => location.node.operation.kind),
      ["acquire", "release", "end"],
    );
  });

  it("keep disabling interrupts a step of its own where an interrupt can come", () => {
    const source = `const a = raw_spinlock_t();\nfunction f() { raw_spin_lock_irq(a); raw_spin_unlock_irq(a); }\nfunction h() {}\ntask("f", f, { cpu: 0 }); hardirq("h", h, { cpu: 0 });`;
    const graph = locatedOf(source).graphs[0];
    assert.deepEqual(
      graph?.locations.map((location) => location.node.operation.kind),
      ["irq", "acquire", "release", "irq", "end"],
    );
  });

  it("keep disabling preemption a step of its own where tasks share the CPU", () => {
    const source = `const a = raw_spinlock_t();\nfunction f() { raw_spin_lock(a); raw_spin_unlock(a); }\ntask("f", f, { cpu: 0 }); task("g", f, { cpu: 0 });`;
    const graph = locatedOf(source).graphs[0];
    assert.deepEqual(
      graph?.locations.map((location) => location.node.operation.kind),
      ["preemption", "acquire", "release", "preemption", "end"],
    );
  });

  it("are refused when a loop takes locks without end", () => {
    const source = `const a = spinlock_t(); let x = int(0, 1);\nfunction f() { while (x === 0) spin_lock(a); }\ntask("f", f); task("g", () => { x = 1; });`;
    const located = locate(programOf(source));
    assert.isTrue("kind" in located && located.kind === "lock-depth-exceeded");
  });

  it("are refused when a loop disables preemption without end", () => {
    const source = `let x = int(0, 1);\nfunction f() { while (x === 0) { if (x === 1) preempt_disable(); else local_bh_disable(); } }\ntask("f", f); task("g", () => { x = 1; });`;
    const located = locate(programOf(source));
    assert.isTrue("kind" in located && located.kind === "lock-depth-exceeded");
  });

  it("forget a local on the way to where nothing reads it any more", () => {
    const source = `let x = int(0, 3); let y = int(0, 3);\nfunction f() {\n  const seen = x;\n  if (seen === 1) y = 1;\n  y = 2;\n}\ntask("f", f); task("g", () => { x = 1; y = 0; });`;
    const branch = locations(source).find((location) => location.node.operation.kind === "branch");
    assert.deepEqual(
      branch?.drops.map((drops) => drops.length),
      [1, 1],
    );
  });
});
