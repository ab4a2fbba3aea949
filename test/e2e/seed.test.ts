// The flagship: the kernel's own report of "io_uring/timeout: flush timeouts outside of the timeout lock", reproduced from a model.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import { checkModels } from "../../harness/check.js";
import { REDUCTIONS } from "../../harness/request.js";
import type { CheckResult } from "../../harness/result.js";
import type { Reading } from "../../import/index.js";
import type { ReportedLock } from "../../import/schema.js";
import { renderReport } from "../../report/terminal.js";
import { inClone } from "../support/clone.js";
import { readOne } from "../support/kernel-reports/read-one.js";

/** The kernel's report ends below the ring's own work function: `process_one_work` and what is under it is not modelled. */
const OUTERMOST = "io_ring_exit_work";

async function checkExit(version: string, configuration: string): Promise<CheckResult> {
  const request = {
    models: ["models/io-uring/flush-timeouts/exit.ts"],
    root: inClone(),
    parameters: {},
    variants: [version],
    configurations: [configuration],
    engine: "tlc" as const,
    simulate: null,
    workers: 1,
    timeoutMs: 120_000,
    heapMb: 1024,
    cache: false,
    reductions: REDUCTIONS,
    strict: false,
  };
  const [result, ...others] = await checkModels(request, {}, new AbortController().signal);
  if (result === undefined || others.length > 0) throw new Error("expected one check");
  return result;
}

function kernelSplat(): Reading {
  return readOne(readFileSync(inClone("test", "fixtures", "seed", "splat.txt"), "utf8"));
}

/** Without the function, which the kernel prints as an inlined helper for RCU. */
function printed({ name, usage, waitTypes }: ReportedLock): string {
  return `(${name}){${usage}}-{${waitTypes}}`;
}

describe("[E] the io_uring timeout flush and the kernel's own report", function () {
  this.timeout(300_000);
  let ours: Reading;
  const kernels = kernelSplat();
  const held = ({ report }: Reading): readonly ReportedLock[] => report.heldLocks ?? [];
  const trace = ({ report }: Reading): readonly string[] => report.callTrace ?? [];

  before(async () => {
    const result = await checkExit("buggy", "raw-lock-nesting");
    assert.equal(result.outcome, "violated");
    ours = readOne(renderReport(result, { readSource: () => null, color: false }));
  });

  it("have the same title and the same context", () => {
    assert.equal(ours.title, kernels.title);
    assert.equal(ours.report.context, kernels.report.context);
  });

  it("acquire the same lock, with the same usage and wait types, in the same function", () => {
    const [one, other] = [ours.report.acquiring, kernels.report.acquiring];
    if (one === null || other === null) return assert.fail();
    assert.equal(printed(one), printed(other));
    assert.equal(one.function, other.function);
  });

  it("hold the same six locks in the same order, with the same usage and wait types", () => {
    assert.lengthOf(held(kernels), 6);
    assert.deepEqual(held(ours).map(printed), held(kernels).map(printed));
  });

  it("took the locks of the ring and the work in the same functions", () => {
    const named = (reading: Reading) =>
      held(reading)
        .filter(({ name }) => name !== "rcu_read_lock")
        .map(({ function: at }) => at);
    assert.deepEqual(named(ours), named(kernels));
  });

  it("came there by the same calls, from the work function to the lock", () => {
    const first = trace(kernels).indexOf("_raw_spin_lock_irqsave");
    const last = trace(kernels).indexOf(OUTERMOST);
    assert.isAbove(last, first);
    assert.deepEqual(trace(ours), trace(kernels).slice(first, last + 1));
  });

  it("are not given by the version before, by the repaired version, or without PROVE_RAW_LOCK_NESTING", async () => {
    for (const [version, configuration] of [
      ["before", "raw-lock-nesting"],
      ["fixed", "raw-lock-nesting"],
      ["buggy", "no-raw-lock-nesting"],
    ] as const) {
      assert.equal((await checkExit(version, configuration)).outcome, "verified", `${version} ${configuration}`);
    }
  });
});
