import { readdirSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import type { LocatedProgram } from "../../../codegen/ir/located.js";
import { fileHost, packageRoot } from "../../../harness/host.js";
import { explore } from "../../../interpreter/index.js";
import { fromSource, programsOf } from "./source.js";
import { verified, violation } from "./walk.js";

/** Kind and names as an `expect` states them. */
function outcomeOf(located: LocatedProgram): string {
  const result = explore(located, { maxStates: 200_000 });
  return result.outcome === "violated" ? `${result.finding.kind} ${result.finding.label ?? result.finding.property ?? ""}` : result.outcome;
}

describe("[U] interpreter: models from source text", () => {
  it("finds nothing that contradicts what a shipped model expects of itself", function () {
    this.timeout(120_000);
    const root = packageRoot();
    const host = fileHost(root);
    const files = readdirSync(join(root, "models"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const wrong: string[] = [];
    let count = 0;
    let bounded = 0;
    for (const file of files.sort()) {
      for (const located of programsOf(host, `${root}/models/${file}`)) {
        const { expectation, variants, configuration } = located.program;
        const expected = expectation === null || expectation.verdict === "verified" ? "verified" : (expectation.kind ?? "");
        const found = outcomeOf(located);
        count++;
        if (found === "bounded-out" && expected === "verified") bounded++;
        else if (!found.startsWith(expected))
          wrong.push(`${file} ${JSON.stringify(variants)} ${configuration.name}: expected ${expected}, found ${found}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.isAbove(count, 10);
    console.log(`      ${count} programs from ${files.length} files; ${bounded} have too many states for here`);
  });

  it("finds a lost update of open data, and none under a lock", () => {
    const body = (lock: boolean) => `
      let n = int(0, 9);
      const a = spinlock_t();
      function count() { ${lock ? "spin_lock(a);" : ""} n = n + 1; ${lock ? "spin_unlock(a);" : ""} }
      const one = task("one", count);
      const two = task("two", count);
      invariant("both count", () => !(finished(one) && finished(two)) || n === 2);
      expect(verified());`;
    assert.equal(violation(fromSource(body(false))).kind, "invariant");
    verified(fromSource(body(true)));
  });

  it("runs wait_event to its end, whenever the waker comes", () => {
    const result = verified(
      fromSource(`
        let done = bool();
        const q = wait_queue_head();
        task("waiter", () => { wait_event(q, () => done); });
        task("waker", () => { done = true; wake_up(q); });
        eventually("woken", () => done);
        expect(verified());`),
    );
    assert.deepEqual(result.eventualities, [{ name: "woken", fairness: "weak", status: "holds" }]);
  });

  it("is stuck when nobody wakes", () => {
    const program = fromSource(`
      let done = bool();
      const q = wait_queue_head();
      task("waiter", () => { wait_event(q, () => done); });
      task("setter", () => { done = true; });
      expect(violates("stuck"));`);
    assert.equal(violation(program).kind, "stuck");
  });

  it("goes safely through a list whose entries it removes, and not otherwise", () => {
    const body = (walk: string) => `
      class Item { node = list_node(); }
      const items = pool(Item, 3);
      class Owner { list = list_head<Item>("node", items); }
      const owner = new Owner();
      function clear() { for (const item of ${walk}(owner.list)) list_del(item.node); }
      task("one", clear);
      invariant("count", () => list_count(owner.list) <= 3);
      expect(verified());`;
    verified(fromSource(body("list_for_each_entry_safe")));
    assert.equal(violation(fromSource(body("list_for_each_entry"))).kind, "list-corruption");
  });

  it("takes everything off an llist onto the stack", () => {
    verified(
      fromSource(`
        class Work { node = llist_node(); done = bool(); }
        const works = pool(Work, 2);
        class Queue { head = llist_head<Work>("node"); }
        const queue = new Queue();
        function push(index: number) { llist_add(works[index].node, queue.head); }
        function run() {
          const mine = LLIST_HEAD<Work>("node");
          llist_del_all(queue.head, mine);
          for (let w = llist_del_first(mine); w !== null; w = llist_del_first(mine)) w.done = true;
        }
        tasks("pusher", 2, (index) => push(index));
        task("runner", run);
        expect(verified());`),
    );
  });

  it("lets a timer's callback and its canceller meet", () => {
    const body = (cancel: string) => `
      class Device {
        lock = raw_spinlock_t();
        timer = hrtimer<Device>((device) => { raw_spin_lock(device.lock); raw_spin_unlock(device.lock); return HRTIMER_NORESTART; }, { queued: true, mode: HRTIMER_MODE_REL_HARD });
      }
      const device = new Device();
      task("closer", () => { const flags = raw_spin_lock_irqsave(device.lock); ${cancel}(device.timer); raw_spin_unlock_irqrestore(device.lock, flags); });
      expect(verified());`;
    verified(fromSource(body("hrtimer_try_to_cancel")));
    assert.equal(violation(fromSource(body("hrtimer_cancel"))).kind, "circular-wait");
  });

  it("waits for an atomic counter, and gives an atomic operation in one step", () => {
    verified(
      fromSource(`
        const refs = atomic_t(0, 2, 2);
        let freed = bool();
        function put() { if (atomic_dec_and_test(refs)) freed = true; }
        task("one", put);
        task("two", put);
        task("waiter", () => { while (atomic_read(refs) > 0) cpu_relax(); });
        eventually("freed", () => freed);
        expect(verified());`),
    );
  });
});
