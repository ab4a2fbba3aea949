// `using _ = guard(…)(…)`: taken where it stands, released on every way out of its block.

import { assert } from "chai";
import { accepted, marked } from "../../../support/compile-model.js";
import { steps } from "../../../support/print-graph.js";

const LOCKS = "const m = mutex(); const s = spinlock_t(); const w = rw_semaphore(); let n = int(0, 3);";

function of(body: string): readonly string[] {
  const lines = steps(accepted(`${LOCKS}\nfunction f() { ${body} }\ntask("t", f); task("other", () => { n = 3; });`), "t");
  return lines.map((line) => line.slice(line.indexOf(" ") + 1).replace(/ → .*/u, ""));
}

describe("[U] guards", () => {
  it("release at the end of the block, the last one first", () => {
    assert.deepEqual(of("{ using _ = guard(mutex)(m); using irqs = guard(spinlock_irq)(s); n = 1; } n = 2;"), [
      "acquire m (guard(mutex))",
      "irq disable",
      "preemption disable",
      "acquire s (guard(spinlock_irq))",
      "n := 1",
      "release s (guard(spinlock_irq))",
      "irq enable",
      "preemption enable",
      "release m (guard(mutex))",
      "n := 2",
      "end",
    ]);
  });

  it("release before a return, also out of blocks and loops inside", () => {
    const lines = of("using _ = guard(rwsem_read)(w); while (true) { if (n === 1) return; } ");
    assert.deepEqual(lines, ["acquire w shared (guard(rwsem_read))", "if !(n === 1)", "release w shared (guard(rwsem_read))", "end"]);
  });

  it("release what a loop's body took before break and continue, and nothing else", () => {
    const lines = of("using _ = guard(mutex)(m); while (n < 2) { using inner = guard(rcu)(); if (n === 1) break; n = n + 1; }");
    assert.equal(lines.filter((line) => line === "rcu unlock").length, 2);
    assert.equal(lines.filter((line) => line === "release m (guard(mutex))").length, 1);
  });

  it("save and restore interrupts", () => {
    assert.deepEqual(of("using _ = guard(irqsave)(); n = 1;"), ["irq save f.flags", "n := 1", "irq restore f.flags", "end"]);
  });

  it("are refused where they are no statement of a block, and where a return would read what they protect", () => {
    assert.deepEqual(marked(`${LOCKS}\nfunction f() { using _ = m; }\ntask("t", f);`).length, 1);
    assert.deepEqual(marked(`${LOCKS}\nfunction g() { using _ = guard(mutex)(m); return n; }\nfunction f() { g(); }\ntask("t", f);`), [
      "LM101 return n;",
    ]);
  });
});
