// `lockproof check` as a whole: verdicts, exit codes, the cache.

import { assert } from "chai";
import { checkOutputSchema } from "../../harness/result.js";
import { openWorkshop, type Workshop } from "../support/cli.js";
import { abba } from "../support/models.js";

describe("[E] check", () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.remove());

  it("finds the deadlock that is expected, then answers from the cache within a second", async () => {
    workshop.put("models/abba.ts", abba('violates("circular-wait")'));
    const first = await workshop.run(["check", "models"]);
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /^ok +\S*abba .* deadlock \(expected\) .*\n\n1 check of 1 model: 1 as expected, 0 not/);
    const second = await workshop.run(["check", "models"]);
    assert.equal(second.code, 0);
    assert.match(second.out, / cached\n/);
    assert.isBelow(second.milliseconds, 1000);
    assert.deepEqual(workshop.leftOver(), []);
  });

  it("checks again after an edit, and again not when the edit is taken back", async () => {
    workshop.put("models/abba.ts", abba('violates("circular-wait")'));
    await workshop.run(["check", "models"]);
    workshop.put("models/abba.ts", abba("verified()", "abab"));
    const edited = await workshop.run(["check", "models"]);
    assert.equal(edited.code, 0, edited.err);
    assert.match(edited.out, /^ok +\S*abba .* verified .* states/);
    assert.notInclude(edited.out, " cached");
    workshop.put("models/abba.ts", abba('violates("circular-wait")'));
    assert.include((await workshop.run(["check", "models"])).out, " cached");
    assert.notInclude((await workshop.run(["check", "models", "--no-cache"])).out, " cached");
  });

  it("reports a deadlock that is not expected, with the lines of the model", async () => {
    workshop.put("models/abba.ts", abba("verified()"));
    const { code, out } = await workshop.run(["check", "models"]);
    assert.equal(code, 1);
    assert.match(out, /^BAD +\S*abba .* deadlock, expected verified/);
    assert.include(out, "WARNING: circular locking dependency detected");
    assert.include(out, " *** DEADLOCK ***");
    assert.match(out, /> +\d+ \| {3}spin_lock\(/);
    assert.match(out, /\nrepeat: npx lockproof check models\/abba\.ts --config raw-lock-nesting\n/);
  });

  it("can be repeated with the command it prints", async () => {
    workshop.put("models/abba.ts", abba("verified()"));
    const { out } = await workshop.run(["check", "models", "--no-cache"]);
    const words = /\nrepeat: npx lockproof (.*)\n/.exec(out)?.[1]?.split(" ") ?? [];
    const again = await workshop.run([...words, "--no-cache"]);
    assert.equal(again.code, 1);
    const report = (text: string) => text.slice(text.indexOf("====")).replace(/\n\n1 check[^]*/, "");
    assert.equal(report(again.out), report(out));
  });

  it("rejects what is outside the language, all of it at once, and checks the rest", async () => {
    workshop.put("models/abba.ts", abba('violates("circular-wait")'));
    workshop.put("models/bad.ts", abba("verified()").replace("spin_lock(a);", "spin_lock(a); new Date(); eval('1');"));
    const { code, out, err } = await workshop.run(["check", "models"]);
    assert.equal(code, 2);
    assert.match(out, /^ok +\S*abba /m);
    assert.match(out, /^FAIL +\S*bad .* rejected: \d+ diagnostic/m);
    assert.match(err, /^models\/bad\.ts:\d+:\d+: LM\d{3}: /m);
  });

  it("ends with 2 when there is no model, or no such file", async () => {
    workshop.put("models/notes.ts", "export const nothing = 1;\n");
    const none = await workshop.run(["check", "models"]);
    assert.equal(none.code, 2, none.out);
    assert.include(none.out, "0 checks of 0 models");
    assert.equal((await workshop.run(["check", "nowhere.ts"])).code, 2);
  });

  it("writes JSON that is what the schema says, and nothing else", async () => {
    workshop.put("models/abba.ts", abba("verified()"));
    const { code, out, err } = await workshop.run(["check", "models", "--json"]);
    assert.equal(code, 1);
    assert.equal(err, "");
    const { results } = checkOutputSchema.parse(JSON.parse(out));
    assert.equal(results[0]?.outcome, "violated");
  });
});
