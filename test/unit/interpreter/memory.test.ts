import { assert } from "chai";
import type { Expression } from "../../../codegen/ir/expression.js";
import { acquire, binary, get, int, local, model, nil, object, place, type Step, set } from "./builders.js";
import { after, possible, verified, violation } from "./walk.js";

function allocate(mayFail: boolean): Step {
  return (next) => ({ kind: "allocate", pool: "o", result: "l", mayFail, next });
}
function free(of: Expression): Step {
  return (next) => ({ kind: "free", object: of, objects: ["o[0]", "o[1]"], nullable: true, next });
}

/** Two objects of which the second is allocated at first, with a field `count` that is 3 at first. */
function memory(steps: readonly Step[], first: readonly string[] = ["o[1]"]) {
  return model()
    .pool("o", 2)
    .allocating("o", first)
    .field(
      "count",
      { kind: "int", min: 0, max: 9, wraps: false },
      { owners: ["o[0]", "o[1]"], initial: { "o[0]": { kind: "int", value: 3 }, "o[1]": { kind: "int", value: 3 } } },
    )
    .task("A", steps, { locals: ["l"] });
}

describe("[U] interpreter: memory", () => {
  it("allocates any object that is not allocated, or fails", () => {
    assert.deepEqual(possible(memory([allocate(true)]).build()), ["A:0", "A:2"]);
    assert.deepEqual(possible(memory([allocate(true)], []).build()), ["A:0", "A:1", "A:2"]);
    assert.deepEqual(possible(memory([allocate(false)], ["o[0]", "o[1]"]).build()), []);
  });

  it("gives allocated objects their first values", () => {
    const program = memory([set("count", int(5), object("o[1]")), free(object("o[1]")), allocate(false)], ["o[0]", "o[1]"]).build();
    assert.equal(after(program, "A", "A").fields["count@o[1]"], 5);
    assert.deepEqual(after(program, "A", "A").memory, { "o[0]": true, "o[1]": false });
    assert.equal(after(program, "A", "A", "A:1").fields["count@o[1]"], 3);
  });

  it("faults on use after free, and reads nothing behind it", () => {
    assert.equal(violation(memory([set("count", int(1), object("o[0]"))]).build()).kind, "use-after-free");
    assert.equal(violation(memory([allocate(false), free(local("l")), set("count", int(1), local("l"))]).build()).kind, "use-after-free");
    verified(memory([set("count", int(1), object("o[1]"))]).build());
  });

  it("faults on a double free; NULL is nothing to free", () => {
    assert.equal(violation(memory([free(object("o[1]")), free(object("o[1]"))]).build()).kind, "double-free");
    verified(memory([free(nil())]).build());
  });

  it("faults when something in the object is in use", () => {
    const program = model().pool("o", 2).allocating("o", ["o[0]", "o[1]"]).lock("lock", "spinlock_t", ["o[0]", "o[1]"]);
    assert.equal(violation(program.task("A", [acquire("lock", object("o[0]")), free(object("o[0]"))]).build()).kind, "free-active");
  });

  it("counts references where the condition holds, else faults", () => {
    const increment: Expression = { kind: "counted", value: binary("add", get("n"), int(1)), holds: binary("greater", get("n"), int(0)) };
    const step: Step = (next) => ({
      kind: "assign",
      indivisible: true,
      assignments: [{ target: { kind: "place", place: place("n") }, value: increment }],
      next,
    });
    const counting = (first: number) => model().int("n", 0, 3, first).task("A", [step]).build();
    assert.equal(after(counting(1), "A").fields["n"], 2);
    assert.equal(violation(counting(0)).kind, "refcount");
  });
});
