// Values of options, words that are near, colours, and what the exit code makes of results.

import { assert } from "chai";
import { wantsColor } from "../../../cli/color.js";
import { exitCodeOf } from "../../../cli/exit-codes.js";
import { didYouMean, nearest } from "../../../cli/nearest.js";
import { count, duration, settings, size, threads } from "../../../cli/values.js";
import { finding, inconclusive, rejected, toolFailure, verified, violated } from "../../support/results.js";

describe("[U] cli/values", () => {
  it("reads durations and sizes with their unit, and nothing without", () => {
    assert.equal(duration("timeout", "60s"), 60_000);
    assert.equal(duration("timeout", "500ms"), 500);
    assert.equal(duration("timeout", "2m"), 120_000);
    assert.equal(size("heap", "1g"), 1024);
    assert.equal(size("heap", "512M"), 512);
    for (const text of ["", "60", "s", "-1s", "0s", "1.5s", "1y", "1e3s", "99999999999s", "constructor"]) {
      assert.throws(() => duration("timeout", text), "--timeout is");
    }
    assert.throws(() => size("heap", "1s"), "not like 512m or 1g");
    assert.equal(threads("workers", "2"), 2);
    assert.equal(threads("workers", "auto"), "auto");
    assert.equal(count("states", "10_000", 100, 10_000), 10_000);
    for (const text of ["0", "-1", "1.5", "1e3", "0x1", "two", "", "1025", "NaN"])
      assert.throws(() => threads("workers", text), "not a whole number from 1 to 1024");
    assert.throws(() => duration("timeout", "501h"), "more than 500h");
    assert.throws(() => size("heap", "1025g"), "more than 1024g");
  });

  it("reads settings of parameters", () => {
    assert.deepEqual(settings(["timeouts=3", "offset=-1"]), { timeouts: 3, offset: -1 });
    for (const text of ["timeouts", "timeouts=", "=3", "timeouts=x", "timeouts=1.5", "a b=1"])
      assert.throws(() => settings([text]), "--set is");
    assert.throws(() => settings(["a=1", "a=2"]), "two values");
  });

  it("finds the word that was probably meant, and none that is far", () => {
    assert.equal(nearest("chekc", ["check", "compile"]), "check");
    assert.equal(nearest("LM10", ["LM101", "LM999"]), "LM101");
    assert.isNull(nearest("xyz", ["check", "compile"]));
    assert.equal(didYouMean("tiemout", ["timeout"], "--"), " Did you mean --timeout?");
    assert.equal(didYouMean("", []), "");
  });

  it("decides on colours by flag, then environment, then terminal", () => {
    assert.isTrue(wantsColor(true, { NO_COLOR: "1" }, false));
    assert.isFalse(wantsColor(false, { FORCE_COLOR: "1" }, true));
    assert.isFalse(wantsColor(undefined, { NO_COLOR: "1" }, true));
    assert.isTrue(wantsColor(undefined, { NO_COLOR: "" }, true));
    assert.isTrue(wantsColor(undefined, { FORCE_COLOR: "1" }, false));
    assert.isFalse(wantsColor(undefined, { FORCE_COLOR: "0" }, true));
    assert.isFalse(wantsColor(undefined, { TERM: "dumb" }, true));
    assert.isFalse(wantsColor(undefined, {}, false));
  });

  it("gives the worst code: failure, rejected, unexpected, inconclusive, expected", () => {
    const bad = violated(finding("stuck"));
    const all = [verified(), inconclusive(), bad, rejected(), toolFailure()];
    assert.deepEqual(
      all.map((result) => exitCodeOf([result])),
      [0, 3, 1, 2, 4],
    );
    assert.equal(exitCodeOf(all), 4);
    assert.equal(exitCodeOf(all.slice(0, 4)), 2);
    assert.equal(exitCodeOf(all.slice(0, 3)), 1);
    assert.equal(exitCodeOf([verified(), inconclusive()]), 3);
    assert.equal(exitCodeOf([verified({ asExpected: false })]), 1);
    assert.equal(exitCodeOf([]), 2, "nothing was checked");
  });
});
