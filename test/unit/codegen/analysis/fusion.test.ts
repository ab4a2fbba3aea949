import { assert } from "chai";
import { passedPlaces } from "../../../../codegen/analysis/fusion/index.js";
import { locatedOf } from "../../../support/compile.js";

const passed = (source: string, purpose: "safety" | "temporal" = "safety"): readonly string[] => [
  ...passedPlaces(locatedOf(source), purpose),
];

const TASK = `let x = int(0, 1);\nfunction f() {\n  x = 1;\n}\ntask("f", f, { cpu: 0 });`;
const HANDLER = `hardirq("h", () => { x = 0; }, { cpu: 0 });`;

describe("[U] fused steps: a timer that never expires", () => {
  const model = (options: string): string => `const l = raw_spinlock_t(); let x = int(0, 1);
class o { timer = hrtimer(fire, { queued: true, cpu: 0${options} }); }
const os = pool(o, 1);
function f() {
  raw_spin_lock(l);
  x = 1;
  raw_spin_unlock(l);
}
function fire(own: o) { x = 0; return HRTIMER_NORESTART; }
task("f", f, { cpu: 0 }); task("g", () => { if (hrtimer_active(os[0].timer)) f(); }, { cpu: 1 });`;

  it("keeps nobody from going on, and its code touches nothing", () => {
    assert.includeMembers([...passed(model(", expires: false"))], ["f:6", "f:7"]);
  });

  it("does when it may expire", () => {
    assert.notIncludeMembers([...passed(model(""))], ["f:6"]);
    assert.notIncludeMembers([...passed(model(""))], ["f:7"]);
  });
});

describe("[U] fused steps: the end of a task", () => {
  it("goes with the step before, also where an interrupt may come on top of it: nobody waits for who holds nothing", () => {
    assert.include(passed(`${TASK}\n${HANDLER}`), "f:4");
  });

  it("is a step of its own when a property asks whether the task has finished", () => {
    assert.notInclude(
      passed(`${TASK.replace("task(", "const t = task(")}\n${HANDLER}\ninvariant("p", () => !finished(t) || x < 2);`),
      "f:4",
    );
  });

  it("is a step of its own when something is held", () => {
    const source = `const a = spinlock_t(); let x = int(0, 1);\nfunction f() {\n  spin_lock(a);\n  x = 1;\n}\ntask("f", f, { cpu: 0 });\n${HANDLER}`;
    assert.notInclude(passed(source), "f:5");
  });

  it("is a step of its own for eventualities, which speak of what is possible when", () => {
    assert.notInclude(passed(`${TASK}\n${HANDLER}`, "temporal"), "f:4");
  });
});
