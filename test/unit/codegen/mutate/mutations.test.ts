import { assert } from "chai";
import { type MutationKinds, mutated, mutationsOf } from "../../../../codegen/mutate/index.js";

/** What each mutation makes of one line of code in a function, by what it says. */
function mutants(code: string, declarations = "", kinds: MutationKinds = "single"): readonly string[] {
  const text = `${declarations}function f() { ${code} }`;
  const sources = new Map([["m.ts", text]]);
  return mutationsOf(sources, kinds).map((mutation) => {
    const after = (mutated(sources, mutation).get("m.ts") ?? "").replace(/^import [^;]*; /, "");
    return `${mutation.what}: ${after.replace(declarations, "").replace(/^function f\(\) \{ | \}$/g, "")}`;
  });
}

describe("[U] mutations of models", () => {
  it("leave out locks, unlocks, stores and calls, but no check", () => {
    assert.sameMembers(mutants("spin_lock(l); x = 1; spin_unlock(l); wake_up(q); assert(x); cpu_relax();").slice(0, 7), [
      "drop the lock: ; x = 1; spin_unlock(l); wake_up(q); assert(x); cpu_relax();",
      "move a step before its section: x = 1; spin_lock(l); spin_unlock(l); wake_up(q); assert(x); cpu_relax();",
      "drop the store: spin_lock(l); ; spin_unlock(l); wake_up(q); assert(x); cpu_relax();",
      "move a step behind its section: spin_lock(l); spin_unlock(l); x = 1; wake_up(q); assert(x); cpu_relax();",
      "drop the unlock: spin_lock(l); x = 1; ; wake_up(q); assert(x); cpu_relax();",
      "drop wake_up: spin_lock(l); x = 1; spin_unlock(l); ; assert(x); cpu_relax();",
    ]);
  });

  it("take a lock away from a function that acquires and releases it, whatever it is called", () => {
    const locks = (code: string) => mutants(code, "", "locks");
    assert.deepEqual(locks("const flags = my_lock_irqsave(ctx); x = 1; my_unlock_irqrestore(ctx, flags);"), [
      "do without the lock of ctx: ; x = 1; ;",
    ]);
    assert.deepEqual(locks("spin_lock(a); spin_lock(b); if (x) { spin_unlock(b); } spin_unlock(b); spin_unlock(a);"), [
      "do without the lock of a: ; spin_lock(b); if (x) { spin_unlock(b); } spin_unlock(b); ;",
      "do without the lock of b: spin_lock(a); ; if (x) { ; } ; spin_unlock(a);",
    ]);
    assert.deepEqual(locks("rcu_read_lock(); x = 1; rcu_read_unlock();"), ["do without the lock of rcu_read: ; x = 1; ;"]);
  });

  it("take no lock away that is acquired here and released elsewhere", () => {
    assert.isEmpty(mutants("spin_lock(a); unblock(b);", "", "locks"));
  });

  it("swap two acquisitions", () => {
    assert.include(mutants("spin_lock(a); mutex_lock(b);"), "swap two acquisitions: mutex_lock(b); spin_lock(a);");
  });

  it("take a lock without disabling interrupts, and release it so", () => {
    const after = "take l without irqsave: spin_lock(l); x = 1; spin_unlock(l);";
    assert.include(mutants("const flags = spin_lock_irqsave(l); x = 1; spin_unlock_irqrestore(l, flags);"), after);
    assert.include(mutants("raw_spin_lock_bh(l); raw_spin_unlock_bh(l);"), "take l without bh: raw_spin_lock(l); raw_spin_unlock(l);");
  });

  it("turn conditions, but not those that choose a version", () => {
    assert.include(mutants("if (x > 0) x = 1;"), "turn the condition: if (!(x > 0)) x = 1;");
    assert.include(mutants("wait_event(q, () => done);"), "turn the wait condition: wait_event(q, () => !(done));");
    const versions = mutants('if (version === "fixed") x = 1;', 'const version = variant("broken", "fixed"); ');
    assert.deepEqual(versions, ['drop the store: if (version === "fixed") ;']);
    const derived = mutants("if (fixed) x = 1;", 'const version = variant("broken", "fixed"); const fixed = version !== "broken"; ');
    assert.deepEqual(
      derived,
      versions.map((text) => text.replaceAll('version === "fixed"', "fixed")),
    );
  });

  it("give a lock another type, with all its calls", () => {
    const found = mutants("raw_spin_lock_irq(l); raw_spin_unlock_irq(l);", "const l = raw_spinlock_t(); ");
    assert.isTrue(
      found.some((text) => text.startsWith("l becomes a spinlock_t") && text.endsWith("spin_lock_irq(l); spin_unlock_irq(l);")),
    );
  });

  it("leave properties and expectations as they are, and every line where it is", () => {
    const text = 'import { x } from "lockproof/dsl";\ninvariant("i", () => !a || b);\nfunction f() {\n  spin_lock(\n    l,\n  );\n}\n';
    const sources = new Map([["m.ts", text]]);
    for (const mutation of mutationsOf(sources)) {
      const after = mutated(sources, mutation).get("m.ts") ?? "";
      assert.include(after, 'invariant("i", () => !a || b);');
      assert.equal(after.split("\n").length, text.split("\n").length);
    }
  });
});
