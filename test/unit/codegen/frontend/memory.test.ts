// Memory and reference counts → the operations of docs/semantics.md, section 5.

import { assert } from "chai";
import { accepted } from "../../../support/compile-model.js";
import { steps } from "../../../support/print-graph.js";

function bare(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.slice(line.indexOf(" ") + 1)).slice(0, -1);
}

const MEMORY =
  "class R { refs = kref(3); count = refcount_t(3); } const rs = kmem_cache(R, 2); const one = new R(); function done(r: R) { kfree(r); }";

function memorySteps(body: string): readonly string[] {
  return bare(steps(accepted(`${MEMORY}\nfunction f() { ${body} }\ntask("t", f);`), "t"));
}

describe("[U] memory", () => {
  it("lowers an allocation to a step, behind what one that may sleep tells lockdep", () => {
    assert.deepEqual(memorySteps("kmalloc(rs, GFP_ATOMIC);"), ["f.allocated := allocate from rs, or NULL"]);
    assert.deepEqual(memorySteps("kzalloc(rs, GFP_KERNEL, __GFP_NOFAIL);"), [
      "unless nofs: annotate acquire fs_reclaim (kzalloc)",
      "unless nofs: annotate-release fs_reclaim (kzalloc)",
      "might-sleep",
      "f.allocated := allocate from rs",
    ]);
    assert.deepEqual(memorySteps("kfree(one);"), ["free one"]);
  });

  it("knows which objects come and go, and which are there at first", () => {
    assert.deepEqual(accepted(`${MEMORY}\ntask("t", () => { kfree(one); });`).memory, { "rs[0]": false, "rs[1]": false, one: true });
    assert.deepEqual(accepted(`${MEMORY}\ntask("t", () => { refcount_inc(one.count); });`).memory, {});
  });

  it("counts references in one step, with the conditions under which the kernel warns", () => {
    assert.deepEqual(memorySteps("refcount_inc(one.count);"), ["one.count := (one.count + 1) where ((one.count > 0) && (one.count < 3))"]);
    assert.deepEqual(memorySteps("refcount_dec(one.count);"), ["one.count := (one.count - 1) where (one.count > 1)"]);
    assert.deepEqual(memorySteps("kref_init(one.refs);"), ["one.refs := 1"]);
  });

  it("calls the release function of the last put with the object", () => {
    assert.deepEqual(memorySteps("kref_put(one.refs, done);"), [
      "one.refs := (one.refs - 1) where (one.refs > 0), result := (one.refs === 1)",
      "if result → n3 else → n4",
      "free one",
    ]);
  });
});
