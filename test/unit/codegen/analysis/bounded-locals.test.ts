// Locals without bound are found, ordinary loops are not taken for such, and what is claimed of locals holds in all states.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assert } from "chai";
import { findUnboundedLocals } from "../../../../codegen/analysis/bounded-locals.js";
import { locate, runnersOf } from "../../../../codegen/analysis/index.js";
import { bodyOf } from "../../../../codegen/analysis/intervals/body.js";
import { fixpoint } from "../../../../codegen/analysis/intervals/fixpoint.js";
import {
  between,
  difference,
  type Interval,
  modulo,
  product,
  quotient,
  remainder,
  sum,
} from "../../../../codegen/analysis/intervals/interval.js";
import { scopeOfGraph } from "../../../../codegen/analysis/intervals/scope.js";
import { compileProgram } from "../../../../codegen/compile.js";
import { graph } from "../../../../interpreter/index.js";
import { programOf } from "../../../support/compile.js";

const SHARED = `class o { list = list_node(); used = bool(); } const os = pool(o, 3);
class r { head = list_head<o>("list", os); } const ring = new r(); const l = spinlock_t();
let x = int(0, 30); let n = int(0, 3); let done = bool();
task("other", () => { done = true; n = 2; os[0].used = true; });`;

/** A task with this body, which stands on line 5, among data that another task changes. */
function withBody(body: string, rest = ""): string {
  return `${SHARED}\ntask("t", () => { ${body} }); ${rest}`;
}

/** `LM310 i++`: codes, and what is marked. */
function reported(source: string): readonly string[] {
  return findUnboundedLocals(programOf(source)).map(({ code, span }) => {
    const line = source.split("\n")[span?.line ?? 0] ?? "";
    return `${code} ${line.slice(span?.column, span?.endColumn)}`;
  });
}

describe("[U] locals without bound", () => {
  const unbounded: Readonly<Record<string, readonly [body: string, marked: readonly string[]]>> = {
    "that count the rounds of a wait": ["let i = 0; while (!done) i++;", ["LM310 i++"]],
    "that count downwards": ["let i = 0; while (!done) i -= 2;", ["LM310 i -= 2"]],
    "that double": ["let i = 1; while (!done) i = i * 2;", ["LM310 i = i * 2"]],
    "that count failures of a trylock": ["let tries = 0; while (!spin_trylock(l)) tries++; spin_unlock(l); x = tries;", ["LM310 tries++"]],
    "that count in an endless loop": ["let i = 0; for (;;) { x = 1; if (i === n) x = 2; i++; }", ["LM310 i++"]],
    "whose test they can step over": ["let i = 0; while (i !== 5) i += 2;", ["LM310 i += 2"]],
    "that drive each other, once for both": ["let a = 0; let b = 0; while (!done) { b = a; a = b + 1; }", ["LM310 a = b + 1"]],
    "one by one when they have nothing to do with each other": [
      "let a = 0; let b = 0; while (!done) { a++; b--; }",
      ["LM310 a++", "LM310 b--"],
    ],
  };
  for (const [title, [body, marked]] of Object.entries(unbounded)) {
    it(`are found ${title}`, () => {
      assert.deepEqual(reported(withBody(body)), marked);
    });
  }

  it("are named, with the place of their first value and a way out", () => {
    const [found] = findUnboundedLocals(programOf(withBody("let spins = 0; while (!done) spins++;")));
    assert.match(found?.message ?? "", /^'spins' can grow here/u);
    assert.match(found?.repair ?? "", /'spins < 3'.*'wrap\(value, modulus\)'.*'int\(min, max\)'/u);
    assert.deepEqual(
      found?.notes.map(({ message, span }) => [message, span.line, span.column]),
      [["'spins' gets its first value here.", 4, 22]],
    );
  });

  it("are reported once for code that is expanded several times or run by several contexts", () => {
    const source = `${SHARED}\nfunction f() { let i = 0; while (!done) i++; }\ntask("t", () => { f(); f(); }); task("u", f);`;
    assert.deepEqual(reported(source), ["LM310 i++"]);
  });

  it("keep a model from being compiled", () => {
    const outcome = compileProgram(programOf(withBody("let i = 0; while (!done) i++;")), () => null);
    assert.deepEqual("diagnostics" in outcome ? outcome.diagnostics.map(({ code }) => code) : [], ["LM310"]);
  });
});

