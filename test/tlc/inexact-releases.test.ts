// A lock that is released under another name than it was acquired by: what the other lock protects is not what is taken for protected.

import { assert } from "chai";
import { explore } from "../../interpreter/index.js";
import { checkSource, summary } from "../support/check-source.js";
import { locatedOf } from "../support/compile.js";

/** `f` has released `a` at its update, whatever the name was, and holds `b`; `g` holds `a` at its own. */
const source = (acquire: string, name: string, release: string, type: string): string => `
  class device { l = ${type}(); }
  const a = new device(); const b = new device(); let r = ref<device>(a); let n = int(0, 2);
  const t = task("f", () => { ${acquire}(a.l); ${acquire}(b.l); ${name} n = n + 1; ${release}(b.l); });
  const u = task("g", () => { ${acquire}(a.l); n = n + 1; ${release}(a.l); });
  invariant("both counted", () => !(finished(t) && finished(u)) || n === 2);
`;

const LOCKS: readonly (readonly [acquire: string, release: string, type: string])[] = [
  ["spin_lock", "spin_unlock", "spinlock_t"],
  ["mutex_lock", "mutex_unlock", "mutex"],
  ["write_lock", "write_unlock", "rwlock_t"],
];

function outcome(text: string): string {
  const found = explore(locatedOf(text));
  return found.outcome === "violated" ? found.finding.kind : found.outcome;
}

describe("[U] a lock that is released through a reference", () => {
  for (const [acquire, release, type] of LOCKS)
    it(`protects nothing any more: ${type}`, () => {
      assert.equal(outcome(source(acquire, `if (r !== null) ${release}(r.l);`, release, type)), "invariant");
      assert.equal(outcome(source(acquire, `${release}(a.l);`, release, type)), "invariant", "the same under its own name");
    });

  it("does where there is one instance only", () => {
    const one = `
      class device { l = spinlock_t(); }
      const a = new device(); let r = ref<device>(a); let n = int(0, 2);
      const t = task("f", () => { spin_lock(a.l); n = n + 1; if (r !== null) spin_unlock(r.l); });
      const u = task("g", () => { spin_lock(a.l); n = n + 1; spin_unlock(a.l); });
      invariant("both counted", () => !(finished(t) && finished(u)) || n === 2);
    `;
    assert.equal(outcome(one), "verified");
  });
});

describe("[T] a lock that is released through a reference", () => {
  it("protects nothing any more, with all reductions", async () => {
    const text = source("spin_lock", "if (r !== null) spin_unlock(r.l);", "spin_unlock", "spinlock_t");
    for (const reductions of [[], ["slice", "steps", "symmetry"]] as const)
      assert.equal(summary(await checkSource(text, {}, undefined, null, reductions)), "invariant: both counted");
  });
});
