import { assert } from "chai";
import { compilationOf } from "../../../support/compile.js";

const SOURCE = `
  let done = bool(); const a = spinlock_t(); let count = int(0, 3);
  task("t", () => { spin_lock(a); count = count + 1; if (count > 2) count = 0; spin_unlock(a); done = true; });
  task("u", () => { spin_lock(a); spin_unlock(a); });
  eventually("it is done", () => done);
  invariant("it counts", () => count < 3);
`;

describe("[U] the specification for eventualities", () => {
  const compilation = compilationOf(SOURCE, {}, ["steps"]);
  const { module, emitted } = compilation.temporal();

  it("has no rules, no tables for them, and tells nothing of where it comes", () => {
    for (const word of ["Passes(", "Reached", "Acquisitions", "NoFault", "Exercised", "WaitContext", "Observation"]) {
      assert.include(compilation.module, word, "the other specification has it");
      assert.notInclude(module, word);
    }
    assert.notInclude(JSON.stringify(emitted.runs.progress), "RAW_LOCK_NESTING");
  });

  it("has the same code and the same eventualities", () => {
    for (const word of ["ProgressSpec ==", "FairSpec ==", "it_is_done ==", "t(self) =="]) assert.include(module, word);
    assert.include(module, "For the eventualities");
  });
});
