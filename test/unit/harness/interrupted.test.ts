// Ctrl-C while models are compiled: what is not compiled yet stays so.

import { assert } from "chai";
import { checkFiles } from "../../../harness/check-files.js";
import type { CheckResult } from "../../../harness/result.js";
import { requestFor } from "../../support/requests.js";

describe("[U] harness/check-files, interrupted", function () {
  this.timeout(60_000);

  /** Two versions of a model, and a file that is not there, which is rejected; stopped when so many are finished. */
  async function outcomes(stopAfter: number): Promise<readonly string[]> {
    const stop = new AbortController();
    const finished: CheckResult[] = [];
    const events = {
      planned: () => void (stopAfter === 0 && stop.abort()),
      finished: (result: CheckResult) => void (finished.push(result) === stopAfter && stop.abort()),
    };
    const request = requestFor(["models/patterns/ab-ba.ts", "models/patterns/nowhere.ts"]);
    const results = await checkFiles(request, null, events, stop.signal);
    assert.sameMembers([...finished], [...results], "each is told");
    return results.map((result) => (result.outcome === "inconclusive" ? result.reason : result.outcome));
  }

  it("compiles nothing more, and says of each what happened", async () => {
    assert.deepEqual(await outcomes(0), ["interrupted", "interrupted", "interrupted"]);
    assert.include((await outcomes(3)).join(), "rejected");
  });

  it("looks at no model when it comes before", async () => {
    assert.deepEqual(await checkFiles(requestFor(["models/patterns"]), null, {}, AbortSignal.abort()), []);
  });
});
