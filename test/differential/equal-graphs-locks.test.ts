import { assert } from "chai";
import { compilationOf } from "../support/compile.js";
import { NESTING, PREEMPT_RT } from "../support/compile-model.js";
import { compareGraphs } from "../support/equal-graphs.js";
import { LOCK_MODELS } from "../support/lock-models.js";

describe("[T] TLC's state graph and the interpreter's are equal for locks of all kinds", function () {
  this.timeout(120_000);
  for (const configuration of [NESTING, PREEMPT_RT]) {
    for (const [title, source] of Object.entries(LOCK_MODELS)) {
      it(`on ${configuration.name}: ${title}`, async () => {
        const { states, edges, differences } = await compareGraphs(compilationOf(source, { configuration }));
        assert.deepEqual(differences.slice(0, 4), []);
        assert.isAbove(states, 10);
        assert.isAbove(edges, 10);
      });
    }
  }
});
