// A fault about memory says which object is gone, and who freed it.

import { assert } from "chai";
import { checkBuiltin } from "../../../harness/run/check-builtin.js";
import { scenarioOf } from "../../../report/scenario.js";
import { compilationOf } from "../../support/compile.js";

const DECLARATIONS =
  "class s { hits = int(0, 2); other = ref<s>(); } const cache = kmem_cache(s, 2); let first = ref<s>(); let second = ref<s>();\nfunction make() { first = kmalloc(cache, GFP_KERNEL); second = kmalloc(cache, GFP_KERNEL); }";

function violationOf(code: string) {
  const body = checkBuiltin(compilationOf(`${DECLARATIONS}\n${code}`), { timeoutMs: 10_000, maxStates: 50_000, readSource: () => null });
  return body.outcome === "violated" ? body : assert.fail(body.outcome);
}

/** Without the name of the file. */
const messageOf = (code: string): string => violationOf(code).finding.message.replace(/ at [^ :]+:(\d+):\d+\)/, " at $1)");

describe("[U] objects that are gone", function () {
  this.timeout(30_000);

  it("are named with who freed them", () => {
    const code =
      'let made = bool();\ntask("f", () => { make(); made = true; if (first !== null) kfree(first); });\ntask("g", () => { while (!made) cpu_relax(); if (first !== null && second !== null) { second.hits = 1; first.hits = 1; } });';
    const { finding, trace } = violationOf(code);
    assert.deepInclude(finding, { kind: "use-after-free", object: "cache[0]" });
    assert.match(finding.message, /^g uses cache\[0\], which f has freed \(kfree at [^ ]+:4:\d+\)\.$/);
    const scenario = scenarioOf(finding, trace);
    assert.deepEqual(scenario?.columns, ["f/0", "g/1"]);
    assert.deepEqual(
      scenario?.rows.slice(-2).map(({ column }) => column),
      [0, 1],
    );
  });

  it("are those of timers that start again", () => {
    const code =
      'class o { t = hrtimer(fires); } function fires(x: o) { kfree(x); return HRTIMER_RESTART; } const a = new o();\ntask("f", () => { hrtimer_start(a.t); });';
    const { finding } = violationOf(code);
    assert.deepInclude(finding, { kind: "use-after-free", object: "a" });
    assert.equal(messageOf(code), "a.t uses a, which a.t has freed (kfree at 3).");
  });

  it("are told apart from others, behind a reference and when freed twice", () => {
    const through =
      'task("f", () => { make(); if (first !== null && second !== null) { first.other = second; kfree(second); if (first.other !== null) first.other.hits = 1; } });';
    assert.equal(messageOf(through), "f uses cache[1], which f has freed (kfree at 3).");
    const twice = 'task("f", () => { make(); if (second !== null) { kfree(second); kfree(second); } });';
    assert.equal(messageOf(twice), "f frees cache[1], which f has freed (kfree at 3).");
  });
});
