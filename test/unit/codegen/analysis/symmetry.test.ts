import { assert } from "chai";
import { crowdsOf } from "../../../../codegen/analysis/symmetry.js";
import { locatedOf } from "../../../support/compile.js";

const crowds = (source: string): readonly (readonly string[])[] => crowdsOf(locatedOf(source));
const BODY = "const a = spinlock_t(); let x = int(0, 3); function f() { spin_lock(a); x = 1; spin_unlock(a); }";

describe("[U] analysis/symmetry", () => {
  it("takes tasks for alike that run the same code, each on a CPU of its own", () => {
    assert.deepEqual(crowds(`${BODY} tasks("t", 3, f); task("other", () => { x = 2; });`), [["t[0]", "t[1]", "t[2]"]]);
  });

  const different: Readonly<Record<string, string>> = {
    "the code asks for their number": 'let x = int(0, 3); tasks("t", 2, (index) => { x = index; });',
    "they share a CPU": `${BODY} tasks("t", 2, f, { cpu: 0 });`,
    "an interrupt may come on their CPUs": `${BODY} tasks("t", 2, f); hardirq("irq", () => { x = 2; });`,
    "a property asks whether one has finished": `${BODY} const t = tasks("t", 2, f); invariant("in order", () => !finished(t[1]) || finished(t[0]));`,
    "they wait on a queue":
      'const q = wait_queue_head(); let x = bool(); tasks("t", 2, () => wait_event(q, () => x)); task("w", () => { x = true; wake_up(q); });',
    "they have lists on their stacks":
      'class o { list = list_node(); } const os = pool(o, 2); const all = list_head<o>("list", os); tasks("t", 2, () => { const own = LIST_HEAD<o>("list"); list_splice_init(all, own); while (!list_empty(own)) list_del_init(list_first_entry(own).list); });',
  };
  for (const [reason, source] of Object.entries(different)) {
    it(`tells them apart when ${reason}`, () => {
      assert.deepEqual(crowds(source), []);
    });
  }

  it("tells them apart when somebody waits for the end of contexts", () => {
    assert.deepEqual(
      crowds(
        'let x = int(0, 3); tasks("t", 2, () => { rcu_read_lock(); x = 1; rcu_read_unlock(); }); task("s", () => { synchronize_rcu(); x = 2; });',
      ),
      [],
    );
  });
});
