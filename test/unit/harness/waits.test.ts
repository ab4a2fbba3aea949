// What the report says of contexts that wait for work items.

import { assert } from "chai";
import { checkBuiltin } from "../../../harness/run/check-builtin.js";
import { renderReport } from "../../../report/terminal.js";
import { compilationOf } from "../../support/compile.js";

const DECLARATIONS = "const m = mutex(); class dev { w = work_struct(run); } const d = new dev();";

/** The report, as far as the heading of the steps. */
function reportOf(code: string): string {
  const body = checkBuiltin(compilationOf(`${DECLARATIONS}\n${code}`), { timeoutMs: 10_000, maxStates: 10_000, readSource: () => null });
  if (body.outcome !== "violated") return body.outcome;
  const subject = { file: "a.ts", model: "a", variants: {}, parameters: {}, configuration: "raw-lock-nesting" };
  const common = { schemaVersion: 2, subject, expectation: null, asExpected: true, options: [], cached: false, milliseconds: 0 } as const;
  return renderReport({ ...common, ...body }, { color: false, readSource: () => null });
}

describe("[U] waiting for a work item", function () {
  this.timeout(30_000);

  it("says in which function one waits, and for what the item waits", () => {
    const report = reportOf(
      'function run(x: dev) { mutex_lock(m); mutex_unlock(m); } task("life", () => { schedule_work(d.w); mutex_lock(m); cancel_work_sync(d.w); mutex_unlock(m); });',
    );
    assert.include(report, " life/0 waits for d.w in cancel_work_sync(), which waits for m, held by life\n");
    assert.match(report, /^ {2,}cancel_work_sync\(d\.w\);$/m);
    assert.match(report, /Call trace:\n cancel_work_sync \(/);
    assert.notInclude(report, "which is stopping");
  });

  it("reports an item that flushes itself in words", () => {
    const report = reportOf('function run(x: dev) { flush_work(x.w); } task("f", () => { schedule_work(d.w); });');
    assert.include(report, "this context waits for itself:\n d.w/1 waits for itself in flush_work()\n");
    assert.match(report, /^ {2}flush_work\(d\.w\);$/m);
    assert.notInclude(report, "already holding lock");
  });

  it("says of who is interrupted that he is, not that he waits for it", () => {
    const report = reportOf(
      'function run() {} let done = bool(); task("f", () => { done = false; }, { cpu: 0 }); hardirq("i", () => { while (!done) cpu_relax(); }, { cpu: 0 });',
    );
    assert.include(report, "Nobody can go on: f is interrupted on CPU 0 by i; i waits for a condition that it polls.");
  });

  it("shows the function that sleeps on top of the stack, but no macro", () => {
    const atomic = (call: string): string =>
      reportOf(`function run() {} task("f", () => { preempt_disable(); ${call}; preempt_enable(); });`);
    assert.match(atomic("msleep()"), /Call trace:\n msleep \(/);
    assert.match(atomic("might_sleep()"), /Call trace:\n f \(/);
  });
});
