import { assert } from "chai";
import type { FlushTarget } from "../../../codegen/ir/graph.js";
import { acquire, bool, local, type ModelBuilder, model, place, rcu, release, type Step, set } from "./builders.js";
import { after, possible, verified, violation } from "./walk.js";

function queue(item: string, result: string | null = null): Step {
  return (next) => ({ kind: "item-queue", item: place(item), workqueue: "wq", delays: null, result, next });
}
function dequeue(item: string): Step {
  return (next) => ({ kind: "item-dequeue", item: place(item), timer: null, result: null, next });
}
function begin(what: FlushTarget, idle: string, result: string | null = null): Step {
  return (busy) => ({ kind: "flush-begin", what, result, busy, idle });
}
function wait(what: FlushTarget): Step {
  return (next) => ({ kind: "flush-wait", what, next });
}
const flushW: FlushTarget = { kind: "item", item: place("w") };
const cancelW: FlushTarget = { kind: "cancel", item: place("w"), timer: null };

/** Flushes and then stores to `b`. */
function flushing(what: FlushTarget): readonly Step[] {
  return [begin(what, "3"), wait(what), set("b", bool(true))];
}

function base(isOrdered = false): ModelBuilder {
  return model().workqueue("wq", isOrdered).bool("b").bool("ran").bool("again");
}

describe("[U] interpreter: work items", () => {
  it("begin when they were queued, as tasks of a CPU of their own, and are idle again at their end", () => {
    const program = base()
      .task("A", [queue("w")])
      .work("w", "wq", false, [set("ran", bool(true))])
      .build();
    assert.deepEqual(possible(program), ["A"]);
    assert.deepEqual(possible(program, "A"), ["A", "w@1"]);
    assert.deepEqual(after(program, "A", "w@1").timers, { w: false });
    assert.equal(after(program, "A", "w@1", "w", "w").pc["w"], "idle");
    verified(program);
  });

  it("are queued once until they begin, then again, and run one after the other", () => {
    const program = base()
      .task("A", [queue("w", "l"), set("b", local("l")), queue("w", "l"), set("b", local("l"))], { locals: ["l"] })
      .work("w", "wq", false, [set("ran", bool(true))])
      .build();
    assert.equal(after(program, "A", "A").fields["b"], true);
    assert.equal(after(program, "A", "A", "A", "A").fields["b"], false);
    assert.equal(after(program, "A", "A", "w@1", "A", "A").fields["b"], true);
    assert.notInclude(possible(program, "A", "A", "w@1", "A"), "w@1");
  });

  it("run in line on an ordered workqueue", () => {
    const two = (isOrdered: boolean) =>
      base(isOrdered)
        .task("A", [queue("v"), queue("w")])
        .work("v", "wq", false, [set("ran", bool(true))])
        .work("w", "wq", false, [set("ran", bool(true))])
        .build();
    assert.deepEqual(after(two(true), "A", "A").lines, { wq: ["v", "w"] });
    assert.deepEqual(possible(two(true), "A", "A"), ["A", "v@1"]);
    assert.deepEqual(possible(two(true), "A", "A", "v@1"), ["A", "v"]);
    assert.deepEqual(possible(two(false), "A", "A", "v@1"), ["A", "v", "w@2"]);
  });

  it("are waited for as they were queued when the wait began, and not longer", () => {
    const program = base()
      .task("A", flushing(flushW))
      .work("w", "wq", true, [queue("w"), set("ran", bool(true))])
      .build();
    assert.deepEqual(after(program, "A").awaited, { A: ["w queued"], w: [] });
    assert.notInclude(possible(program, "A"), "A");
    assert.deepEqual(after(program, "A", "w@1").awaited["A"], ["w running"]);
    assert.include(possible(program, "A", "w@1", "w", "w", "w"), "A");
  });

  it("are not waited for when they are idle", () => {
    const program = base().task("A", flushing(flushW)).work("w", "wq", false, []).build();
    assert.equal(after(program, "A").pc["A"], "A:3");
  });

  it("cannot be queued while somebody waits until he has cancelled them", () => {
    const program = base()
      .task("A", [begin(cancelW, "3", "l"), wait(cancelW), set("b", bool(true))], { locals: ["l"] })
      .work("w", "wq", true, [queue("w"), set("ran", bool(true))])
      .build();
    assert.deepEqual(after(program, "A").timers, { w: false });
    assert.deepEqual(after(program, "w@1", "A", "w").timers, { w: false });
    assert.include(possible(program, "w@1", "A", "w", "w", "w"), "A");
  });

  it("end the wait of a flush when they are cancelled", () => {
    const program = base()
      .task("A", flushing(flushW))
      .task("B", [dequeue("w")])
      .work("w", "wq", true, [])
      .build();
    assert.include(possible(program, "A", "B"), "A");
  });

  it("make a circular wait with who flushes them under a lock that they take", () => {
    const program = base()
      .lock("L", "mutex")
      .task("A", [acquire("L"), begin(flushW, "4"), wait(flushW), release("L")])
      .work("w", "wq", true, [acquire("L"), release("L")]);
    assert.equal(violation(program.build()).kind, "circular-wait");
  });

  it("make one with themselves, or through the line they stand in", () => {
    const own = base().work("w", "wq", true, flushing(flushW));
    assert.equal(violation(own.build()).kind, "circular-wait");
    const line = (isOrdered: boolean) =>
      base(isOrdered)
        .work("v", "wq", true, [queue("w"), ...flushing(flushW).slice(0, 1), wait(flushW)])
        .work("w", "wq", false, []);
    const through = base(true)
      .work("v", "wq", true, [queue("w"), begin(flushW, "4"), wait(flushW), set("b", bool(true))])
      .work("w", "wq", false, []);
    assert.equal(violation(through.build()).kind, "circular-wait");
    verified(line(false).build());
  });
});

describe("[U] interpreter: grace periods", () => {
  const readers: FlushTarget = { kind: "readers" };

  it("wait for the sections that are there, and not for later ones", () => {
    const program = model()
      .bool("b")
      .task("R", [rcu("lock"), rcu("unlock"), rcu("lock"), rcu("unlock")])
      .task("A", [begin(readers, "3"), wait(readers), set("b", bool(true))])
      .build();
    assert.equal(after(program, "A").pc["A"], "A:3");
    assert.deepEqual(after(program, "R", "A").awaited["A"], ["R reading"]);
    assert.notInclude(possible(program, "R", "A"), "A");
    assert.include(possible(program, "R", "A", "R", "R"), "A");
  });

  it("inside of a section wait for themselves", () => {
    const program = model().task("A", [rcu("lock"), begin(readers, "4"), wait(readers), rcu("unlock")]);
    assert.deepEqual(violation(program.build()).kind, "circular-wait");
  });

  it("come before the callback of call_rcu", () => {
    const call: Step = (next) => ({ kind: "rcu-call", head: place("h"), srcu: null, next });
    const program = model()
      .timer("h", false)
      .bool("ran")
      .task("R", [rcu("lock"), rcu("unlock")], { cpus: [0] })
      .task("A", [call], { cpus: [1] })
      .context("h", "rcu", [set("ran", bool(true))], {
        timer: { field: "h", object: null, expires: true },
        level: "softirq",
        cpus: [1],
      })
      .build();
    assert.notInclude(possible(program, "R", "A"), "h@1");
    assert.include(possible(program, "R", "A", "R"), "h@1");
    assert.equal(violation(model().timer("h", true).task("A", [call]).build()).kind, "list-corruption");
  });
});
