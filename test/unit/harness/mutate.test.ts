import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { mutate } from "../../../harness/mutate.js";
import { mutationOutputSchema } from "../../../harness/result.js";

const MODEL = `import { expect, int, invariant, spin_lock, spin_unlock, spinlock_t, task, verified } from "lockproof/dsl";
const lock = spinlock_t();
let used = int(0, 3);
let seen = int(0, 3);
function use() {
  spin_lock(lock);
  used = used + 1;
  used = used - 1;
  spin_unlock(lock);
  seen = 1; // survives mutation: nobody reads it
  seen = 2;
}
task("one", use);
task("two", use);
invariant("one at a time", () => used < 2);
expect(verified());
`;

describe("[U] mutation of a model", () => {
  it("kills what a property notices, and tells survivors with their lines", async function () {
    this.timeout(30_000);
    const root = mkdtempSync(join(tmpdir(), "lockproof-"));
    try {
      writeFileSync(join(root, "model.ts"), MODEL);
      const request = {
        models: ["model.ts"],
        root,
        parameters: {},
        variants: [],
        configurations: [],
        engine: "builtin",
        simulate: null,
        workers: 1,
        timeoutMs: 10_000,
        heapMb: 512,
        reductions: [],
        strict: false,
        cache: false,
      } as const;
      const reports = await mutate(request, {}, new AbortController().signal);
      mutationOutputSchema.parse({ schemaVersion: 2, reports });
      const [report] = reports;
      const texts =
        report?.mutants.map(({ what, outcome, kind, lines: [line] }) => `${what} at ${(line?.line ?? 0) + 1}: ${kind ?? outcome}`) ?? [];
      assert.includeMembers(texts, [
        "drop the lock at 6: invariant",
        "drop the unlock at 9: held-at-end",
        "drop the store at 8: invariant",
        "drop the store at 10: survived",
        "drop the store at 11: survived",
        "lock becomes a mutex at 2: equivalent",
      ]);
      assert.deepEqual(
        report?.mutants.filter(({ outcome }) => outcome === "survived").map(({ explanation }) => explanation),
        ["nobody reads it", "nobody reads it"],
      );
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
