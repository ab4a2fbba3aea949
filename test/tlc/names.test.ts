import { assert } from "chai";
import { checkSource, summary } from "../support/check-source.js";

describe("[T] names that could be taken for others", function () {
  this.timeout(60_000);

  it("two locks of one name in two files are two locks", async () => {
    const source = `import { lock as other } from "./o.js"; const lock = spinlock_t(); let n = int(0, 9);
function f() { spin_lock(lock); n = n + 1; spin_unlock(lock); }
function g() { spin_lock(other); n = n + 1; spin_unlock(other); }
const a = task("a", f); const b = task("b", g);
invariant("no lost update", () => !(finished(a) && finished(b)) || n === 2);`;
    const files = { "o.ts": "export const lock = spinlock_t();" };
    assert.equal(summary(await checkSource(source, { files })), "invariant: no lost update");
  });

  it("a list on the stack of a task is not the list of an object that is called like the task", async () => {
    const source = `class T { node = list_node(); } class R { list = list_head<T>("node"); } const ring = new R(); const t = new T();
function f() { const list = LIST_HEAD<T>("node"); list_add(t.node, list); assert(!list_empty(ring.list), "only the stack list has it"); list_del(t.node); }
task("ring", f);`;
    assert.equal(summary(await checkSource(source)), "assertion: only the stack list has it");
  });

  it("variables may be called as the specification calls its own", async () => {
    const names =
      "p id context lock timer other overSoftirq choice at cpu place self list object node Init Next Spec vars NULL Free owner pc WF_x Nat".split(
        " ",
      );
    const source = `${names.map((name) => `let ${name} = int(0, 2);`).join(" ")} function f() { ${names.map((name) => `${name} = 1;`).join(" ")} } task("a", f);`;
    assert.equal(summary(await checkSource(source)), "verified");
  });

  it("a remainder has the sign of its left side, a quotient is cut off", async () => {
    const source = `let seq = int(-4, 4, -3); let seen = int(-9, 9); function f() { seen = seq % 2; assert(seen === -1, "rest"); seen = seq / 2; assert(seen === -1, "quotient"); } task("f", f); task("g", () => { if (seen > 5) seq = 1; });`;
    assert.equal(summary(await checkSource(source)), "verified");
  });
});
