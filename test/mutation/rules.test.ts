import { assert } from "chai";
import pLimit from "p-limit";
import { readLibrary } from "../../harness/library.js";
import { detector } from "./detect.js";
import { EQUIVALENT } from "./equivalent.js";
import { libraryMutants } from "./library-mutants.js";
import { witnesses } from "./witnesses.js";

const all = libraryMutants(readLibrary()).filter(({ title }) => !EQUIVALENT.some((known) => known.title.test(title)));

describe("[T] the rules of specs/lib", function () {
  this.timeout(1_200_000);

  it("are each noticed by some test model when they are changed", async () => {
    const noticedBy = detector(witnesses());
    const limit = pLimit(2);
    const survivors: string[] = [];
    const tried = all.map((mutant) =>
      limit(async () => {
        if ((await noticedBy(mutant)) === null) survivors.push(mutant.title);
      }),
    );
    await Promise.all(tried);
    assert.isAtLeast(all.length, 100);
    assert.deepEqual(survivors, []);
  });

  it("are noticed by nobody as they are", async () => {
    const noticedBy = detector(witnesses());
    assert.isNull(await noticedBy({ title: "nothing changed", module: "Locks.tla", library: readLibrary() }));
  });
});
