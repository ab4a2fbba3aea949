// A check that is stopped in the middle and gone on with says what one in one go says.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { type CheckResult, checkOutputSchema } from "../../harness/result.js";
import { openWorkshop, type Workshop } from "../support/cli.js";
import { inClone } from "../support/clone.js";

/** States for some seconds, and a branch that is never taken: what is told of what does not happen is compared, too. */
const MODEL = readFileSync(inClone("bench/models/p1.ts"), "utf8")
  .replace("import {", "import { bool,")
  .replace("function thread() {", "let asked = bool(false);\nfunction thread() {\n  if (asked) return;");
const BIG = ["check", "p1.ts", "--no-reduce", "--set", "threads=5", "--set", "locks=2"];

/** What does not depend on how often states were generated, nor on how it was asked for. */
function comparable(out: string): unknown {
  const [result] = checkOutputSchema.parse(JSON.parse(out)).results;
  assert.equal(result?.outcome, "verified");
  const { milliseconds: _, options: __, ...others } = result as Extract<CheckResult, { outcome: "verified" }>;
  const { distinct, depth, queue } = others.statistics;
  return { ...others, statistics: { distinct, depth, queue } };
}

describe("[E] check --resume", function () {
  this.timeout(600_000);
  const long = { timeoutMs: 300_000 };
  let workshop: Workshop;

  beforeEach(async () => {
    workshop = await openWorkshop();
    workshop.put("p1.ts", MODEL);
  });
  afterEach(() => workshop.remove());

  const searches = (): readonly string[] => {
    const folder = join(workshop.folder, "cache", "searches");
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  it("comes to the verdict, the counts, the coverage and the warnings of a check in one go, and refuses other inputs", async () => {
    const whole = await workshop.run([...BIG, "--json", "--no-cache", "--workers", "1", "--timeout", "4m"], long);
    assert.equal(whole.code, 0, whole.err);

    const stopped = await workshop.run([...BIG, "--timeout", "5s"], long);
    assert.equal(stopped.code, 3, stopped.out);
    assert.match(stopped.out, /go on from here: the same again, with --resume/);
    assert.equal(searches().length, 1);

    const other = await workshop.run([...BIG.slice(0, -1), "locks=1", "--resume"], long);
    assert.equal(other.code, 2);
    assert.match(other.err, /LM514: .*parameters were 'threads=5 locks=2' and are 'threads=5 locks=1'/);
    const reduced = await workshop.run([...BIG.filter((word) => word !== "--no-reduce"), "--resume"], long);
    assert.match(reduced.err, /LM514: .*reductions were '' and are 'slice steps symmetry'/);

    const rest = await workshop.run([...BIG, "--json", "--resume", "--timeout", "4m"], long);
    assert.equal(rest.code, 0, rest.err);
    assert.deepEqual(comparable(rest.out), comparable(whole.out));
    assert.deepEqual(searches(), []);
    assert.deepEqual(workshop.leftOver(), []);
  });

  it("begins from the start, and says so, where nothing was stopped", async () => {
    const { code, err } = await workshop.run(["check", "p1.ts", "--set", "threads=2", "--set", "locks=1", "--resume"]);
    assert.equal(code, 0);
    assert.match(err, /no search of it was stopped: begins from the start/);
  });
});
