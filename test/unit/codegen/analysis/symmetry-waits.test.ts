import { assert } from "chai";
import { crowdsOf } from "../../../../codegen/analysis/symmetry.js";
import { locatedOf } from "../../../support/compile.js";

function crowds(source: string): readonly (readonly string[])[] {
  return crowdsOf(locatedOf(source));
}

describe("[U] contexts that can change places", () => {
  it("do the same, each on a CPU of its own", () => {
    const source = 'const m = mutex(); tasks("t", 2, () => { mutex_lock(m); mutex_unlock(m); });';
    assert.deepEqual(crowds(source), [["t[0]", "t[1]"]]);
  });

  it("are none where somebody waits for the read sections of some of them", () => {
    const readers = 'tasks("t", 2, () => { rcu_read_lock(); rcu_read_unlock(); rcu_read_lock(); rcu_read_unlock(); });';
    assert.deepEqual(crowds(readers), [["t[0]", "t[1]"]]);
    assert.deepEqual(crowds(`${readers} task("w", () => { synchronize_rcu(); });`), []);
  });

  it("do not wait for what is there, which the state says of each of them", () => {
    const source = 'let x = int(0, 1); const w = work_struct(() => { x = 1; }); tasks("t", 2, () => { schedule_work(w); WAIT });';
    assert.deepEqual(crowds(source.replace("WAIT", "")), [["t[0]", "t[1]"]]);
    assert.deepEqual(crowds(source.replace("WAIT", "flush_work(w);")), []);
  });
});
