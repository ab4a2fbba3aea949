// lockproof watch with real files: half-saved, deleted and renamed ones, Ctrl-C.

import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { openWorkshop, type Workshop } from "../support/cli.js";
import { abba } from "../support/models.js";

describe("[E] watch", function () {
  this.timeout(180_000);
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.remove());

  /** Does each thing when what it waits for has been printed since the thing before; Ctrl-C after the last. */
  async function session(steps: readonly { readonly when: RegExp; readonly then?: () => void }[]) {
    let [next, seen] = [0, 0];
    return workshop.run(["watch", "models", "--timeout", "5s"], {
      timeoutMs: 150_000,
      wrote(text, kill) {
        const step = steps[next];
        if (step === undefined || !step.when.test(text.slice(seen))) return;
        [next, seen] = [next + 1, text.length];
        if (step.then === undefined) kill("SIGINT");
        else step.then();
      },
    });
  }

  const put = (name: string, text: string): void => writeFileSync(join(workshop.folder, "models", name), text);
  const WAITING = /waiting for changes\n/;

  it("answers each change by both engines, and leaves nothing behind", async () => {
    const good = abba("verified()", "abab");
    workshop.put("models/abba.ts", abba('violates("circular-wait")'));
    const { code, out, err } = await session([
      { when: WAITING, then: () => put("abba.ts", good) },
      { when: WAITING, then: () => put("abba.ts", good.slice(0, 200)) },
      { when: WAITING, then: () => put("abba.ts", "") },
      { when: WAITING, then: () => rmSync(join(workshop.folder, "models/abba.ts")) },
      {
        when: /gone: models\/abba\.ts\n[^]*waiting for changes\n/,
        then() {
          put("other.ts.new", good);
          renameSync(join(workshop.folder, "models/other.ts.new"), join(workshop.folder, "models/other.ts"));
        },
      },
      { when: WAITING },
    ]);
    assert.equal(code, 130, out + err);
    assert.match(out, /ok +abba .*deadlock \(expected\).*\[builtin\]\nTLC confirms 1 answer/);
    assert.match(out, /ok +abba .*verified by the builtin engine.*\[builtin\]\nTLC confirms 1 answer/);
    assert.match(out, /FAIL +abba .*rejected.*\[builtin\]/);
    assert.match(out, /ok +other .*verified by the builtin engine.*\[builtin\]\nTLC confirms 1 answer/);
    assert.notMatch(out + err, /LM9|Error/);
    assert.deepEqual(workshop.leftOver(), []);
    assert.notInclude(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }), workshop.folder);
  });

  it("checks a model again when a file that it imports comes, changes, or goes", async () => {
    const library = `import { mutex } from "lockproof/dsl";\nexport const m = mutex();\n`;
    workshop.put(
      "models/user.ts",
      `import { mutex_lock, mutex_unlock, task } from "lockproof/dsl";
import { m } from "../lib/locks.js";
task("t", () => { mutex_lock(m); mutex_unlock(m); });
`,
    );
    const locks = join(workshop.folder, "lib/locks.ts");
    const { code, out, err } = await session([
      { when: WAITING, then: () => workshop.put("lib/locks.ts", library) },
      { when: WAITING, then: () => writeFileSync(locks, library.replaceAll("mutex", "spinlock_t")) },
      { when: WAITING, then: () => rmSync(locks) },
      { when: WAITING },
    ]);
    assert.equal(code, 130, out + err);
    const rows = [...out.matchAll(/^(ok|FAIL) .*\[builtin\]$/gm)].map((match) => match[1]);
    assert.deepEqual(rows, ["FAIL", "ok", "FAIL", "FAIL"]);
    assert.include(err, "LM501");
  });

  it("waits for a model where there is none yet, and asks TLC about what is too large for an answer at once", async () => {
    const many = `import { finished, int, invariant, tasks } from "lockproof/dsl";
class worker { first = int(0, 9); }
let total = int(0, 40);
function count() { for (let i = 0; i < 9; i++) total = total + 1; }
tasks("counter", 4, () => count());
invariant("it counts", () => total >= 0);
`;
    mkdirSync(join(workshop.folder, "models"), { recursive: true });
    const { code, out } = await session([
      { when: /Ctrl-C ends\n/, then: () => workshop.put("models/many.ts", many) },
      { when: /TLC is asked\n[^]*waiting for changes\n/ },
    ]);
    assert.equal(code, 130, out);
    assert.match(out, /^(ok|BAD|\?\?\?\?) +many .*\[TLC\]$/m);
  });
});
