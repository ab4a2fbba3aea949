import { assert } from "chai";
import { checkSource } from "../support/check-source.js";

const LOCK = "const l = spinlock_t(); let x = int(0, 9); let on = bool();";

/** Title, source, warnings. Each kind is there once, and not in its neighbour. */
const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "code behind a condition that never holds",
    'task("f", () => { x = 1; if (on)\n x = 2;\n });',
    ["place-not-reached: f", "branch-not-taken: f"],
  ],
  ["a condition without an else that always holds", 'task("f", () => { x = 1; if (!on) x = 2; x = 3; });', ["branch-not-taken: f"]],
  ["a condition that goes both ways", 'task("f", () => { x = choose(1, 2); if (x === 1) x = 2; x = 3; });', []],
  [
    "a condition that goes both ways, but in two calls",
    'function g(n: number) { if (x === n) x = 5; x = 0; } task("f", () => { g(0); x = 1; g(0); });',
    [],
  ],
  ["a lock that one context takes", 'task("f", () => { spin_lock(l); x = 1; spin_unlock(l); });', ["lock-not-contended: l"]],
  ["a lock that two take", 'function f() { spin_lock(l); x = 1; spin_unlock(l); } task("a", f); task("b", f);', []],
  [
    "a trylock that never fails, of a lock that nobody else takes",
    'task("f", () => { if (spin_trylock(l)) { x = 1; spin_unlock(l); } });',
    ["branch-not-taken: f", "lock-not-contended: l"],
  ],
  [
    "a condition around what is done in one go",
    'const q = wait_queue_head(); task("f", () => { prepare_to_wait(q); if (!on) schedule(); finish_wait(q); }); task("g", () => { on = true; wake_up(q); });',
    [],
  ],
  [
    "a condition that always holds, of which both ways end at a lock",
    'task("f", () => { if (!on) x = 2; spin_lock(l); spin_unlock(l); });',
    ["branch-not-taken: f", "lock-not-contended: l"],
  ],
  [
    "one that goes both ways there",
    'task("f", () => { if (!on) x = 2; spin_lock(l); spin_unlock(l); }); task("g", () => { on = true; });',
    ["lock-not-contended: l"],
  ],
  ["a handler that comes", 'task("f", () => { x = 1; }); hardirq("h", () => { x = 2; });', []],
  [
    "a timer that nobody starts",
    'class o { t = hrtimer(fire); } const a = new o(); function fire(own: o) { x = 1; return HRTIMER_NORESTART; } task("f", () => { hrtimer_cancel(a.t); });',
    ["context-never-runs: a.t", "place-not-reached: fire"],
  ],
  [
    "a premise that never holds",
    'task("f", () => { x = 1; }); invariant("on means two", () => !on || x === 2);',
    ["premise-never-holds: on means two"],
  ],
  ["a premise that holds", 'task("f", () => { x = 2; on = true; }); invariant("on means two", () => !on || x === 2);', []],
  [
    "a premise that holds of no object",
    'class o { n = int(0, 3); busy = bool(); } const os = pool(o, 2); task("f", () => { os[0].n = 1; }); invariant("busy", () => os.every((each) => !each.busy || each.n === 2));',
    ["premise-never-holds: busy"],
  ],
  [
    "an eventuality that holds from the start",
    'task("f", () => { x = 1; }); eventually("small", () => x < 1);',
    ["holds-from-the-start: small"],
  ],
  ["one that does not", 'task("f", () => { x = 1; }); eventually("one", () => x === 1);', []],
];

describe("[T] warnings of the real TLC about what a verdict says nothing about", function () {
  this.timeout(60_000);
  for (const [title, source, warnings] of CASES) {
    for (const reductions of [[], ["steps"] as const])
      it(`${title}${reductions.length === 0 ? "" : ", with fused steps"}`, async () => {
        const body = await checkSource(`${LOCK}\n${source}`, {}, (pool) => pool, null, reductions);
        if (body.outcome !== "verified") return assert.fail(JSON.stringify(body));
        assert.deepEqual(
          body.vacuity.map(({ kind, name }) => `${kind}: ${name}`),
          warnings,
        );
      });
  }
});
