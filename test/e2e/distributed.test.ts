// A search that workers of other machines make says what one here says.

import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { assert } from "chai";
import { type CheckResult, checkOutputSchema } from "../../harness/result.js";
import { openWorkshop, type Workshop } from "../support/cli.js";
import { inClone } from "../support/clone.js";

const MODEL = readFileSync(inClone("bench/models/p1.ts"), "utf8");
const BIG = ["check", "p1.ts", "--no-reduce", "--set", "threads=4", "--set", "locks=2", "--json", "--no-cache"];

async function freePoint(): Promise<string> {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    }),
  );
  await new Promise((resolve) => server.close(resolve));
  return `localhost:${port}`;
}

const resultOf = (out: string): CheckResult | undefined => checkOutputSchema.parse(JSON.parse(out)).results[0];

describe("[E] check --distributed", function () {
  this.timeout(300_000);
  const long = { timeoutMs: 200_000 };
  const workshops: Workshop[] = [];
  let point = "";

  const open = async (): Promise<Workshop> => {
    const workshop = await openWorkshop();
    workshops.push(workshop);
    return workshop;
  };
  beforeEach(async () => {
    point = await freePoint();
  });
  afterEach(() => {
    for (const workshop of workshops.splice(0)) workshop.remove();
  });

  /** Ends TLC's worker, not the command that started it. */
  function killTlc({ folder }: Workshop): void {
    const temporary = join(folder, "tmp");
    const [run = ""] = readdirSync(temporary).filter((name) => name.startsWith("lockproof-run-"));
    const pid = /"tlc":\{"pid":(\d+)/.exec(readFileSync(join(temporary, run, "owner.json"), "utf8"))?.[1];
    process.kill(Number(pid), "SIGKILL");
  }

  it("comes to the verdict and the counts of a search here, though a worker is killed", async () => {
    const [server, one, other] = [await open(), await open(), await open()];
    server.put("p1.ts", MODEL);
    const here = resultOf((await server.run([...BIG, "--timeout", "3m"], long)).out);
    let killed = false;
    const wrote = (text: string): void => {
      if (killed || !text.includes("works for")) return;
      killed = true;
      killTlc(other);
    };
    const worker = ["worker", point, "--workers", "1", "--heap", "512m"];
    const [check, stays, dies] = await Promise.all([
      server.run([...BIG, "--distributed", "--listen", point, "--timeout", "3m"], long),
      one.run(worker, long),
      other.run(worker, { ...long, wrote }),
    ]);
    assert.equal(check.code, 0, check.out + check.err);
    const together = resultOf(check.out);
    if (here?.outcome !== "verified" || together?.outcome !== "verified") assert.fail(`${here?.outcome} ${together?.outcome}`);
    const counts = ({ statistics: { distinct, queue } }: typeof here) => ({ distinct, queue });
    assert.deepEqual(counts(together), counts(here));
    assert.isAbove(together.statistics.distinct ?? 0, 20_000);
    assert.deepEqual(together.coverage, { complete: false, places: [] });
    assert.isNull(together.lockdep);
    assert.equal(dies.code, 4, dies.err);
    assert.match(dies.err, /TLC's worker ended with SIGKILL/);
    assert.equal(stays.code, 0, stays.err);
    assert.match(stays.out, /works for .*\n.*the search is over; [\d,]+ states were computed here/);
    for (const { leftOver } of workshops) assert.deepEqual(leftOver(), []);
  });

  it("knows steps that go through several places, and states that differ in nothing but who is who", async () => {
    const [server, one] = [await open(), await open()];
    server.put("p1.ts", MODEL);
    const argv = BIG.filter((word) => word !== "--no-reduce");
    const [check] = await Promise.all([
      server.run([...argv, "--distributed", "--listen", point], long),
      one.run(["worker", point, "--workers", "2", "--heap", "512m"], long),
    ]);
    const [together, here] = [resultOf(check.out), resultOf((await server.run(argv, long)).out)];
    if (here?.outcome !== "verified" || together?.outcome !== "verified") assert.fail(`${here?.outcome} ${together?.outcome}`);
    assert.match(together.engine, /, distributed$/);
    assert.deepEqual(together.statistics.reductions, ["steps", "symmetry"]);
    assert.equal(together.statistics.distinct, here.statistics.distinct);
  });

  it("searches a violation again here, for its execution", async () => {
    const [server, one] = [await open(), await open()];
    server.put("ab-ba.ts", readFileSync(inClone("models/patterns/ab-ba.ts"), "utf8"));
    const argv = ["check", "ab-ba.ts", "--variant", "broken", "--config", "raw-lock-nesting", "--json", "--no-cache", "--workers", "1"];
    const [check] = await Promise.all([
      server.run([...argv, "--distributed", "--listen", point], long),
      one.run(["worker", point, "--workers", "1", "--heap", "512m"], long),
    ]);
    const here = await server.run(argv, long);
    assert.equal(check.code, here.code, check.err);
    // How long it took, and how it is repeated.
    const other = { milliseconds: 0, options: [] };
    const found = { ...resultOf(check.out), ...other };
    assert.deepEqual(found, { ...resultOf(here.out), ...other });
    assert.match(JSON.stringify(found), /"circular-wait"/);
  });
});
