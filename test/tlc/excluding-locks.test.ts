// What lockdep alone is told of, and what nobody waits for, keeps nobody out: data under it is open, and steps on it are not passed.

import { assert } from "chai";
import { explore } from "../../interpreter/index.js";
import { checkSource, summary } from "../support/check-source.js";
import { locatedOf } from "../support/compile.js";

const source = (declaration: string, acquire: string, release: string): string => `
  const l = ${declaration}; let n = int(0, 2);
  function add() { ${acquire}(l); n = n + 1; ${release}(l); }
  const t = task("f", add); const u = task("g", add);
  invariant("both counted", () => !(finished(t) && finished(u)) || n === 2);
`;

const CASES: readonly (readonly [title: string, declaration: string, acquire: string, release: string, verdict: string])[] = [
  ["an annotated mutex", "mutex()", "mutex_acquire", "mutex_release", "invariant: both counted"],
  ["a lockdep map", "lockdep_map()", "lock_map_acquire", "lock_map_release", "invariant: both counted"],
  ["a local lock, of two CPUs", "local_lock_t()", "local_lock", "local_unlock", "invariant: both counted"],
  ["a mutex", "mutex()", "mutex_lock", "mutex_unlock", "verified"],
];

describe("an update under", () => {
  for (const [title, declaration, acquire, release, verdict] of CASES) {
    const text = source(declaration, acquire, release);
    const isLost = verdict !== "verified";
    it(`[U] ${title} is ${isLost ? "lost" : "kept"}`, () => {
      const found = explore(locatedOf(text));
      assert.equal(found.outcome === "violated" ? `${found.finding.kind}: ${String(found.finding.property)}` : found.outcome, verdict);
    });
    it(`[T] ${title} is ${isLost ? "lost" : "kept"}, with all reductions`, async () => {
      for (const reductions of [[], ["slice", "steps", "symmetry"]] as const)
        assert.equal(summary(await checkSource(text, {}, undefined, null, reductions)), verdict);
    });
  }
});
