import { createHash } from "node:crypto";
import { assert } from "chai";
import { REDUCTIONS } from "../../codegen/analysis/reductions.js";
import { checkSource, summary } from "../support/check-source.js";
import { compilationOf } from "../support/compile.js";

const ABBA = `const a = spinlock_t(); const b = spinlock_t(); let hits = wrapping(4); let last = int(0, 2); class o { n = wrapping(2); } const os = pool(o, 2);
function f() { spin_lock(a); hits++; last = choose(1, 2); spin_lock(b); spin_unlock(b); spin_unlock(a); }
function g() { const one = choose(os); one.n = 1; spin_lock(b); hits++; spin_lock(a); spin_unlock(a); spin_unlock(b); }
task("f", f); task("g", g);`;

describe("[T] what a specification leaves out", function () {
  this.timeout(120_000);

  it("is shown in counterexamples", async () => {
    const body = await checkSource(ABBA, {}, undefined, null, REDUCTIONS);
    assert.equal(summary(body), "circular-wait");
    if (body.outcome !== "violated") return assert.fail(body.outcome);
    assert.deepEqual([...(body.statistics?.reductions ?? [])], ["slice", "steps", "symmetry"]);
    const changes = body.trace.steps.flatMap((step) => step.changes.map(({ name, before, after }) => `${name} ${before} ${after}`));
    assert.includeMembers(changes, ["hits 0 1", "hits 1 2"]);
    assert.match(changes.join("\n"), /^last 0 [12]$/mu);
    assert.match(changes.join("\n"), /^os\[[01]\]\.n 0 1$/mu);
  });

  it("is shown on the way to what is reachable", async () => {
    const body = await checkSource(
      `${ABBA.replace('task("g", g);', "")} reachable("locked", () => spin_is_locked(b));`,
      {},
      undefined,
      null,
      REDUCTIONS,
    );
    assert.equal(summary(body), "verified");
    if (body.outcome !== "verified") return assert.fail(body.outcome);
    const changes = body.witnesses.flatMap(({ trace }) => trace.steps.flatMap((step) => step.changes.map(({ name }) => name)));
    assert.includeMembers(changes, ["hits", "last"]);
  });

  it("stays in the specification for eventualities", async () => {
    const source =
      'let hits = wrapping(4); let done = bool(); task("f", () => { while (!done) hits++; }); task("g", () => { if (choose(true, false)) done = true; }); eventually("hits", () => done);';
    const body = await checkSource(source, {}, undefined, null, REDUCTIONS);
    assert.equal(summary(body), "eventually: hits");
    if (body.outcome !== "violated") return assert.fail(body.outcome);
    assert.isNotNull(body.trace.loop);
    assert.include(
      body.trace.steps.flatMap((step) => step.changes.map(({ name }) => name)),
      "hits",
    );
    const compilation = compilationOf(source, {}, REDUCTIONS);
    assert.include(compilation.reductions, "slice");
    const { module, reductions } = compilation.temporal();
    assert.equal(body.specification.sha256, createHash("sha256").update(module).digest("hex"));
    assert.deepEqual(body.statistics.reductions, [...reductions]);
    assert.notInclude(reductions, "slice");
  });
});
