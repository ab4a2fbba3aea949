import { assert } from "chai";
import type { Operation } from "../../../codegen/ir/graph.js";
import { acquire, bool, branch, get, model, named, place, release, type Step, set, simple } from "./builders.js";
import { after, possible, verified, violation } from "./walk.js";

const prepare: Step = (next): Operation => ({ kind: "wait-prepare", queue: place("q"), exclusive: false, next });
const finish: Step = (next): Operation => ({ kind: "wait-finish", queue: place("q"), next });
const wake: Step = (next): Operation => ({ kind: "wake", queue: place("q"), most: 1, next });
const run = (unqueued: string): Step => {
  return (queued): Operation => ({ kind: "wait-run", queue: place("q"), queued, unqueued });
};
const active = { kind: "queue-active", queue: place("q") } as const;
const sleep: readonly Step[] = [prepare, simple("schedule")];

describe("[U] interpreter: wait queues", () => {
  it("puts the caller on the queue and to sleep, and wakes it", () => {
    const program = model().queue("q").task("A", sleep).task("B", [wake]).build();
    assert.deepEqual(after(program).queues, { q: [] });
    assert.deepEqual(after(program, "A").queues, { q: ["A"] });
    assert.deepEqual(after(program, "A").tasks, { A: "sleeping", B: "running" });
    assert.deepEqual(possible(program, "A"), ["B"]);
    assert.deepEqual(after(program, "A", "B").queues, { q: [] });
    assert.deepEqual(after(program, "A", "B").tasks, { A: "running", B: "running" });
    assert.deepEqual(possible(program, "A", "B"), ["A", "B"]);
  });

  it("does not sleep when it was woken before", () => {
    const program = model()
      .queue("q")
      .task("A", [simple("schedule")])
      .build();
    assert.deepEqual(possible(program), ["A"]);
  });

  it("wakes all waiters", () => {
    const program = model().queue("q").task("A", sleep).task("C", sleep).task("B", [wake]).build();
    assert.deepEqual(after(program, "C", "A").queues, { q: ["A", "C"] });
    assert.deepEqual(after(program, "C", "A", "B").tasks, { A: "running", C: "running", B: "running" });
  });

  it("leaves on the queue whoever runs", () => {
    const up: Step = (next): Operation => ({ kind: "set-task-state", state: "running", next });
    const down: Step = (next): Operation => ({ kind: "set-task-state", state: "sleeping", next });
    const program = model()
      .queue("q")
      .task("A", [prepare, up, down, simple("schedule")])
      .task("B", [wake, wake])
      .build();
    assert.deepEqual(after(program, "A", "A", "B").queues, { q: ["A"] });
    assert.deepEqual(possible(program, "A", "A", "B", "A"), ["B"]);
    assert.deepEqual(after(program, "A", "A", "B", "A", "B").queues, { q: [] });
    assert.deepEqual(after(program, "A", "A", "B", "A", "B").tasks, { A: "running", B: "running" });
  });

  it("reads in the same step whether the caller is still on the queue", () => {
    const steps = [prepare, run("out"), finish, named("out", set("b", bool(true)))];
    const program = model().queue("q").bool("b").task("A", steps).task("B", [wake]).build();
    assert.equal(after(program, "A", "A").pc["A"], "A:3");
    assert.deepEqual(after(program, "A", "A").tasks, { A: "running", B: "running" });
    assert.deepEqual(after(program, "A", "A", "A").queues, { q: [] });
    assert.equal(after(program, "A", "B", "A").pc["A"], "A:4");
  });

  it("tells whether somebody waits", () => {
    const program = model()
      .queue("q")
      .bool("b")
      .task("A", [prepare])
      .task("B", [set("b", active)])
      .build();
    assert.equal(after(program, "B").fields["b"], false);
    assert.equal(after(program, "A", "B").fields["b"], true);
  });

  it("reports a lost wake-up as stuck, with the shortest trace", () => {
    const steps = [branch(get("done"), "sleep", "5"), named("sleep", prepare), simple("schedule"), set("slept", bool(true))];
    const program = model()
      .queue("q")
      .bool("done")
      .bool("slept")
      .task("A", steps)
      .task("B", [set("done", bool(true)), wake])
      .build();
    assert.equal(violation(program).kind, "stuck");
  });

  it("is verified when the condition is tested after the caller is on the queue", () => {
    const steps = [
      acquire("q.lock"),
      prepare,
      release("q.lock"),
      branch(get("done"), "sleep", "out"),
      named("sleep", simple("schedule")),
      named("out", run("7")),
      finish,
    ];
    const waker = [set("done", bool(true)), acquire("q.lock"), wake, release("q.lock")];
    verified(model().queue("q").bool("done").task("A", steps).task("B", waker).build());
  });
});
