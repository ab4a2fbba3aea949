// From a kernel's report to a model whose check reports the same: lockproof import --model, lockproof check, and the report of that read again.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { type CheckResult, checkOutputSchema } from "../../harness/result.js";
import { type Reading, readReports } from "../../import/index.js";
import { type Report, type ReportedLock, type ReportKind, reportKindSchema } from "../../import/schema.js";
import { callers } from "../../import/summary/callers.js";
import { renderReport } from "../../report/terminal.js";
import { openWorkshop, type Workshop } from "../support/cli.js";
import { inClone } from "../support/clone.js";
import { readOne } from "../support/kernel-reports/read-one.js";

const SEED = "seed/splat";

const ROUND_TRIPS: readonly (readonly [kind: ReportKind, fixture: string])[] = [
  ["invalid-wait-context", "arm"],
  ["circular", "symbolised"],
  ["recursive", "mail"],
  ["inconsistent-state", "old"],
  ["irq-lock-order", "order"],
  ["irq-inversion", "inversion"],
  ["bad-unlock", "decoded"],
  ["suspicious-rcu", "rcu"],
  ["suspicious-rcu", "pieces"],
  ["sleep-in-atomic", "sleep"],
];

function site(lock: ReportedLock | null): string {
  return lock === null ? "" : `${lock.name} at ${withoutPart(lock.function ?? "")}`;
}

/** `foo.part.0` is `foo`. */
function withoutPart(name: string): string {
  return name.replace(/\..*$/, "");
}

/** Maps that are no part of a cycle are left out of a model, and a worker has those of its work. */
function locksOnly({ heldLocks }: Report): readonly ReportedLock[] {
  return (heldLocks ?? []).filter(({ name }) => !/^(?:\((?:wq|work)_completion\)|fs_reclaim$)/.test(name));
}

interface Checked {
  readonly kernels: Reading;
  readonly result: Extract<CheckResult, { outcome: "violated" }>;
}

