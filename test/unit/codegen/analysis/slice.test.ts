import { assert } from "chai";
import { leftOut, sliced } from "../../../../codegen/analysis/slice/index.js";
import { locatedOf } from "../../../support/compile.js";
import { SLICED_MODELS } from "../../../support/sliced-models.js";

function left(source: string): readonly string[] {
  const located = locatedOf(source);
  return leftOut(located, sliced(located));
}

/** `x` is stored to, twice; CODE may make it count. */
function model(code: string, { x = "let x = wrapping(3);", more = "" } = {}): string {
  return `class o { n = int(0, 2); } const os = pool(o, 2); const l = spinlock_t(); let y = int(0, 2); let p = ref<o>(); ${x}
task("t", () => { x = 1; spin_lock(l); ${code} spin_unlock(l); }); task("u", () => { x = 2; y = 1; p = os[1]; }); ${more}`;
}

describe("[U] analysis/slice", () => {
  it("leaves out what is only stored, and what goes only there", () => {
    assert.deepEqual(left(model("")), ["y", "p", "x"]);
    assert.deepEqual(left(model("const z = x; y = z === 1 ? 2 : 0;")), ["y", "p", "x", "z of t"]);
    assert.deepEqual(Object.values(SLICED_MODELS).map(left), [
      ["hits", "last", "seen of f"],
      ["seen", "seen_read of t"],
      ["cancelled", "won", "o.n", "cancelled of t", "n_read of fire"],
      ["last", "mood", "cpu.count"],
      ["made", "made_read of b"],
      ["hits"],
    ]);
  });

  const relevant: Readonly<Record<string, string>> = {
    "a branch asks for it": model("if (x === 1) cpu_relax();"),
    "a loop asks for it": model("while (x === 1) cpu_relax();"),
    "somebody waits for it": model("", { more: 'const q = wait_queue_head(); task("w", () => { wait_event(q, () => x === 1); });' }),
    "an assertion reads it": model("assert(x < 3);"),
    "an invariant reads it": model("", { more: 'invariant("i", () => x < 3);' }),
    "something reachable reads it": model("", { more: 'reachable("r", () => x === 1);' }),
    "an eventuality reads it": model("", { more: 'eventually("e", () => x === 1);' }),
    "it may leave its range": model("x = x + 1;", { x: "let x = int(0, 2);" }),
    "something that counts is made of it": model("y = x; if (y === 1) cpu_relax();"),
    "it says where something that counts is stored": model("os[x].n = 1;", {
      more: 'invariant("n", () => os.every((each) => each.n < 2));',
    }),
    "it may be no object": model("os[x].n = 1;"),
    "what is stored may be read where there is nothing": model("x = list_first_entry(h).n;", {
      more: 'const h = list_head<o>("node");',
    }).replace("class o {", "class o { node = list_node();"),
    "another may leave its range by it": model("y = x + 1;"),
    "a choice of it may leave the range": model("y = choose(x, 3);", { x: "let x = int(0, 2);" }),
  };
  for (const [reason, source] of Object.entries(relevant)) {
    it(`keeps data when ${reason}`, () => {
      assert.notInclude(left(source), "x");
    });
  }

  it("keeps a completion that somebody waits for", () => {
    assert.deepEqual(
      left('const d = completion(1); task("a", () => { complete_all(d); }); task("b", () => { wait_for_completion(d); });'),
      [],
    );
  });

  it("keeps data of objects that may not be there", () => {
    const code =
      'class o { n = int(0, 2); } const os = kmem_cache(o, 1); task("t", () => { const one = kmalloc(os, GFP_KERNEL); if (one === null) return; kfree(one); one.n = 1; });';
    assert.deepEqual(left(code), []);
  });

  it("takes a store for harmless where the code makes sure of the range", () => {
    assert.include(left(model("const z = x; x = z < 2 ? z + 1 : 0;", { x: "let x = int(0, 2);" })), "x");
    assert.notInclude(left(model("const z = x; x = z < 3 ? z + 1 : 0;", { x: "let x = int(0, 2);" })), "x");
  });

  it("gives the same program where all counts", () => {
    const located = locatedOf(
      'const l = spinlock_t(); let x = int(0, 1); task("t", () => { spin_lock(l); spin_unlock(l); }); invariant("i", () => x < 1);',
    );
    assert.strictEqual(sliced(located), located);
  });
});
