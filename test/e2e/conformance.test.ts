// The kernel's locking self-test, all of it: what lockdep concludes, by which rule, and whether a deadlock is reachable.

import { assert } from "chai";
import { readSelftest, runsIn, type SelftestCase } from "../../harness/conformance/case.js";
import { CONFIGURATIONS } from "../../harness/conformance/index.js";
import { runConformance } from "../../harness/conformance/run.js";
import { translateCase } from "../../harness/conformance/translate.js";
import type { ConformanceCase } from "../../harness/result.js";
import { tools } from "../support/tlc.js";

/** Cases of each configuration, as the kernel counts them. */
const COUNTS: Readonly<Record<string, number>> = { "raw-lock-nesting": 395, "no-raw-lock-nesting": 359, "preempt-rt": 284 };
/** Those of which the data says whether a deadlock is reachable. */
const DEADLOCK_COUNTS: Readonly<Record<string, number>> = { "raw-lock-nesting": 341, "no-raw-lock-nesting": 305, "preempt-rt": 0 };

describe("[U] the kernel's locking self-test as data", () => {
  for (const [configuration, count] of Object.entries(COUNTS)) {
    it(`has ${count} cases for ${configuration}`, () => {
      assert.lengthOf(
        readSelftest().filter((selftest) => runsIn(selftest, configuration)),
        count,
      );
    });
  }

  it("answers for 341 cases whether a deadlock is reachable", () => {
    assert.lengthOf(
      readSelftest().filter(({ modelDeadlock }) => modelDeadlock !== null),
      341,
    );
  });

  it("says what the language has no word for", () => {
    const [first] = readSelftest();
    if (first === undefined) throw new Error("no case");
    const translation = translateCase({ ...first, threads: [{ context: "task", ops: ["lock X1", "fold X1"] }] });
    assert.deepEqual(translation, { kind: "unsaid", reason: "the language has no word for 'fold X1'" });
  });
});

describe("[E] the kernel's locking self-test", function () {
  this.timeout(900_000);
  for (const configuration of CONFIGURATIONS) {
    it(`is judged as the kernel judges it: ${configuration.name}`, async () => {
      const limits = { timeoutMs: 300_000, heapMb: 1024 };
      const outcomes = await runConformance(configuration, await tools(), limits, new AbortController().signal);
      assert.lengthOf(outcomes, COUNTS[configuration.name] ?? 0);
      assert.deepEqual(outcomes.filter(({ ok }) => !ok).map(describeOutcome), []);
      assert.lengthOf(
        outcomes.filter(({ deadlockAgrees }) => deadlockAgrees === true),
        DEADLOCK_COUNTS[configuration.name] ?? 0,
      );
    });
  }
});

describe("[T] cases of the locking self-test in one run of TLC", function () {
  this.timeout(300_000);

  it("come out as each does alone", async () => {
    const [configuration] = CONFIGURATIONS;
    if (configuration === undefined) throw new Error("no configuration");
    const limits = { timeoutMs: 300_000, heapMb: 1024 };
    const outcomesOf = async (selftests: readonly SelftestCase[]): Promise<readonly ConformanceCase[]> =>
      runConformance(configuration, await tools(), limits, new AbortController().signal, selftests);
    const chosen = readSelftest().filter((_, index) => index % 50 === 0);
    const alone = [];
    for (const selftest of chosen) alone.push(...(await outcomesOf([selftest])));
    assert.deepEqual(await outcomesOf(chosen), alone);
  });
});

function describeOutcome({ id, reason }: ConformanceCase): string {
  return `${id}: ${reason}`;
}
