import { assert } from "chai";
import type { ResultBody } from "../../harness/run/outcome.js";
import { checkSource, summary } from "../support/check-source.js";
import { CASES, LOCK } from "../support/verdict-cases.js";

describe("[T] verdicts of the real TLC: each rule broken and kept", function () {
  this.timeout(60_000);
  for (const [title, source, verdict] of CASES) {
    it(title, async () => assert.equal(summary(await checkSource(`${LOCK}\n${source}`)), verdict));
  }

  it("PROVE_RAW_LOCK_NESTING off lets a spinlock_t stand under a raw lock", async () => {
    const source = `${LOCK}\ntask("f", () => { raw_spin_lock(r); spin_lock(l); spin_unlock(l); raw_spin_unlock(r); });`;
    const configuration = { name: "no-raw-lock-nesting", proveRawLockNesting: false, preemptRt: false } as const;
    assert.equal(summary(await checkSource(source, { configuration })), "verified");
  });
});

describe("[T] random executions", function () {
  this.timeout(60_000);
  const crossed = (first: string, second: string): string =>
    `${LOCK}\ntask("f", () => { spin_lock(l); spin_lock(m); spin_unlock(m); spin_unlock(l); });
     task("g", () => { spin_lock(${first}); spin_lock(${second}); spin_unlock(${second}); spin_unlock(${first}); }); eventually("never", () => x === 9);`;
  const tried = (source: string): Promise<ResultBody> => checkSource(source, {}, undefined, 100);

  it("find what goes wrong, and show a way there that the interpreter follows", async () => {
    const body = await tried(crossed("m", "l"));
    assert.equal(summary(body), "circular-wait");
    assert.isNotEmpty(body.outcome === "violated" ? body.trace.steps : []);
  });

  it("verify nothing", async () => {
    const body = await tried(crossed("l", "m"));
    assert.include(body, { outcome: "inconclusive", reason: "simulated" });
    assert.match(
      summary(body),
      /^inconclusive: .*100 random executions of at most 300 steps, [\d,]+ states in all, which verifies nothing/,
    );
  });
});

describe("[T] eventualities", function () {
  this.timeout(60_000);
  const SPINNER = 'task("spinner", () => { while (x < 9) x = 0; });';

  it("hold when whoever can go on does", async () => {
    assert.equal(
      summary(await checkSource(`${LOCK}\n${SPINNER} task("f", () => { done = true; }); eventually("done", () => done);`)),
      "verified",
    );
  });

  it("do not hide an invariant that fails later", async () => {
    const late = `task("f", () => { done = true; spin_lock(l); spin_lock(m); spin_unlock(m); spin_unlock(l); done = false; });`;
    const source = `${LOCK}\n${SPINNER} ${late} const g = task("g", () => {}); eventually("done once", () => done); invariant("never unset", () => !finished(g) || done || !spin_is_locked(m));`;
    assert.equal(summary(await checkSource(source)), "verified");
    assert.equal(
      summary(
        await checkSource(
          source
            .replace("|| !spin_is_locked(m)", "|| !spin_is_locked(m) || x < 0")
            .replace("() => !finished(g) || done ||", "() => !spin_is_locked(m) && "),
        ),
      ),
      "invariant: never unset",
    );
  });

  it("are named when one of several fails", async () => {
    const source = `${LOCK}\n${SPINNER} task("f", () => { done = true; }); eventually("done", () => done); eventually("x is nine", () => x === 9);`;
    assert.equal(summary(await checkSource(source)), "eventually: x is nine");
  });

  const STARVING = `${LOCK}\ntask("greedy", () => { while (!done) { spin_lock(l); spin_unlock(l); } }); task("f", () => { spin_lock(l); done = true; spin_unlock(l); });`;

  it("may fail by starvation at a lock under weak fairness", async () => {
    assert.equal(summary(await checkSource(`${STARVING} eventually("done", () => done);`)), "eventually: done");
  });

  it("hold under strong fairness", async () => {
    assert.equal(summary(await checkSource(`${STARVING} eventually("done", () => done, { fairness: "strong" });`)), "verified");
  });

  for (const tries of ["spin_trylock(l)", "spin_trylock_irq(l)"]) {
    it(`fail where a context only tries, also under strong fairness: ${tries}`, async () => {
      const trying = STARVING.replace('"f", () => { spin_lock(l);', `"f", () => { while (!${tries}) cpu_relax();`);
      const given = trying.replace("done = true; spin_unlock(l)", `done = true; ${tries.replace("trylock", "unlock")}`);
      assert.equal(summary(await checkSource(`${given} eventually("done", () => done, { fairness: "strong" });`)), "eventually: done");
    });
  }
});
