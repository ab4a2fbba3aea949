import { assert } from "chai";
import { compilationOf } from "../support/compile.js";
import { compareGraphs } from "../support/equal-graphs.js";
import { SMALL_MODELS } from "../support/small-models.js";

describe("[T] TLC's state graph and the interpreter's are equal", function () {
  this.timeout(120_000);
  for (const [title, source] of Object.entries(SMALL_MODELS)) {
    it(`for ${title}`, async () => {
      const { states, edges, differences } = await compareGraphs(compilationOf(source));
      assert.deepEqual(differences.slice(0, 4), []);
      assert.isAbove(states, 10);
      assert.isAbove(edges, 10);
    });
  }
});
