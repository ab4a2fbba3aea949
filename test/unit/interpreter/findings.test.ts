import { assert } from "chai";
import type { LockType } from "../../../codegen/ir/program.js";
import { explore, survey } from "../../../interpreter/index.js";
import {
  acquire,
  acquireRead,
  binary,
  bool,
  bottomHalves,
  branch,
  downgrade,
  get,
  int,
  irq,
  model,
  named,
  preemption,
  rcu,
  release,
  releaseRead,
  set,
  simple,
  tryAcquire,
  waitWhile,
} from "./builders.js";
import { verified, violation } from "./walk.js";

/** A task (or handler) that holds `outer` while it acquires `inner`. */
function nested(outer: LockType, inner: LockType, nesting = true) {
  const builder = model()
    .lock("o", outer)
    .lock("i", inner)
    .task("A", [acquire("o"), acquire("i"), release("i"), release("o")]);
  builder.proveRawLockNesting = nesting;
  return builder.build();
}

describe("[U] interpreter: findings", () => {
  it("judges wait contexts by the locks that are held", () => {
    assert.deepEqual(violation(nested("raw_spinlock_t", "spinlock_t")), { kind: "wait-context", context: "A", label: "A:2", moves: ["A"] });
    verified(nested("raw_spinlock_t", "spinlock_t", false));
    verified(nested("spinlock_t", "raw_spinlock_t"));
    assert.equal(violation(nested("spinlock_t", "mutex")).kind, "wait-context");
    assert.equal(violation(nested("spinlock_t", "mutex", false)).kind, "wait-context");
    verified(nested("mutex", "spinlock_t"));
    verified(nested("mutex", "mutex"));
  });

  it("judges wait contexts by the context", () => {
    const inHardirq = (type: LockType, threadable: boolean, nesting = true) => {
      const builder = model()
        .lock("a", type)
        .hardirq("h", [acquire("a"), release("a")], { threadable });
      builder.proveRawLockNesting = nesting;
      return builder.build();
    };
    verified(inHardirq("spinlock_t", true));
    assert.deepEqual(violation(inHardirq("spinlock_t", false)), { kind: "wait-context", context: "h", label: "h:1", moves: ["h@0"] });
    verified(inHardirq("spinlock_t", false, false));
    verified(inHardirq("raw_spinlock_t", false));
    assert.equal(violation(inHardirq("mutex", true)).kind, "wait-context");
    const inSoftirq = model()
      .lock("a", "spinlock_t")
      .softirq("s", [acquire("a"), release("a")])
      .build();
    verified(inSoftirq);
  });

  it("lets RCU hold back mutexes, spinlocks not; a trylock is not judged", () => {
    const under = (type: LockType) =>
      model()
        .lock("a", type)
        .task("A", [rcu("lock"), acquire("a"), release("a"), rcu("unlock")])
        .build();
    verified(under("spinlock_t"));
    assert.equal(violation(under("mutex")).kind, "wait-context");
    verified(
      model()
        .lock("o", "raw_spinlock_t")
        .lock("i")
        .task("A", [acquire("o"), tryAcquire("i", "4"), release("i"), release("o")])
        .build(),
    );
  });

  it("takes no account of maps in wait contexts", () => {
    verified(
      model()
        .lock("a", "mutex")
        .context("k", "kworker", [acquire("a"), release("a")], { maps: ["wq"] })
        .build(),
    );
  });

  it("reports sleeping in atomic context, for each reason", () => {
    const sleeping = [simple("might-sleep")];
    assert.equal(
      violation(
        model()
          .task("A", [preemption("disable"), ...sleeping, preemption("enable")])
          .build(),
      ).kind,
      "sleep-in-atomic",
    );
    assert.equal(
      violation(
        model()
          .task("A", [bottomHalves("disable"), ...sleeping, bottomHalves("enable")])
          .build(),
      ).kind,
      "sleep-in-atomic",
    );
    assert.equal(
      violation(
        model()
          .task("A", [irq("disable"), ...sleeping, irq("enable")])
          .build(),
      ).kind,
      "sleep-in-atomic",
    );
    assert.equal(
      violation(
        model()
          .task("A", [rcu("lock"), ...sleeping, rcu("unlock")])
          .build(),
      ).kind,
      "sleep-in-atomic",
    );
    assert.equal(violation(model().softirq("s", sleeping).build()).kind, "sleep-in-atomic");
    assert.equal(violation(model().hardirq("h", sleeping).build()).kind, "sleep-in-atomic");
    assert.equal(
      violation(
        model()
          .task("A", [preemption("disable"), simple("schedule"), preemption("enable")])
          .build(),
      ).kind,
      "sleep-in-atomic",
    );
    const mutex = model()
      .lock("m", "mutex")
      .task("A", [preemption("disable"), acquire("m"), release("m"), preemption("enable")])
      .build();
    assert.equal(violation(mutex).kind, "sleep-in-atomic");
    verified(
      model()
        .lock("m", "mutex")
        .task("A", [simple("might-sleep"), acquire("m"), release("m")])
        .build(),
    );
  });

  it("reports what is held at the end, but not a kworker's maps", () => {
    const lock = model()
      .lock("a")
      .task("A", [acquire("a")])
      .build();
    assert.deepEqual(violation(lock), { kind: "held-at-end", context: "A", label: "A:2", moves: ["A"] });
    assert.equal(
      violation(
        model()
          .task("A", [rcu("lock")])
          .build(),
      ).kind,
      "held-at-end",
    );
    assert.equal(
      violation(
        model()
          .task("A", [preemption("disable")])
          .build(),
      ).kind,
      "held-at-end",
    );
    assert.equal(
      violation(
        model()
          .task("A", [bottomHalves("disable")])
          .build(),
      ).kind,
      "held-at-end",
    );
    assert.equal(
      violation(
        model()
          .task("A", [irq("disable")])
          .build(),
      ).kind,
      "held-at-end",
    );
    assert.equal(
      violation(
        model()
          .hardirq("h", [irq("enable")])
          .build(),
      ).kind,
      "held-at-end",
    );
    verified(
      model()
        .context("k", "kworker", [], { maps: ["wq"] })
        .build(),
    );
  });

  it("reports the first rule of the list when a state breaks several", () => {
    const steps = [acquire("a"), set("n", int(1)), acquire("m"), release("m"), release("a")];
    const program = model()
      .lock("a")
      .lock("m", "mutex")
      .int("n", 0, 1)
      .task("A", steps)
      .invariant("low", binary("equal", get("n"), int(0)))
      .build();
    assert.equal(violation(program).kind, "wait-context");
  });

  it("reports a program that can go no further as stuck, not its normal end", () => {
    const program = model()
      .bool("go")
      .task("A", [waitWhile("1", { kind: "unary", operator: "not", operand: get("go") })])
      .build();
    const result = explore(program);
    assert.equal(result.outcome, "violated");
    if (result.outcome !== "violated") return;
    assert.equal(result.finding.kind, "stuck");
    assert.deepEqual(result.finding.contexts, ["A"]);
    assert.deepEqual(result.trace.moves, []);
  });

  it("prefers the shorter trace: stuck in this level before an invariant in the next", () => {
    const program = model()
      .int("n", 0, 9)
      .bool("go")
      .task("A", [
        (next) => ({
          kind: "choose",
          target: { kind: "place", place: { field: "n", object: null, nullable: false } },
          options: [int(1), int(2)],
          next,
        }),
        branch(binary("equal", get("n"), int(1)), "wait", "end"),
        waitWhile("wait", { kind: "unary", operator: "not", operand: get("go") }),
        named("end", set("n", int(3))),
      ])
      .invariant("low", binary("less", get("n"), int(3)))
      .build();
    assert.deepEqual(violation(program), { kind: "stuck", context: null, label: null, moves: ["A:1", "A"] });
  });

  it("stops at its bounds and says so", () => {
    const program = model()
      .int("n", 0, 9)
      .task("A", [set("n", int(1)), set("n", int(2))])
      .build();
    const byStates = explore(program, { maxStates: 1 });
    assert.equal(byStates.outcome, "bounded-out");
    if (byStates.outcome === "bounded-out") assert.equal(byStates.bound, "states");
    let clock = 0;
    const byTime = explore(program, { maxMilliseconds: 5, now: () => (clock += 10) });
    assert.equal(byTime.outcome, "bounded-out");
  });

  it("counts as TLC does, and tells each level", () => {
    const levels: number[] = [];
    const program = model()
      .bool("a")
      .bool("b")
      .task("A", [set("a", bool(true))])
      .task("B", [set("b", bool(true))])
      .build();
    const result = explore(program, { onLevel: ({ depth }) => levels.push(depth) });
    assert.deepEqual(result.statistics, { distinct: 9, generated: 13, depth: 5, queue: 0 });
    assert.deepEqual(levels, [1, 2, 3, 4, 5]);
    assert.deepEqual([...result.reached].sort(), ["A:1", "A:2", "B:1", "B:2"]);
  });

  it("collects lockdep's usage bits", () => {
    const program = model()
      .lock("a", "raw_spinlock_t")
      .lock("b", "raw_spinlock_t")
      .lock("c", "raw_spinlock_t")
      .task("A", [irq("disable"), acquire("a"), release("a"), irq("enable"), tryAcquire("c", "7"), release("c")])
      .softirq("s", [acquire("b"), release("b")])
      .hardirq("h", [acquire("a"), release("a"), tryAcquire("c", "5"), release("c")])
      .build();
    assert.deepEqual(explore(program).usage, [
      { lockClass: "class a", subclass: 0, bits: ["in-hardirq-write", "in-softirq-write"] },
      { lockClass: "class b", subclass: 0, bits: ["hardirq-on-write", "in-softirq-write"] },
      { lockClass: "class c", subclass: 0, bits: ["hardirq-on-write", "softirq-on-write"] },
    ]);
  });

  it("tells where contexts come, faults included, and which come over a softirq handler", () => {
    const program = model()
      .lock("a", "raw_spinlock_t")
      .task("A", [irq("disable"), irq("enable"), release("a")])
      .softirq("s", [irq("disable"), irq("enable")])
      .hardirq("h", [acquire("a"), release("a")])
      .build();
    const { complete, came } = survey(program);
    assert.isTrue(complete);
    assert.isTrue(came("A:3", false));
    assert.isTrue(came("unlock-balance at A:3", false));
    assert.isFalse(came("unlock-balance at A:2", false));
    assert.isTrue(came("h:1", false) && came("h:1", true), "the handler comes over both");
    assert.isFalse(came("s:1", true), "only handlers of hard interrupts come over softirqs");
    assert.isFalse(came("A:3", true));
  });

  it("marks the locks that are held while interrupts or bottom halves are enabled", () => {
    const program = model()
      .lock("a", "raw_spinlock_t")
      .lock("b", "raw_spinlock_t")
      .task("A", [
        irq("disable"),
        acquire("a"),
        irq("enable"),
        release("a"),
        bottomHalves("disable"),
        acquire("b"),
        bottomHalves("enable"),
        release("b"),
      ])
      .build();
    assert.deepEqual(explore(program).usage, [
      { lockClass: "class a", subclass: 0, bits: ["hardirq-on-write", "softirq-on-write"] },
      { lockClass: "class b", subclass: 0, bits: ["hardirq-on-write", "softirq-on-write"] },
    ]);
  });

  it("tells readers from writers, and knows nothing of what is not checked", () => {
    const program = model()
      .lock("rw", "rwlock_t")
      .task("A", [acquireRead("rw"), releaseRead("rw"), irq("disable"), acquire("rw"), irq("enable"), release("rw")])
      .task("B", [rcu("lock"), rcu("unlock")])
      .softirq("s", [acquireRead("rw"), releaseRead("rw")])
      .build();
    assert.deepEqual(explore(program).usage, [
      {
        lockClass: "class rw",
        subclass: 0,
        bits: ["hardirq-on-read", "hardirq-on-write", "in-softirq-read", "softirq-on-read", "softirq-on-write"],
      },
    ]);
  });

  it("marks a writer that becomes a reader as one", () => {
    const program = model()
      .lock("rw", "rw_semaphore")
      .task("A", [acquire("rw"), downgrade("rw"), releaseRead("rw")])
      .build();
    assert.deepEqual(explore(program).usage, [
      { lockClass: "class rw", subclass: 0, bits: ["hardirq-on-read", "hardirq-on-write", "softirq-on-read", "softirq-on-write"] },
    ]);
  });

  it("marks maps at the start of their context", () => {
    assert.deepEqual(
      explore(
        model()
          .context("k", "kworker", [], { maps: ["wq"] })
          .build(),
      ).usage,
      [{ lockClass: "wq", subclass: 0, bits: ["hardirq-on-write", "softirq-on-write"] }],
    );
  });
});