const BOUNDED: Readonly<Record<string, string>> = {
  "up to a constant": "for (let i = 0; i < 3; i++) x = i;",
  "up to and including a constant": "for (let i = 1; i <= 3; i++) x = i;",
  "up to a field": "for (let i = 0; i < n; i++) x = i;",
  "up to the sum of two fields": "const m = n + x; for (let i = 0; i < m; i++) x = 1;",
  "with an offset in the test": "for (let i = 0; i + 1 < n; i++) x = i;",
  "with a factor in the test": "for (let i = 0; i * 2 < 6; i++) x = i;",
  "with a remainder in the test": "let i = 1; while (i % 5 !== 0) i++;",
  "of remainders": "let i = 0; while (!done) { i = (i + n) % 4; x = i; }",
  "until exactly a constant": "let i = 0; while (i !== 5) i++;",
  "until exactly what was read from a field": "const m = n; for (let i = 0; i !== m; i++) x = i;",
  "down from a field": "let i = n; while (i > 0) { x = i; i--; }",
  "down to exactly zero": "let i = n; while (i !== 0) i -= 1;",
  "left by break": "let i = 0; for (;;) { x = i; if (i === 3) break; i++; }",
  "left by return": "let i = 0; for (;;) { x = i; if (i >= n) return; i++; }",
  "of do and while": "let i = 0; do { x = i; i++; } while (i < 3);",
  "inside each other": "for (let i = 0; i < 3; i++) for (let j = 0; j < i; j++) x = j;",
  "with a test beside others": "let i = 0; while (!done && i < 3) i++;",
  "of tries with a limit": "let i = 0; for (;;) { if (spin_trylock(l)) { spin_unlock(l); break; } i++; if (i === 3) break; }",
  "ended by a flag": "let end = false; let i = 0; while (!end) { x = 1; i++; if (i === 3) end = true; }",
  "ended by a flag that is computed": "let end = false; let i = 0; while (!end) { x = 1; i++; end = i >= 3; }",
  "ended by a number as a flag": "let end = 0; let i = 0; while (end === 0) { x = 1; i++; if (i > 2) end = 1; }",
  "that add up": "let sum = 0; for (let i = 0; i < 4; i++) sum += n; x = sum;",
  "that count objects of a pool": "let c = 0; for (const e of os) if (e.used) c++; x = c;",
  "that count entries of a list": "let c = 0; for (const e of list_for_each_entry(ring.head)) { if (e === os[1]) c++; c++; } x = c;",
  "that count entries while they remove them":
    "let c = 0; for (const e of list_for_each_entry_safe(ring.head)) { list_del_init(e.list); c++; } x = c;",
  "that count what they take off a list":
    "let c = 0; while (!list_empty(ring.head)) { list_del_init(list_first_entry(ring.head).list); c++; } x = c;",
  "that wrap": "let i = 0; while (!done) i = wrap(i + 1, 4);",
  "that choose": "let i = 0; while (!done) i = choose(i, 1, n);",
  "with an assertion": "let i = 0; while (!done) { assert(i < 3); i++; }",
  "that copy to and fro": "let a = 0; let b = 1; while (!done) { const c = a; a = b; b = c; }",
  "that count in a field": "while (!done) x = x + 1;",
};

describe("[U] bounded locals", () => {
  for (const [title, body] of Object.entries(BOUNDED)) {
    it(`are accepted in loops ${title}`, () => {
      assert.deepEqual(reported(withBody(body)), []);
    });
  }

  it("are accepted in functions that are given a bound", () => {
    const source = `${SHARED}\nfunction g(k: number) { let i = 0; while (i < k) { x = i; i = i + 2; } }\ntask("t", () => { g(3); g(n); });`;
    assert.deepEqual(reported(source), []);
  });

  it("are accepted in loops up to a parameter of the model, and up to the index of a task", () => {
    const source = `${SHARED}\nconst limit = param("limit", 2, { min: 1, max: 4 });\ntasks("t", 2, (index) => { for (let i = 0; i < limit; i++) x = i; let j = 0; while (j < index) j++; });`;
    assert.deepEqual(reported(source), []);
  });

  it("do not take long to be accepted in nested loops", () => {
    const depth = Array.from({ length: 12 }, (_, index) => `for (let i${index} = 0; i${index} < n; i${index}++) {`);
    const began = performance.now();
    assert.deepEqual(reported(withBody(`${depth.join(" ")} x = 1; ${"}".repeat(12)}`)), []);
    assert.isBelow(performance.now() - began, 5_000);
  });
});

describe("[U] divisors", () => {
  const DIVISION: Readonly<Record<string, string>> = {
    "a field that can be 0": "x = 10 / n;",
    "a field that was tested before, and can have changed": "if (n > 0) x = 10 % n;",
    "a variable that can be 0": "for (let i = 0; i < 3; i++) x = wrap(10, i);",
    "a negative variable": "const m = n - 4; x = 10 / m;",
    "inside of what a loop tests": "let i = 0; while (10 / n > i && i < 3) i++;",
  };
  for (const [title, body] of Object.entries(DIVISION)) {
    it(`are reported for ${title}`, () => {
      assert.deepEqual(
        reported(withBody(body)).map((text) => text.slice(0, 5)),
        ["LM312"],
      );
    });
  }

  const DEFINED: Readonly<Record<string, string>> = {
    "after a test of a variable": "const m = n; if (m > 0) x = 10 / m;",
    "after a test in the same expression": "const m = n; x = m === 0 ? 0 : 10 / m; if (m !== 0 && 10 % m === 1) x = 1;",
    "of a countdown": "for (let i = 3; i > 0; i--) x = 10 / i;",
    "that depend on a flag": "const m = n; const some = m > 0; if (some) x = 10 / m;",
    "that are constants": "x = (10 / 3) % 2;",
  };
  for (const [title, body] of Object.entries(DEFINED)) {
    it(`are accepted ${title}`, () => {
      assert.deepEqual(reported(withBody(body)), []);
    });
  }

  it("are looked at in properties, where a test of a field holds", () => {
    const property = (condition: string): string => withBody("x = 1;", `invariant("i", () => ${condition});`);
    assert.deepEqual(
      reported(property("x / n < 3")).map((text) => text.slice(0, 5)),
      ["LM312"],
    );
    assert.deepEqual(reported(property("n === 0 || x / n < 31")), []);
    assert.deepEqual(reported(property("(n > 0 && x % n < 3) || n === 0")), []);
  });
});

