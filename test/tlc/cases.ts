// Models in one line each with the verdict that the real TLC must give: each rule broken by one and kept by its neighbour.

import { assert } from "chai";
import { checkSource, summary } from "../support/check-source.js";

/** Title, source, summary of the verdict. */
export type Case = readonly [string, string, string];

/** A test for each case; `declarations` stand before each source. */
export function checkCases(title: string, declarations: string, cases: readonly Case[]): void {
  describe(title, function () {
    this.timeout(60_000);
    for (const [name, source, verdict] of cases) {
      it(name, async () => assert.equal(summary(await checkSource(`${declarations}\n${source}`)), verdict));
    }
  });
}