describe("[E] a model of a report", function () {
  this.timeout(300_000);
  let workshop: Workshop;
  before(async () => {
    workshop = await openWorkshop();
  });
  after(() => workshop.remove());

  const done = new Map<string, Promise<Checked>>();

  /** Once for each fixture. */
  function checked(fixture: string): Promise<Checked> {
    const found = done.get(fixture) ?? check(fixture);
    done.set(fixture, found);
    return found;
  }

  async function check(fixture: string): Promise<Checked> {
    const text = readFileSync(inClone("test", "fixtures", `${fixture}.txt`), "utf8");
    const name = fixture.replace("/", "-");
    workshop.put(`${name}.txt`, text);
    const { code, out } = await workshop.run(["import", `${name}.txt`, "--model", `${name}.ts`]);
    assert.equal(code, 0, out);
    const output = await workshop.run(["check", `${name}.ts`, "--json"], { timeoutMs: 120_000 });
    const [result] = checkOutputSchema.parse(JSON.parse(output.out)).results;
    if (result?.outcome !== "violated") return assert.fail(output.out + output.err);
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

  // Of circular waits it is lockdep's report on the model, which stands below the finding's.
  for (const [kind, name] of ROUND_TRIPS) {
    it(`reproduces a report of ${kind}, from lockdep/${name}.txt`, async () => {
      const { kernels, result } = await checked(join("lockdep", name));
      const kernel = kernels.report;
      assert.equal(kernel.kind, kind);
      const text = renderReport(result, { readSource: () => null, color: false, verbose: true });
      const our = readReports(text).readings.findLast(({ report }) => report.kind === kind)?.report;
      if (our === undefined) return assert.fail(`no report of ${kind} in\n${text}`);
      assert.equal(site(our.acquiring), site(kernel.acquiring));
      assert.equal(site(our.holding), site(kernel.holding));
      assert.deepEqual(locksOnly(our).map(site), locksOnly(kernel).map(site));
      assert.include(`${kernel.task?.comm}/`, `${our.task?.comm.replace(/^\w+irq /, "")}/`);
      const calls = callers(our).map(withoutPart);
      if (kernel.callTrace !== null) assert.deepEqual(calls, callers(kernel).map(withoutPart).slice(0, calls.length));
      if (kernel.chainExists !== null) assert.deepEqual(our.chainExists, kernel.chainExists);
    });
  }

  it("has a fixture for each kind", () => {
    assert.sameMembers([...new Set(ROUND_TRIPS.map(([kind]) => kind))], [...reportKindSchema.options]);
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

  // Of each report: a repair, and one that leaves interrupts on where a handler takes a lock that is held.
  type Edit = readonly [from: string, to: string];
  /** A call that is done when the lock has been released. */
  const behind = (release: string, call: string): readonly Edit[] => [
    [`  ${call}\n`, ""],
    [`  ${release};\n`, `  ${release};\n  ${call}\n`],
  ];
  const masked = (lock: string, next: string): Edit => [
    `spin_lock(${lock});\n  spin_unlock(${lock});\n}\n\nfunction ${next}`,
    `spin_lock_irq(${lock});\n  spin_unlock_irq(${lock});\n}\n\nfunction ${next}`,
  ];
  const plain = (suffix: string, lock: string): readonly Edit[] => [
    [`spin_lock${suffix}(${lock})`, `spin_lock(${lock})`],
    [`spin_unlock${suffix}(${lock})`, `spin_unlock(${lock})`],
  ];
  const repairs: readonly (readonly [fixture: string, repair: readonly Edit[], careless: readonly Edit[]])[] = [
    [SEED, behind("raw_spin_unlock_irq(timeout_lock)", "io_kill_timeout();"), plain("_irq", "timeout_lock")],
    ["lockdep/sleep", behind("spin_unlock_bh(base_lock)", "might_sleep(); // kmem_cache_alloc"), plain("_bh", "base_lock")],
    ["lockdep/order", [masked("refs_lock", "open_ctree")], plain("_irq", "buffer_xa_class")],
    ["lockdep/inversion", [masked("fa_lock", "io_timeout_fn")], plain("_irq", "queue_lock")],
  ];
  for (const [fixture, repair, careless] of repairs)
    it(`verifies a repair of ${fixture}.txt, and not one that forgets the interrupts`, async () => {
      await checked(fixture);
      const name = fixture.replace("/", "-");
      let text = readFileSync(join(workshop.folder, `${name}.ts`), "utf8").replace(/\bviolates\(.*\)\);/, "verified());");
      const edit = (edits: readonly Edit[]): string => {
        for (const [from, to] of edits) {
          assert.include(text, from);
          text = text.replace(from, () => to);
        }
        return text;
      };
      const verified = `import { verified } from "lockproof/dsl";\n`;
      workshop.put(`${name}-good.ts`, verified + edit(repair));
      workshop.put(`${name}-bad.ts`, verified + edit(careless));
      const { out, err } = await workshop.run(["check", `${name}-good.ts`, `${name}-bad.ts`, "--json"], { timeoutMs: 120_000 });
      const [good, bad] = checkOutputSchema.parse(JSON.parse(out)).results;
      assert.equal(good?.outcome, "verified", out + err);
      assert.equal(bad?.outcome === "violated" ? bad.finding.kind : bad?.outcome, "circular-wait", out);
    });

  it("does not write over a file, and says why there is no model", async () => {
    workshop.put("there.ts", "mine");
    workshop.put("seed.txt", readFileSync(inClone("test", "fixtures", `${SEED}.txt`), "utf8"));
    workshop.put(
      "rcu.txt",
      "WARNING: suspicious RCU usage\n6.12.0 #1 Not tainted\n---\nkernel/x.c:1 RCU used illegally from offline CPU!\n",
    );
    const over = await workshop.run(["import", "seed.txt", "--model", "there.ts"]);
    assert.equal(over.code, 2);
    assert.match(over.err, /^lockproof: 'there\.ts' is there already, and is not overwritten\..*\n$/);
    const none = await workshop.run(["import", "rcu.txt", "--model", "-"]);
    assert.deepEqual([none.code, none.out], [2, ""]);
    assert.match(
      none.err,
      /\nrcu\.txt:1: 'kernel\/x\.c:1 RCU used illegally from offline CPU' is not about .*, so there is no model of it\.\n$/,
    );
  });
});