describe("[U] numbers", () => {
  it("are reported when they are too large whatever happens", () => {
    assert.deepEqual(reported(withBody("x = wrap(n + 536870912, 4);")), ["LM311 x = wrap(n + 536870912, 4)"]);
    assert.deepEqual(reported(withBody("let y = 1; for (let i = 0; i < 40; i++) y = y * 2; x = y;")), ["LM311 y = y * 2"]);
  });

  it("are accepted when they may be small enough", () => {
    assert.deepEqual(reported(withBody("x = wrap(n * 300000000, 4);")), []);
    assert.deepEqual(reported(withBody("x = wrap(n + 536870000, 4);")), []);
  });
});

describe("[U] what is known of locals", () => {
  for (const [title, body] of Object.entries(BOUNDED)) {
    it(`holds in every state of loops ${title}`, () => {
      assert.deepEqual(outside(withBody(body)), []);
    });
  }
});

describe("[U] arithmetic of intervals", () => {
  const ends = [-5, -3, -2, -1, 0, 1, 2, 3, 7];
  const intervals = ends.flatMap((low) => ends.filter((high) => high >= low).map((high) => between(low, high)));
  const members = ({ low, high }: Interval): readonly number[] => Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const OPERATORS: Readonly<
    Record<string, readonly [(a: Interval, b: Interval) => Interval | null, (x: number, y: number) => number, divides: boolean]>
  > = {
    sum: [sum, (x, y) => x + y, false],
    difference: [difference, (x, y) => x - y, false],
    product: [product, (x, y) => x * y, false],
    quotient: [quotient, (x, y) => Math.trunc(x / y), true],
    modulo: [modulo, (x, y) => ((x % y) + y) % y, true],
    remainder: [remainder, (x, y) => x % y, true],
  };
  for (const [title, [abstract, concrete, divides]] of Object.entries(OPERATORS)) {
    it(`has every ${title} of members in the ${title} of intervals`, () => {
      for (const a of intervals)
        for (const b of intervals) {
          const values = members(a).flatMap((x) => members(b).flatMap((y) => (divides && y < 1 ? [] : [concrete(x, y)])));
          const { low, high } = abstract(a, b) ?? { low: Infinity, high: -Infinity };
          assert.isTrue(
            values.every((value) => low <= value && value <= high),
            JSON.stringify([a, b, { low, high }]),
          );
        }
    });
  }
});

describe("[U] pages of bounds", () => {
  for (const code of ["LM310", "LM311", "LM312"]) {
    it(`${code}.md has an example that is reported so`, () => {
      const page = readFileSync(fileURLToPath(new URL(`../../../../../docs/diagnostics/${code}.md`, import.meta.url)), "utf8");
      const model = /```ts\nimport .*\n(?<model>[\s\S]*?)```/u.exec(page)?.groups?.["model"] ?? "";
      assert.deepEqual(
        findUnboundedLocals(programOf(model)).map((found) => found.code),
        [code],
      );
    });
  }
});

/** Integers that a local has in some state of the interpreter, and that the intervals do not have at that place. Faults are no places. */
function outside(source: string): readonly string[] {
  const located = locate(programOf(source));
  if ("kind" in located) throw new Error(located.kind);
  const { program } = located;
  const known = new Map(
    located.graphs.flatMap(({ graph: code, locations }) => {
      const environments = fixpoint(bodyOf(program, code, scopeOfGraph(program, code, runnersOf(program, code))));
      return locations.map(({ label, node }) => [label, environments.get(node.id)] as const);
    }),
  );
  const { states } = graph(located, { maxStates: 2_000 });
  return states.flatMap((state) =>
    Object.entries(state.pc).flatMap(([context, label]) =>
      Object.entries(state.locals[context] ?? {}).flatMap(([local, value]) => {
        const integers = known.get(label)?.get(local)?.integers ?? { low: 1, high: 0 };
        return typeof value !== "number" || !known.has(label) || (integers.low <= value && value <= integers.high)
          ? []
          : [`${label}: ${local} = ${value}`];
      }),
    ),
  );
}
