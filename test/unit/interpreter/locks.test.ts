import { assert } from "chai";
import { acquire, bool, branch, get, local, model, named, nil, object, rcu, release, set, tryAcquire } from "./builders.js";
import { after, possible, verified, violation } from "./walk.js";

describe("[U] interpreter: locks", () => {
  it("takes a free lock and gives it back", () => {
    const program = model()
      .lock("a")
      .task("A", [acquire("a"), release("a")])
      .build();
    assert.deepEqual(after(program).owners, { a: null });
    assert.deepEqual(after(program, "A").owners, { a: "A" });
    assert.deepEqual(after(program, "A", "A").owners, { a: null });
    assert.equal(after(program, "A", "A", "A").pc["A"], "done");
  });

  it("makes a context wait while another one is the owner", () => {
    const program = model()
      .lock("a")
      .task("A", [acquire("a"), release("a")])
      .task("B", [acquire("a"), release("a")])
      .build();
    assert.deepEqual(possible(program), ["A", "B"]);
    assert.deepEqual(possible(program, "A"), ["A"]);
    assert.deepEqual(possible(program, "A", "A"), ["A", "B"]);
    assert.equal(verified(program).statistics.distinct, 15);
  });

  it("goes both ways at a trylock and stores the result", () => {
    const steps = [tryAcquire("a", "no", "r"), release("a"), named("no", set("seen", local("r")))];
    const program = model()
      .lock("a")
      .bool("seen", true)
      .task("A", steps, { locals: ["r"] })
      .task("B", [acquire("a"), release("a")])
      .build();
    assert.equal(after(program, "A").pc["A"], "A:2");
    assert.equal(after(program, "B", "A").pc["A"], "A:3");
    assert.deepEqual(after(program, "B", "A").locals, { A: { r: false } });
    assert.deepEqual(after(program, "A").locals, { A: { r: true } });
    assert.equal(after(program, "B", "A", "A").fields["seen"], false);
  });

  it("forgets the result of a trylock on the way where nobody reads it", () => {
    const steps = [tryAcquire("a", "no", "r"), release("a"), named("no", set("seen", bool(true)))];
    const program = model()
      .lock("a")
      .bool("seen")
      .task("A", steps, { locals: ["r"] })
      .build();
    assert.deepEqual(after(program, "A").locals, { A: { r: null } });
  });

  it("reports the release of a free lock and of another context's lock as unlock-balance", () => {
    const free = model()
      .lock("a")
      .task("A", [release("a")])
      .build();
    assert.equal(after(free, "A").pc["A"], "unlock-balance at A:1");
    assert.deepEqual(possible(free, "A"), []);
    const others = model()
      .lock("a")
      .task("A", [release("a")])
      .task("B", [acquire("a"), release("a")])
      .build();
    assert.equal(after(others, "B", "A").pc["A"], "unlock-balance at A:1");
    assert.deepEqual(after(others, "B", "A").owners, { a: "B" });
    assert.deepEqual(violation(free), { kind: "unlock-balance", context: "A", label: "A:1", moves: ["A"] });
  });

  it("reports rcu_read_unlock outside of a section, and nests sections", () => {
    assert.equal(
      violation(
        model()
          .task("A", [rcu("unlock")])
          .build(),
      ).kind,
      "unlock-balance",
    );
    verified(
      model()
        .task("A", [rcu("lock"), rcu("lock"), rcu("unlock"), rcu("unlock")])
        .build(),
    );
  });

  it("makes a wait for a lock of NULL a fault", () => {
    const program = model()
      .object("x")
      .lock("a", "spinlock_t", ["x"])
      .ref("p", null)
      .task("A", [acquire("a", get("p")), release("a", get("p"))])
      .build();
    assert.equal(after(program, "A").pc["A"], "null-dereference at A:1");
  });

  it("finds the lock through a pointer", () => {
    const program = model()
      .object("x")
      .lock("a", "spinlock_t", ["x"])
      .ref("p", "x")
      .task("A", [acquire("a", get("p")), release("a", object("x"))])
      .build();
    assert.deepEqual(after(program, "A").owners, { "a@x": "A" });
    verified(program);
  });

  it("knows whether a lock is taken and whether it is one's own", () => {
    const taken = { kind: "lock-taken", lock: { field: "a", object: null, nullable: false } } as const;
    const mine = { kind: "lock-mine", lock: { field: "a", object: null, nullable: false }, as: "any" } as const;
    const program = model()
      .lock("a")
      .bool("t")
      .bool("m")
      .task("A", [set("t", taken), set("m", mine)])
      .task("B", [acquire("a"), set("t", taken), set("m", mine), release("a")])
      .build();
    assert.deepEqual(after(program, "A", "A", "A").fields, { t: false, m: false });
    assert.deepEqual(after(program, "B", "A", "A", "A").fields, { t: true, m: false });
    assert.deepEqual(after(program, "B", "B", "B", "B").fields, { t: true, m: true });
  });

  it("finds the deadlock of AB-BA with a shortest trace", () => {
    const program = model()
      .lock("a")
      .lock("b")
      .task("A", [acquire("a"), acquire("b"), release("b"), release("a")])
      .task("B", [acquire("b"), acquire("a"), release("a"), release("b")])
      .build();
    assert.deepEqual(violation(program), { kind: "circular-wait", context: "B", label: "B:2", moves: ["A", "B"] });
  });

  it("finds a lock that its owner takes again", () => {
    const program = model()
      .lock("a")
      .task("A", [acquire("a"), acquire("a"), release("a"), release("a")])
      .build();
    assert.deepEqual(violation(program), { kind: "circular-wait", context: "A", label: "A:2", moves: ["A"] });
  });

  it("finds a circle that a step of a third context closes by turning a pointer", () => {
    const program = model()
      .object("x")
      .object("y")
      .lock("a", "spinlock_t", ["x", "y"])
      .ref("p", "y")
      .task("A", [acquire("a", object("x")), acquire("a", get("p")), release("a", object("x"))])
      .task("B", [set("p", object("x"))])
      .task("C", [acquire("a", object("y")), branch(bool(true), "4"), release("a", object("y"))])
      .build();
    const found = violation(program);
    assert.equal(found.kind, "circular-wait");
    assert.includeMembers([...found.moves], ["A", "B"]);
  });

  it("does not take a NULL comparison for a use", () => {
    const program = model()
      .object("x")
      .ref("p", null)
      .bool("is")
      .task("A", [set("is", { kind: "binary", operator: "equal", left: get("p"), right: nil() })])
      .build();
    assert.equal(after(program, "A").fields["is"], true);
  });
});
