import { assert } from "chai";
import { alikeObjectsOf } from "../../../../codegen/analysis/alike/index.js";
import { crowdsOf } from "../../../../codegen/analysis/symmetry.js";
import { ALIKE_MODELS } from "../../../support/alike-models.js";
import { locatedOf } from "../../../support/compile.js";

function alike(source: string): readonly string[] {
  const located = locatedOf(source);
  return alikeObjectsOf(located, crowdsOf(located)).map(({ pool }) => pool);
}

const BASE = `class o { node = list_node(); work = work_struct(fire, { queued: true }); n = int(0, 2); MORE }
const os = pool(o, 2); const all = list_head<o>("node", os); const l = spinlock_t(); let kept = ref<o>();
function fire(own: o) { spin_lock(l); own.n = 1; FIRE spin_unlock(l); }
task("t", () => { const one = choose(os); spin_lock(l); if (cancel_work(one.work)) list_del_init(one.node); CODE spin_unlock(l); });
invariant("small", () => os.every((each) => each.n < 2 && EACH)); LAST`;

function model(parts: Readonly<Partial<Record<"MORE" | "FIRE" | "CODE" | "EACH" | "LAST", string>>>): string {
  return ["MORE", "FIRE", "CODE", "LAST"].reduce(
    (text, part) => text.replace(part, parts[part as keyof typeof parts] ?? ""),
    BASE.replace("EACH", parts.EACH ?? "true"),
  );
}

describe("[U] analysis/alike", () => {
  it("takes objects of a pool for alike that nothing tells apart", () => {
    assert.deepEqual(alike(model({})), ["os"]);
    assert.deepEqual(alike(model({ CODE: "kept = one; for (const e of list_for_each_entry(all)) if (e === kept) e.n = 0;" })), ["os"]);
    assert.deepEqual(
      Object.values(ALIKE_MODELS).map((source) => alike(source).length),
      [1, 1, 1, 2, 1],
    );
  });

  it("says which contexts belong to the objects, in their order", () => {
    const located = locatedOf(model({}));
    assert.deepEqual(alikeObjectsOf(located, []), [{ pool: "os", objects: ["os[0]", "os[1]"], contexts: [["os[0].work", "os[1].work"]] }]);
  });

  const different: Readonly<Record<string, string>> = {
    "code names one of them": model({ CODE: "os[0].n = 0;" }),
    "code chooses between some of them": model({ LAST: 'const more = pool(o, 1); task("u", () => { kept = choose(os[0], more[0]); });' }),
    "code goes through the pool in its order": model({ CODE: "for (const e of os) e.n = 0;" }),
    "code takes one by its number": model({ CODE: "const i = choose(0, 1); os[i].n = 0;" }),
    "a property names one of them": model({ LAST: 'invariant("first", () => os[0].n === 0 || os[1].n === 0);' }),
    "an object refers to another": model({ MORE: "peer = ref<o>();", CODE: "one.peer = kept;" }),
    "a callback remembers another": model({ FIRE: "const first = list_first_entry_or_null(all); if (first !== null) first.n = 0;" }),
    "they have locks": model({ MORE: "lock = spinlock_t();", FIRE: "spin_lock(own.lock); spin_unlock(own.lock);" }),
    "they have lists": model({ MORE: 'head = list_head<entry>("node");', FIRE: "if (list_empty(own.head)) own.n = 0;" }).replace(
      "class o",
      "class entry { node = list_node(); } const entries = pool(entry, 2); class o",
    ),
    "they have wait queues": model({ MORE: "q = wait_queue_head();", FIRE: "if (waitqueue_active(own.q)) own.n = 0;" }),
    "somebody waits for the end of one": model({ LAST: 'task("u", () => { flush_work(choose(os).work); });' }),
    "their work items run one after another": model({
      LAST: 'const wq = alloc_ordered_workqueue("wq"); task("u", () => { queue_work(wq, choose(os).work); });',
    }),
    "their callbacks may be interrupted where they are alone": model({ LAST: 'hardirq("irq", () => { kept = null; });' }),
    "a crowd remembers some of them": model({
      LAST: 'tasks("c", 2, () => { const one = choose(os); spin_lock(l); one.n = 1; spin_unlock(l); });',
    }),
  };
  for (const [reason, source] of Object.entries(different)) {
    it(`tells them apart when ${reason}`, () => {
      assert.notInclude(alike(source), "os");
    });
  }
});
