import { assert } from "chai";
import { acquire, bool, bottomHalves, finished, irq, model, preemption, release, set } from "./builders.js";
import { after, possible, verified, violation } from "./walk.js";

const mark = set("b", bool(true));
const base = () => model().bool("b");

describe("[U] interpreter: interrupts and CPUs", () => {
  it("lets a hardirq come between any two steps of a task, which then waits", () => {
    const program = base().task("A", [mark, mark]).hardirq("h", [mark]).build();
    assert.deepEqual(possible(program), ["A", "h@0"]);
    assert.deepEqual(possible(program, "A", "h@0"), ["h"]);
    assert.deepEqual(after(program, "A", "h@0").hardirq, { "0": "h" });
    assert.deepEqual(after(program, "A", "h@0").remaining, { h: 0 });
    assert.deepEqual(possible(program, "A", "h@0", "h", "h"), ["A"]);
  });

  it("lets it come as often as its times say, and after the task is done", () => {
    const program = base().task("A", []).hardirq("h", [], { times: 2 }).build();
    assert.deepEqual(possible(program, "A"), ["h@0"]);
    assert.deepEqual(possible(program, "A", "h@0", "h"), ["h@0"]);
    assert.deepEqual(possible(program, "A", "h@0", "h", "h@0", "h"), []);
    assert.equal(verified(program).statistics.distinct, 10);
  });

  it("keeps hardirqs away while interrupts are off", () => {
    const program = base()
      .task("A", [irq("disable"), mark, irq("enable"), mark])
      .hardirq("h", [mark])
      .build();
    assert.include(possible(program), "h@0");
    assert.notInclude(possible(program, "A"), "h@0");
    assert.notInclude(possible(program, "A", "A"), "h@0");
    assert.include(possible(program, "A", "A", "A"), "h@0");
  });

  it("lets hardirqs come on any of their CPUs, each time on one", () => {
    const program = base()
      .task("A", [irq("disable"), mark, irq("enable")])
      .task("B", [mark, mark])
      .hardirq("h", [mark], { cpus: [0, 1] })
      .build();
    assert.deepEqual(possible(program), ["A", "B", "h@0", "h@1"]);
    assert.deepEqual(possible(program, "A"), ["A", "B", "h@1"]);
    assert.deepEqual(after(program, "A", "h@1").hardirq, { "0": null, "1": "h" });
    assert.deepEqual(possible(program, "A", "h@1"), ["A", "h"]);
  });

  it("runs one hardirq at a time on a CPU", () => {
    const program = base().hardirq("h", [mark]).hardirq("g", [mark]).build();
    assert.deepEqual(possible(program, "h@0"), ["h"]);
    assert.deepEqual(possible(program, "h@0", "h", "h"), ["g@0"]);
  });

  it("lets a hardirq come over a softirq, not the other way round", () => {
    const program = base().task("A", [mark]).softirq("s", [mark]).hardirq("h", [mark]).build();
    assert.deepEqual(possible(program), ["A", "s@0", "h@0"]);
    assert.deepEqual(possible(program, "s@0"), ["s", "h@0"]);
    assert.deepEqual(possible(program, "s@0", "h@0"), ["h"]);
    assert.deepEqual(possible(program, "h@0"), ["h"]);
    assert.deepEqual(after(program, "s@0", "h@0").softirq, { "0": "s" });
  });

  it("runs one softirq at a time on a CPU", () => {
    const program = base().softirq("s", [mark]).softirq("r", [mark]).build();
    assert.deepEqual(possible(program, "s@0"), ["s"]);
  });

  it("keeps softirqs away while bottom halves are disabled, hardirqs not", () => {
    const program = base()
      .task("A", [bottomHalves("disable"), mark, bottomHalves("enable")])
      .softirq("s", [mark])
      .hardirq("h", [mark])
      .build();
    assert.deepEqual(possible(program, "A"), ["A", "h@0"]);
    assert.include(possible(program, "A", "A", "A"), "s@0");
  });

  it("keeps softirqs away while interrupts are off", () => {
    const program = base()
      .task("A", [irq("disable"), mark, irq("enable")])
      .softirq("s", [mark])
      .build();
    assert.deepEqual(possible(program, "A"), ["A"]);
  });

  it("asks the softirq, not the task below it, whether interrupts are on", () => {
    const program = base()
      .softirq("s", [irq("disable"), mark, irq("enable")])
      .hardirq("h", [mark])
      .build();
    assert.include(possible(program, "s@0"), "h@0");
    assert.deepEqual(possible(program, "s@0", "s"), ["s"]);
  });

  it("switches between tasks of one CPU at preemptible locations only", () => {
    const shared = { cpus: [0] };
    const program = base()
      .task("A", [preemption("disable"), mark, preemption("enable"), mark], shared)
      .task("B", [mark], shared)
      .build();
    assert.deepEqual(possible(program), ["A", "B"]);
    assert.deepEqual(possible(program, "A"), ["A"]);
    assert.deepEqual(possible(program, "A", "A"), ["A"]);
    assert.deepEqual(possible(program, "A", "A", "A"), ["A", "B"]);
  });

  it("takes interrupts off and bottom halves off for non-preemptible, too", () => {
    const shared = { cpus: [0] };
    const off = base()
      .task("A", [irq("disable"), mark, irq("enable")], shared)
      .task("B", [mark], shared)
      .build();
    assert.deepEqual(possible(off, "A"), ["A"]);
    const halves = base()
      .task("A", [bottomHalves("disable"), mark, bottomHalves("enable")], shared)
      .task("B", [mark], shared)
      .build();
    assert.deepEqual(possible(halves, "A"), ["A"]);
  });

  it("needs interrupts on in all tasks of the CPU", () => {
    const program = base()
      .task("A", [irq("disable"), mark, irq("enable")], { cpus: [0] })
      .task("B", [mark], { cpus: [0] })
      .hardirq("h", [mark])
      .build();
    assert.notInclude(possible(program, "B", "A"), "h@0");
    assert.include(possible(program, "B"), "h@0");
  });

  it("finds the handler that waits for a lock of the task below it", () => {
    const program = model()
      .lock("a", "raw_spinlock_t")
      .task("A", [acquire("a"), release("a")])
      .hardirq("h", [acquire("a"), release("a")])
      .build();
    assert.deepEqual(violation(program), { kind: "circular-wait", context: "h", label: "h:1", moves: ["A", "h@0"] });
  });

  it("finds no such circle when interrupts are off while the lock is held", () => {
    verified(
      model()
        .lock("a", "raw_spinlock_t")
        .task("A", [irq("disable"), acquire("a"), release("a"), irq("enable")])
        .hardirq("h", [acquire("a"), release("a")])
        .build(),
    );
  });

  it("finds a hardirq that waits for a lock of the softirq below it", () => {
    const program = model()
      .lock("a", "raw_spinlock_t")
      .softirq("s", [acquire("a"), release("a")])
      .hardirq("h", [acquire("a"), release("a")])
      .build();
    assert.equal(violation(program).kind, "circular-wait");
  });

  it("finds a task that spins for the lock of another one, which cannot run on its CPU", () => {
    const program = model()
      .lock("a", "raw_spinlock_t")
      .task("A", [acquire("a"), release("a")], { cpus: [0] })
      .task("B", [preemption("disable"), acquire("a"), release("a"), preemption("enable")], { cpus: [0] })
      .build();
    assert.deepEqual(violation(program).moves, ["A", "B"]);
    assert.equal(violation(program).kind, "circular-wait");
  });

  it("takes a hardirq for finished when it cannot come again", () => {
    const program = base()
      .task("A", [])
      .hardirq("h", [], { times: 2 })
      .invariant("never", { kind: "unary", operator: "not", operand: finished("h") })
      .build();
    assert.deepEqual(violation(program).moves, ["h@0", "h", "h@0", "h"]);
  });
});
