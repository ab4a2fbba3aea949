// `reachable`: the search for rules tells whether some state satisfies it, and a shortest way to one is shown.

import { assert } from "chai";
import type { ResultBody } from "../../harness/run/outcome.js";
import { checkSource, summary } from "../support/check-source.js";

/** What is said of a source, and how often TLC was run for it. */
async function checked(source: string): Promise<{ readonly body: ResultBody; readonly runs: number }> {
  let runs = 0;
  const body = await checkSource(source, {}, (pool) => ({
    ...pool,
    run: (request, signal) => {
      runs++;
      return pool.run(request, signal);
    },
  }));
  return { body, runs };
}

/** The number of steps to each. */
function ways(body: ResultBody): readonly string[] {
  return body.outcome === "verified" ? body.witnesses.map(({ property, trace }) => `${property}: ${trace.steps.length}`) : [];
}

const BOTH = 'let x = int(0, 3); let y = int(0, 3); task("f", () => { x = 1; x = 2; }); task("g", () => { y = 1; y = 2; });';

describe("[T] what is to be reachable", function () {
  this.timeout(120_000);

  it("is shown without another search", async () => {
    const { body, runs } = await checked(`${BOTH} reachable("both", () => x === 1 && y === 2); reachable("at first", () => x === 0);`);
    assert.deepEqual([summary(body), runs, ...ways(body)], ["verified", 1, "both: 3", "at first: 0"]);
  });

  it("is searched for once more when nothing has told of it", async () => {
    const { body, runs } = await checked(`${BOTH} reachable("two", () => x === 2); reachable("three", () => x === 3);`);
    assert.deepEqual([summary(body), runs], ["reachable: three", 2]);
  });

  it("is looked for by TLC where it is far", async () => {
    const count = (name: string): string => `task("${name}", () => { while (${name} < 170) ${name} = ${name} + 1; });`;
    const { body, runs } = await checked(
      `let a = int(0, 170); let b = int(0, 170); ${count("a")} ${count("b")} reachable("far", () => a === 170 && b === 170);`,
    );
    assert.deepEqual([summary(body), runs], ["verified", 2]);
    assert.match(ways(body).join(), /^far: \d{3,}$/u);
  });
});
