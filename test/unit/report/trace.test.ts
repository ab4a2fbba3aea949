// `lockproof trace`: all of it as text, one screen of it, and what keys do.

import { assert } from "chai";
import { afterKey } from "../../../cli/trace/step-through.js";
import { printLines, visible } from "../../../report/lines.js";
import { wholeTraceLines } from "../../../report/step-text.js";
import { traceScreen } from "../../../report/trace-screen.js";
import { longResult } from "../../support/long-traces.js";
import { RENDERING } from "../../support/rendering.js";

const RESULT = longResult(40);
const SCREEN = { made: 12, folded: true, rows: 30, columns: 60 };

describe("[U] report/trace", () => {
  it("prints every step with its source, the contexts and what changed", () => {
    const text = printLines(wholeTraceLines(RESULT, RENDERING), false);
    for (let made = 1; made <= 40; made++) assert.include(text, `step ${made} of 40: `);
    assert.include(text, "  counter: 0 -> 3\n");
    assert.match(text, />\s+13 \| {3}line 13;/);
    assert.match(text, /\n\* nvme +running on CPU 0 at f \(models\/example\.ts:14:3\)\n/);
  });

  it("shows a loop as one", () => {
    assert.include(printLines(wholeTraceLines(longResult(20, { loop: 12 }), RENDERING), false), "back to before step 12, for ever");
  });

  it("fits the terminal, whatever its size, and shows the chosen step", () => {
    for (const rows of [5, 12, 24, 60])
      for (const columns of [20, 80, 200])
        for (const made of [0, 1, 12, 40]) {
          const lines = traceScreen(RESULT, { ...SCREEN, made, rows, columns }, RENDERING).split("\n");
          assert.isAtMost(lines.length, rows);
          for (const line of lines) assert.isAtMost(visible(line).length, columns);
        }
    assert.match(traceScreen(RESULT, SCREEN, RENDERING), /\n> +12 {2}hardirq nvme\/0: goes on\n/);
    assert.include(traceScreen(RESULT, SCREEN, RENDERING), "step 12 of 40: ");
  });

  it("says at the last step, and only there, what is wrong", () => {
    const { message } = RESULT.finding;
    assert.isTrue(printLines(wholeTraceLines(RESULT, RENDERING), false).endsWith(`\n\n${message}\n`));
    const screenAt = (made: number, columns: number): string =>
      traceScreen(RESULT, { ...SCREEN, made, columns }, RENDERING).replace(/\n/g, " ");
    for (const columns of [message.length - 3, 200]) assert.include(screenAt(40, columns), ` ${message} `);
    assert.notInclude(screenAt(39, 200), message);
  });

  it("goes forward, back, by context, to the ends, and round a loop", () => {
    const go = (made: number, ...keys: readonly string[]): number | undefined =>
      keys.reduce<typeof SCREEN | null>((screen, key) => (screen === null ? null : afterKey(RESULT, screen, key)), { ...SCREEN, made })
        ?.made;
    assert.equal(go(3, "n"), 4);
    assert.equal(go(3, "p"), 2);
    assert.equal(go(0, "p"), 0);
    assert.equal(go(3, "]"), 7);
    assert.equal(go(7, "["), 3);
    assert.equal(go(3, " ", "b"), 3);
    assert.equal(go(3, "G", "n"), 40);
    assert.equal(go(3, "g"), 0);
    assert.isUndefined(go(3, "q"));
    assert.equal(afterKey(longResult(20, { loop: 12 }), { ...SCREEN, made: 20 }, "n")?.made, 12);
    assert.isFalse(afterKey(RESULT, SCREEN, "f")?.folded);
  });
});
