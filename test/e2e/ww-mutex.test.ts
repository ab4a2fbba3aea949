// Misuse of models/lib/ww-mutex.ts that the kernel cannot have or finds at once: the library must say so, not deadlock.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import { openWorkshop, type Workshop } from "../support/cli.js";
import { inClone } from "../support/clone.js";

const BACKOFF = readFileSync(inClone("models/selftest/ww-mutex-backoff.ts"), "utf8");

describe("[E] misuse of wound/wait mutexes", function () {
  this.timeout(120_000);
  let workshop: Workshop;
  before(async () => {
    workshop = await openWorkshop();
    workshop.put("models/lib/ww-mutex.ts", readFileSync(inClone("models/lib/ww-mutex.ts"), "utf8"));
  });
  after(() => workshop.remove());

  /** What the builtin engine says of the model with `from` replaced. */
  async function changed(from: RegExp, to: string): Promise<string> {
    const source = BACKOFF.replace(from, to);
    assert.notEqual(source, BACKOFF);
    workshop.put("models/selftest/changed.ts", source);
    const { out } = await workshop.run([
      "check",
      "models/selftest/changed.ts",
      "--variant",
      "fixed",
      "--variant",
      "wait-die",
      "--engine",
      "builtin",
    ]);
    return out;
  }

  it("two contexts of one age are told apart by nothing", async () => {
    assert.include(await changed(/younger\.stamp = 2;/, "younger.stamp = 1;"), "property: each ww_acquire_ctx has a stamp of its own");
  });

  it("another mutex of the class is given back", async () => {
    assert.include(await changed(/ww_mutex_unlock\(second\);/, "ww_mutex_unlock(first);"), "bad unlock balance detected");
  });
});
