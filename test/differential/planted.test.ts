import { assert } from "chai";
import { modelThatFinds, withError } from "./plant.js";
import { PLANTED } from "./planted-errors.js";

describe("[U] the planted errors", () => {
  for (const error of PLANTED) {
    it(`can be planted: ${error.title}`, () => {
      assert.include(withError(error), error.to);
    });
  }
});

/** The whole list takes hours: `npm run fuzz:planted`. These are found early. */
const EARLY = ["emitter: tasks of one CPU are switched while preemption is off", "interpreter: an interrupt comes once more than it may"];

describe("[T] random models", function () {
  this.timeout(300_000);

  for (const title of EARLY) {
    it(`find the planted error: ${title}`, async () => {
      const error = PLANTED.find((candidate) => candidate.title === title);
      assert.isDefined(error);
      if (error !== undefined) assert.isNumber(await modelThatFinds(error, 60));
    });
  }
});
