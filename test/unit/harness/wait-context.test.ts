// What the finding wait-context says: the lock, and what does not allow it.

import { assert } from "chai";
import { checkBuiltin } from "../../../harness/run/check-builtin.js";
import { compilationOf } from "../../support/compile.js";

const DECLARATIONS = "const raw = raw_spinlock_t(); const spin = spinlock_t(); const m = mutex();";

function messageOf(code: string): string {
  const body = checkBuiltin(compilationOf(`${DECLARATIONS}\n${code}`), { timeoutMs: 10_000, maxStates: 10_000, readSource: () => null });
  return body.outcome === "violated" ? `${body.finding.kind}: ${body.finding.message}` : body.outcome;
}

describe("[U] invalid wait context", () => {
  it("names the lock that does not allow it, the strictest of those held", () => {
    const code =
      'task("f", () => { spin_lock(spin); raw_spin_lock(raw); mutex_lock(m); mutex_unlock(m); raw_spin_unlock(raw); spin_unlock(spin); });';
    assert.equal(messageOf(code), "wait-context: f takes m, a mutex (4), where raw, a raw_spinlock_t (2), is held.");
  });

  it("names the context where no lock is to blame", () => {
    const code = 'hardirq("h", () => { spin_lock(spin); spin_unlock(spin); }, { flags: IRQF_NO_THREAD });';
    assert.equal(messageOf(code), "wait-context: h takes spin, a spinlock_t (3), in a context that allows no more than 2.");
  });
});
