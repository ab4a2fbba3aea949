import { assert } from "chai";
import type { Operation } from "../../../codegen/ir/graph.js";
import { acquire, bool, finished, get, local, model, place, release, type Step, set } from "./builders.js";
import { after, possible, verified, violation } from "./walk.js";

const start: Step = (next) => ({ kind: "timer-start", timer: place("t"), next });
const cancel = (kind: "timer-try-cancel" | "timer-cancel", result: string | null): Step => {
  return (next): Operation => ({ kind, timer: place("t"), result, next });
};
const queued = { kind: "timer-queued", timer: place("t") } as const;
const running = { kind: "timer-running", timer: place("t") } as const;

/** A timer with a callback of one step, and a task on another CPU. */
function timer(isQueued: boolean, steps: readonly Step[], options: { restart?: boolean; expires?: boolean } = {}) {
  const { restart = false, expires = true } = options;
  return model()
    .timer("t", isQueued)
    .int("r", -1, 9, 5)
    .bool("b")
    .bool("ran")
    .task("A", steps, { cpus: [1], locals: ["l"] })
    .hrtimer("cb", "t", [set("ran", bool(true))], { timer: { field: "t", object: null, expires }, restart });
}

describe("[U] interpreter: timers", () => {
  it("expires when queued, which takes it out of the queue, and runs until its callback has ended", () => {
    const program = timer(true, [set("b", running)]).build();
    assert.deepEqual(possible(program), ["A", "cb@0"]);
    assert.deepEqual(after(program).timers, { t: true });
    const started = after(program, "cb@0");
    assert.deepEqual(started.timers, { t: false });
    assert.deepEqual(started.hardirq, { "0": "cb", "1": null });
    assert.equal(started.pc["cb"], "cb:1");
    assert.equal(after(program, "cb@0", "cb", "A").fields["b"], true);
    const ended = after(program, "cb@0", "cb", "cb");
    assert.equal(ended.pc["cb"], "idle");
    assert.deepEqual(ended.hardirq, { "0": null, "1": null });
    assert.equal(after(program, "cb@0", "cb", "cb", "A").fields["b"], false);
  });

  it("never expires when it is not queued, or far off", () => {
    assert.deepEqual(possible(timer(false, []).build()), ["A"]);
    assert.deepEqual(possible(timer(true, [], { expires: false }).build()), ["A"]);
  });

  it("is queued again by its callback's return, and may come any number of times", () => {
    const program = timer(true, [], { restart: true }).build();
    assert.deepEqual(after(program, "cb@0", "cb", "cb").timers, { t: true });
    assert.include(possible(program, "cb@0", "cb", "cb", "cb@0"), "cb");
  });

  it("can be started while its callback runs", () => {
    const program = timer(true, [start]).build();
    assert.deepEqual(after(program, "cb@0", "A").timers, { t: true });
    assert.notInclude(possible(program, "cb@0", "A"), "cb@0");
    assert.include(possible(program, "cb@0", "A", "cb", "cb"), "cb@0");
  });

  it("tries to cancel: 1 when queued, 0 when not, -1 and nothing else while the callback runs", () => {
    const steps = [cancel("timer-try-cancel", "l"), set("r", local("l"))];
    assert.equal(after(timer(true, steps).build(), "A", "A").fields["r"], 1);
    assert.deepEqual(after(timer(true, steps).build(), "A").timers, { t: false });
    assert.equal(after(timer(false, steps).build(), "A", "A").fields["r"], 0);
    assert.equal(after(timer(true, steps).build(), "cb@0", "A", "A").fields["r"], -1);
    const restarted = timer(true, [start, ...steps]).build();
    assert.deepEqual(after(restarted, "cb@0", "A", "A").timers, { t: true });
  });

  it("waits for the callback in hrtimer_cancel", () => {
    const program = timer(true, [cancel("timer-cancel", "l"), set("r", local("l"))]).build();
    assert.deepEqual(possible(program, "cb@0"), ["cb"]);
    assert.include(possible(program, "cb@0", "cb", "cb"), "A");
    assert.equal(after(program, "cb@0", "cb", "cb", "A", "A").fields["r"], 0);
    assert.equal(after(program, "A", "A").fields["r"], 1);
    verified(program);
  });

  it("finds a callback that waits for a lock of its canceller", () => {
    const program = model()
      .lock("a", "raw_spinlock_t")
      .timer("t", true)
      .task("A", [acquire("a"), cancel("timer-cancel", null), release("a")], { cpus: [1] })
      .hrtimer("cb", "t", [acquire("a"), release("a")])
      .build();
    assert.deepEqual(violation(program), { kind: "circular-wait", context: "cb", label: "cb:1", moves: ["A", "cb@0"] });
  });

  it("finds a callback that waits for itself", () => {
    const program = model()
      .timer("t", true)
      .hrtimer("cb", "t", [cancel("timer-cancel", null)])
      .build();
    assert.deepEqual(violation(program), { kind: "circular-wait", context: "cb", label: "cb:1", moves: ["cb@0"] });
  });

  it("comes as a softirq when its mode says so", () => {
    const program = model()
      .timer("t", true)
      .bool("ran")
      .task("A", [])
      .context("cb", "hrtimer", [set("ran", bool(true))], {
        timer: { field: "t", object: null, expires: true },
        level: "softirq",
      });
    assert.deepEqual(after(program.build(), "cb@0").softirq, { "0": "cb" });
    assert.deepEqual(after(program.build(), "cb@0").hardirq, {});
  });

  it("says whether it is queued, and when its callback has come to its end", () => {
    assert.equal(after(timer(true, [set("b", queued)]).build(), "A").fields["b"], true);
    assert.equal(after(timer(true, [set("b", queued)]).build(), "cb@0", "A").fields["b"], false);
    verified(timer(true, []).eventually("runs", get("ran")).eventually("ends", finished("cb")).build());
  });
});
