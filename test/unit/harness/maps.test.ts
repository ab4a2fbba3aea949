// Which function of the kernel acquires the maps that a context holds from its start.

import { assert } from "chai";
import { checkBuiltin } from "../../../harness/run/check-builtin.js";
import { compilationOf } from "../../support/compile.js";

const DECLARATIONS = `const m = mutex(); class d { t = timer_list(sleeps); w = work_struct(overflows); } const dev = new d(); let n = int(0, 1);
function sleeps() { mutex_lock(m); mutex_unlock(m); } function overflows() { n = n + 1; n = n + 1; }`;

/** Names and functions of what the offender holds. */
function heldOf(code: string): readonly string[] {
  const body = checkBuiltin(compilationOf(`${DECLARATIONS}\n${code}`), { timeoutMs: 10_000, maxStates: 10_000, readSource: () => null });
  if (body.outcome !== "violated") return [body.outcome];
  return body.finding.held.map((lock) => `${lock.name} at ${lock.function}`);
}

describe("[U] maps that are held from the start", function () {
  this.timeout(30_000);

  it("are a timer's of call_timer_fn", () => {
    assert.deepEqual(heldOf('task("f", () => { mod_timer(dev.t); });'), ["(&dev->t) at call_timer_fn"]);
  });

  it("are a work item's and its queue's of process_one_work", () => {
    assert.deepEqual(heldOf('task("f", () => { schedule_work(dev.w); });'), [
      "(wq_completion)events at process_one_work",
      "(work_completion)(&dev->w) at process_one_work",
    ]);
  });
});
