import { assert } from "chai";
import { run } from "../../../cli/run.js";
import type { Mutant, MutationReport } from "../../../harness/result.js";
import { verified } from "../../support/results.js";
import { fakeWorld } from "../../support/services.js";

const mutant = (over: Partial<Mutant> = {}): Mutant => ({
  what: "drop the unlock",
  lines: [{ file: "models/m.ts", line: 11, before: "spin_unlock(a);", after: ";" }],
  outcome: "killed",
  kind: "held-at-end",
  explanation: null,
  ...over,
});
const survivor = mutant({ outcome: "survived", kind: null });
const report = (...mutants: readonly Mutant[]): MutationReport => ({
  subject: verified().subject,
  skipped: null,
  mutants: [...mutants],
  noticedBefore: 0,
  confirmed: true,
});

async function output(...reports: readonly MutationReport[]): Promise<{ readonly code: number; readonly out: string }> {
  const world = fakeWorld({ mutations: reports });
  return { code: await run(["mutate", "models"], world.services), out: world.out() };
}

describe("[U] cli mutate", () => {
  it("shows a survivor as a diff, and fails", async () => {
    const { code, out } = await output(report(survivor, mutant({ what: "drop the lock" })));
    assert.equal(code, 1);
    assert.include(out, "nothing notices: drop the unlock\n  models/m.ts:12\n  - spin_unlock(a);\n");
    assert.include(out, "1 killed, 1 survived, 0 equivalent, 0 undecided. 50.0 % of those that change something are killed.");
  });

  it("takes a mutant for killed when another check of the same code notices it", async () => {
    const { code, out } = await output(report(survivor), report(mutant()));
    assert.equal(code, 0);
    assert.include(out, "1 mutant: 1 killed, 0 survived");
  });

  it("tells of each file how its mutants fare in all checks", async () => {
    const shared = (outcome: Mutant["outcome"], line: number): Mutant =>
      mutant({ outcome, lines: [{ file: "models/lib/l.ts", line, before: "x = 1;", after: ";" }], explanation: "why" });
    const { out } = await output(report(survivor, shared("survived", 1), shared("survived", 2)), report(shared("killed", 1)));
    assert.include(out, "models/m.ts  1 mutant: 0 killed, 1 survived, 0 equivalent, 0 undecided, 0.0 %\n");
    assert.include(out, "models/lib/l.ts  2 mutants: 1 killed, 1 survived (1 explained), 0 equivalent, 0 undecided, 50.0 %\n");
  });

  it("says what a check before it noticed already", async () => {
    const { out } = await output({ ...report(mutant()), noticedBefore: 12 });
    assert.include(out, "; 12 others were noticed before\n");
  });

  it("is content with a survivor that the model explains, or that changes nothing", async () => {
    assert.equal((await output(report({ ...survivor, explanation: "nobody reads it" }))).code, 0);
    assert.equal((await output(report({ ...survivor, outcome: "equivalent" }))).code, 0);
  });

  it("does not call it success when nothing could be mutated, or a bound was met", async () => {
    assert.equal((await output({ ...report(), skipped: "violated, not verified" })).code, 2);
    assert.equal((await output(report({ ...survivor, outcome: "undecided" }))).code, 3);
  });
});
