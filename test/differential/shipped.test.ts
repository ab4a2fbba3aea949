import { assert } from "chai";
import { CONFIGURATIONS } from "../../harness/conformance/index.js";
import { compareShipped, type Shipped, selftestCases, shippedModels } from "./shipped.js";

/** Compares those that have at most so many states; `npm run graphs` has a greater bound. */
async function compareSmall(all: readonly Shipped[], maxStates: number): Promise<number> {
  let compared = 0;
  for (const shipped of all) {
    const found = await compareShipped(shipped, maxStates);
    if (found === null) continue;
    assert.deepEqual(found.differences.slice(0, 3), [], shipped.title);
    compared++;
  }
  return compared;
}

describe("[T] TLC's state graph and the interpreter's are equal for what is shipped", function () {
  this.timeout(600_000);

  it("for every model in models/ that is small", async () => {
    assert.isAtLeast(await compareSmall(shippedModels(), 1_000), 50);
  });

  for (const [index, configuration] of CONFIGURATIONS.entries()) {
    it(`for every sixth case of the kernel's self-test on ${configuration.name}`, async () => {
      const cases = selftestCases(configuration).filter((_, place) => place % 6 === index);
      assert.isAtLeast(await compareSmall(cases, 1_000), 30);
    });
  }
});
