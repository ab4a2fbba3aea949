import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { mutate } from "../../../harness/mutate.js";
import { type MutationReport, mutationOutputSchema } from "../../../harness/result.js";

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
  // survives mutation: nor this
  seen = 3;
}
task("one", use);
task("two", use);
invariant("one at a time", () => used < 2);
expect(verified());
`;

const LIBRARY = `import { int } from "lockproof/dsl";
export class counter {
  value = int(0, 3);
  other = int(0, 3);
}
export function count(by: counter) {
  by.value = 1;
  by.other = 2;
}
`;

/** A model that looks at one of the two fields. */
const user = (field: string, value: number): string => `import { expect, finished, invariant, task, verified } from "lockproof/dsl";
import { count, counter } from "./library.js";
const c = new counter();
const t = task("t", () => count(c));
invariant("counted", () => !finished(t) || c.${field} === ${value});
expect(verified());
`;

async function mutated(files: Readonly<Record<string, string>>, models: readonly string[] = ["."]): Promise<readonly MutationReport[]> {
  const root = mkdtempSync(join(tmpdir(), "lockproof-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
    const request = {
      models,
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
    return reports;
  } finally {
    rmSync(root, { recursive: true });
  }
}

const textsOf = (report: MutationReport | undefined): readonly string[] =>
  report?.mutants.map(({ what, outcome, kind, lines: [line] }) => `${what} at ${(line?.line ?? 0) + 1}: ${kind ?? outcome}`) ?? [];

describe("[U] mutation of a model", function () {
  this.timeout(30_000);

  it("kills what a property notices, and tells survivors with their lines", async () => {
    const [report] = await mutated({ "model.ts": MODEL });
    assert.includeMembers(
      [...textsOf(report)],
      [
        "drop the lock at 6: invariant",
        "drop the unlock at 9: held-at-end",
        "drop the store at 8: invariant",
        "drop the store at 10: survived",
        "drop the store at 11: survived",
        "drop the store at 13: survived",
        "lock becomes a mutex at 2: equivalent",
      ],
    );
    assert.deepEqual(
      report?.mutants.filter(({ outcome }) => outcome === "survived").map(({ explanation }) => explanation),
      ["nobody reads it", null, "nor this"],
    );
  });

  it("does not make a mistake in shared code again that a model noticed", async () => {
    const reports = await mutated({ "a.ts": user("value", 1), "b.ts": user("other", 2), "library.ts": LIBRARY });
    assert.deepEqual(
      reports.map((report) => [textsOf(report), report.noticedBefore]),
      [
        [["drop the store at 7: invariant", "drop the store at 8: survived"], 0],
        [["drop the store at 8: invariant"], 1],
      ],
    );
  });

  it("leaves files alone that are only imported", async () => {
    const [report] = await mutated({ "a.ts": user("value", 1), "library.ts": LIBRARY }, ["a.ts"]);
    assert.deepEqual(textsOf(report), []);
  });
});
