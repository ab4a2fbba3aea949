// From a kernel's report to a model whose check reports the same: lockproof import --model, lockproof check, and the report of that read again.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { type CheckResult, checkOutputSchema } from "../../harness/result.js";
import type { Reading } from "../../import/index.js";
import type { ReportedLock } from "../../import/schema.js";
import { renderReport } from "../../report/terminal.js";
import { openWorkshop, type Workshop } from "../support/cli.js";
import { inClone } from "../support/clone.js";
import { readOne } from "../support/kernel-reports/read-one.js";

const SEED = "seed/splat";

describe("[E] a model of a report", function () {
  this.timeout(300_000);
  let workshop: Workshop;
  before(async () => {
    workshop = await openWorkshop();
  });
  after(() => workshop.remove());

  async function checked(
    fixture: string,
  ): Promise<{ readonly kernels: Reading; readonly result: Extract<CheckResult, { outcome: "violated" }> }> {
    const text = readFileSync(inClone("test", "fixtures", `${fixture}.txt`), "utf8");
    const name = fixture.replace("/", "-");
    workshop.put(`${name}.txt`, text);
    const { code, out } = await workshop.run(["import", `${name}.txt`, "--model", `${name}.ts`]);
    assert.equal(code, 0, out);
    const check = await workshop.run(["check", `${name}.ts`, "--json"], { timeoutMs: 120_000 });
    const [result] = checkOutputSchema.parse(JSON.parse(check.out)).results;
    if (result?.outcome !== "violated") return assert.fail(check.out + check.err);
    assert.isTrue(result.asExpected, result.finding.message);
    return { kernels: readOne(text), result };
  }

  /** Our report of the finding, read like the kernel's. */
  function ours(result: Extract<CheckResult, { outcome: "violated" }>): Reading["report"] {
    return readOne(renderReport(result, { readSource: () => null, color: false })).report;
  }

  function printed(lock: ReportedLock | null): string {
    return lock === null ? "" : `(${lock.name}){${lock.usage}}-{${lock.waitTypes}}, at: ${lock.function}`;
  }

  it("reproduces the io_uring timeout report: locks, usage, wait types, context, held locks, calls", async () => {
    const { kernels, result } = await checked(SEED);
    const [our, kernel] = [ours(result), kernels.report];
    assert.equal(our.kind, kernel.kind);
    assert.equal(printed(our.acquiring), printed(kernel.acquiring));
    assert.equal(our.context, kernel.context);
    assert.deepEqual(our.heldLocks?.map(printed), kernel.heldLocks?.map(printed));
    assert.equal(our.task?.comm, kernel.task?.comm);
    const calls = kernel.callTrace ?? [];
    assert.deepEqual(our.callTrace, calls.slice(calls.indexOf("_raw_spin_lock_irqsave"), calls.indexOf("process_one_work")));
  });

  it("reproduces a wait context report from a hard interrupt", async () => {
    const { kernels, result } = await checked("lockdep/arm");
    const our = ours(result);
    assert.equal(our.context, kernels.report.context);
    assert.equal(our.acquiring?.name, kernels.report.acquiring?.name);
    assert.equal(our.acquiring?.function, kernels.report.acquiring?.function);
    assert.deepEqual(our.heldLocks, []);
  });

  it("reproduces a bad unlock and a sleep in atomic context in the function of the report", async () => {
    for (const fixture of ["lockdep/decoded", "lockdep/sleep"]) {
      const { kernels, result } = await checked(fixture);
      const our = ours(result);
      assert.equal(our.kind, kernels.report.kind);
      assert.equal(our.acquiring?.name, kernels.report.acquiring?.name);
      const [innermost] = result.finding.callTrace;
      assert.include(kernels.report.callTrace ?? [], innermost?.function ?? "nothing");
    }
  });

  // In each of them contexts wait for each other for the locks of the scenario.
  for (const fixture of ["symbolised", "mail", "old", "order", "inversion"]) {
    it(`makes the deadlock of lockdep/${fixture}.txt happen`, async () => {
      const { kernels, result } = await checked(join("lockdep", fixture));
      assert.equal(result.finding.kind, "circular-wait");
      const names = new Set(
        (kernels.scenario?.steps ?? [`lock(${kernels.report.acquiring?.name});`]).flatMap(
          (step) => /^\w*lock\((.+)\);$/.exec(step)?.[1] ?? [],
        ),
      );
      const text = renderReport(result, { readSource: () => null, color: false });
      assert.isAbove(names.size, 0);
      for (const name of names) assert.include(text, `(${name})`);
    });
  }

  it("does not write over a file, and says why there is no model", async () => {
    workshop.put("there.ts", "mine");
    workshop.put("seed.txt", readFileSync(inClone("test", "fixtures", `${SEED}.txt`), "utf8"));
    workshop.put("rcu.txt", readFileSync(inClone("test", "fixtures", "lockdep", "pieces.txt"), "utf8"));
    const over = await workshop.run(["import", "seed.txt", "--model", "there.ts"]);
    assert.equal(over.code, 2);
    assert.match(over.err, /^lockproof: 'there\.ts' is there already, and is not overwritten\..*\n$/);
    const none = await workshop.run(["import", "rcu.txt", "--model", "-"]);
    assert.deepEqual([none.code, none.out], [2, ""]);
    assert.match(none.err, /^rcu\.txt:2: .*there is no model of a suspicious RCU usage\.\n$/);
  });
});
