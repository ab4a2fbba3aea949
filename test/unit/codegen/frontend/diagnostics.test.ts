// Models with mistakes → diagnostics, by code and by the text that is marked, each exactly once.

import { assert } from "chai";
import { marked, rejected } from "../../../support/compile-model.js";

/** Declarations that most bodies need. */
const WORLD = `class T { list = list_node(); other = list_node(); n = int(0, 3); lock = mutex(); readonly fixed = 1; }
const ts = pool(T, 2); const head = list_head<T>("list", ts); const A = spinlock_t(); const v = atomic_t(0, 2); let x = int(0, 3); let y = bool(); let r = ref<T>(); let s = oneOf("idle", "busy");`;

function markedIn(body: string): readonly string[] {
  return marked(`${WORLD}\nfunction f() { ${body} }\ntask("t", f);`);
}

describe("[U] diagnostics: what is for properties only", () => {
  const repairs: Readonly<Record<string, RegExp>> = {
    "if (ts.some((t) => t.n === 0)) x = 1;": /write a loop over the objects, or move/,
    "assert(is_allocated(ts[0]));": /leave it out, .*, or move/,
    "if (finished(worker)) x = 1;": /set a variable at its end, .*, or move/,
  };
  for (const [body, repair] of Object.entries(repairs))
    it(`has a hint that fits ${body}`, () => {
      const found = rejected(`${WORLD}\nfunction f() { ${body} }\ntask("t", f); const worker = task("w", () => {});`);
      assert.lengthOf(found, 1);
      assert.match(found[0]?.repair ?? "", repair);
    });
});

describe("[U] diagnostics: syntax outside of the language", () => {
  const cases: Readonly<Record<string, string>> = {
    "async function g() {}": "async function g() {}",
    "function g() { try {} finally {} }": "try {} finally {}",
    "function g() { throw null; }": "throw null;",
    "class B {} class C extends B {}": "extends B",
    "class C { m() {} }": "m() {}",
    "class C { get g() { return 1; } }": "get g() { return 1; }",
    "class C { static s = 1; }": "static",
    "class C { #p = 1; }": "#p",
    "class C { constructor(a: number) {} }": "a: number",
    "class C { constructor(readonly a: number) { a; } }": "a;",
    "class C<T> {}": "class C<T> {}",
    "function g(a: unknown) { return a as number; }": "a as number",
    "function g(a: any) {}": "any",
    "function g(a: { b: number } | null) { return a!.b; }": "a!",
    "function g(a: { b: number } | null) { return a?.b; }": "a?.b",
    "function g(a: number | null) { return a ?? 1; }": "??",
    "function g(a: number) { return a == 1; }": "==",
    "function g(a: number) { return a & 1; }": "&",
    "function g(a: number) { return ~a; }": "~a",
    "function g() { outer: for (;;) break outer; }": "outer: for (;;) break outer;",
    "function g() { for (const k in {}) {} }": "for (const k in {}) {}",
    "function g() { const { a } = { a: 1 }; return a; }": "{ a }",
    "function g() { var a = 1; return a; }": "var a = 1",
    "function g() { function h() {} h(); }": "function h() {}",
    "function* g() {}": "function* g() {}",
    "function g(a?: number) {}": "a?: number",
    "const g = function () {};": "function () {}",
    "enum E { A }": "enum E { A }",
    "namespace N {}": "namespace N {}",
    "export default function g() {}": "default",
    "const re = /x/;": "/x/",
    "const big = 1n;": "1n",
    'const g = (a: number) => typeof a === "number";': "typeof a",
    "function g() { debugger; }": "debugger;",
    "const g = (a: number[]) => [...a];": "...a",
    'import("./other.js");': 'import("./other.js")',
  };
  for (const [text, marks] of Object.entries(cases)) {
    it(`rejects ${text}`, () => {
      const codes = marked(`${text}\ntask("t", () => {});`);
      assert.deepEqual(
        codes.filter((code) => code.startsWith("LM101")),
        [`LM101 ${marks}`],
      );
    });
  }

  it("rejects 'using' without further errors of TypeScript", () => {
    assert.deepEqual(markedIn("using a = null;"), ["LM101 using a = null"]);
  });

  it("reports all at once, in order, also in code that nothing calls", () => {
    assert.deepEqual(marked('function g() { var a = 1; debugger; return a; }\nclass C { m() {} }\ntask("t", () => {});'), [
      "LM101 var a = 1",
      "LM101 debugger;",
      "LM101 m() {}",
    ]);
  });
});

describe("[U] diagnostics: names", () => {
  it("rejects names and texts that could hide something", () => {
    assert.deepEqual(marked('const größe = 1; const b = größe;\ntask("t", () => {});'), ["LM401 größe"]);
    assert.deepEqual(marked('task("a\\u001bb", () => {});'), ['LM402 "a\\u001bb"']);
    assert.deepEqual(marked("task(`a\\u202eb`, () => {});"), ["LM402 `a\\u202eb`"]);
  });

  it("suggests a name that is near", () => {
    const [found, ...others] = rejected(`${WORLD}\nfunction f() { spin_lokc(A); }\ntask("t", f);`);
    assert.deepEqual([found?.code, others], ["LM103", []]);
    assert.include(found?.repair, "write 'spin_lock' (did you mean that?)");
  });

  it("says what to import, and what to write instead of a library", () => {
    const hintsOf = (body: string): readonly string[] =>
      rejected(`import { task } from "lockproof/dsl";\nfunction f() { ${body} }\ntask("t", f);`).map(
        (found) => `${found.code} ${found.repair}`,
      );
    assert.deepEqual(hintsOf("might_sleep();"), ["LM103 To fix, import it: 'import { might_sleep } from \"lockproof/dsl\"'."]);
    assert.deepEqual(hintsOf("console.log(1);"), ["LM103 To fix, leave it out: a counterexample shows every step with its values."]);
    assert.deepEqual(hintsOf("const a = Math.random();"), [
      "LM103 To fix, use integer arithmetic, and 'choose(…)' in place of Math.random().",
    ]);
  });

  it("rejects names that are taken or empty", () => {
    assert.deepEqual(marked('task("t", () => {});\ntask("t", () => {});'), ['LM403 task("t", () => {})']);
    assert.deepEqual(marked('task("t", () => {});\ninvariant("i", () => true);\ninvariant("i", () => true);'), [
      'LM403 invariant("i", () => true)',
    ]);
    assert.deepEqual(marked('let q = oneOf("a", "a");\ntask("t", () => {});'), ['LM403 "a"']);
    assert.deepEqual(marked('task("", () => {});'), ['LM405 ""']);
    assert.deepEqual(
      marked('const a = param("n", 1, { min: 0, max: 1 }); const b = param("n", 1, { min: 0, max: 1 });\ntask("t", () => {});'),
      ['LM403 param("n", 1, { min: 0, max: 1 })'],
    );
  });

  it("rejects modules other than the language and files of the model", () => {
    assert.deepEqual(marked('import { a } from "node:fs";\nimport { b } from "./missing.js";\ntask("t", () => {});'), [
      'LM114 "node:fs"',
      'LM501 "./missing.js"',
    ]);
  });
});

describe("[U] diagnostics: TypeScript", () => {
  it("repeats type errors with their number", () => {
    assert.deepEqual(markedIn("x = ts[0].lock;"), ["LM100 x"]);
    assert.deepEqual(
      rejected(`${WORLD}\nfunction f() { x = true; }\ntask("t", f);`).map(({ code, message }) => [code, message]),
      [["LM100", "Type 'boolean' is not assignable to type 'number'. (TS2322)"]],
    );
  });

  it("knows no DOM and no Node", () => {
    assert.deepEqual(markedIn("document.title;"), ["LM103 document"]);
    assert.deepEqual(markedIn("process.exit(1);"), ["LM103 process"]);
  });

  it("of a truth value with a number, as in C", () => {
    assert.deepEqual(markedIn("if (y === 1) {}"), ["LM100 y === 1"]);
    assert.deepEqual(markedIn("y = true; if (y === 1) {}"), ["LM100 y === 1"]);
    assert.deepEqual(markedIn("if (spin_trylock(A) === 0) return; spin_unlock(A);"), ["LM100 spin_trylock(A) === 0"]);
    assert.deepEqual(markedIn("if (s === 1) {}"), ["LM100 s === 1"], "nor is a name a number");
    const between = 'y = true; if (y === false) {} x = 1; if (x === 2) {} if (s === "bsuy") {}';
    assert.deepEqual(markedIn(between), ['LM118 "bsuy"'], "others may store in between");
  });

  it("accepts comparisons that TypeScript takes for impossible, unless they are", () => {
    assert.deepEqual(markedIn('s = "idle"; while (s === "busy") {} let k = 1; if (s === "bsuy") k = 2;'), ['LM118 "bsuy"']);
  });
});

describe("[U] diagnostics: values and calls", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "x = v === v ? 1 : 0;": ["LM106 v"],
    "const p = [1];": ["LM101 [1]"],
    "let l = A; l = A;": ["LM107 l"],
    "const z = (x = 1);": ["LM116 x = 1"],
    "x = x++;": ["LM116 x++"],
    "x += bump();": ["LM116 bump()"],
    "x = 1.5;": ["LM115 1.5"],
    "x = 99999999999;": ["LM115 99999999999"],
    "x = x / 0;": ["LM121 x / 0"],
    "x = x % -2;": ["LM121 x % -2"],
    "if (s) x = 1;": ["LM121 s"],
    "const t = `a${x}`;": ["LM102 x"],
    "ts[2].n = 1;": ["LM306 2"],
    "if (ts.every((t) => t.n === 0)) x = 1;": ["LM109 ts.every"],
    "if (ts.count((t) => t.n === 0) > 1) x = 1;": ["LM109 ts.count"],
    "if (finished(worker)) x = 1;": ["LM109 finished(worker)"],
    "const l = mutex();": ["LM110 mutex()"],
    "const q = int(0, 1);": ["LM110 int(0, 1)"],
    "const g = y ? bump : other; g();": ["LM105 bump", "LM105 other"],
    "wait_event(queue, bump() > 0 ? yes : no);": ["LM105 yes", "LM105 no"],
    "loop();": ["LM104 loop()"],
    "macro();": ["LM104 macro()"],
    "for (const k of [1]) x = k;": ["LM101 [1]"],
    "const a = v;  x = a;": ["LM100 x"],
  };
  const MORE =
    'function bump() { x = 1; return x; } function other() { return 1; } const worker = task("w", () => {}); const queue = wait_queue_head(); const yes = () => true; const no = () => false; function loop() { loop(); } const macro = () => { macro(); };';
  for (const [body, expected] of Object.entries(cases)) {
    it(`rejects ${body}`, () => {
      assert.deepEqual(marked(`${WORLD} ${MORE}\nfunction f() { ${body} }\ntask("t", f);`), expected);
    });
  }

  it("shows the way of a recursion", () => {
    const [found] = rejected('function a() { b(); } function b() { a(); }\ntask("t", a);');
    assert.equal(found?.message, "'a' calls itself: 'a' → 'b' → 'a'.");
  });

  it("reports a mistake in a function once, however often it is called", () => {
    assert.deepEqual(
      marked(`${WORLD}\nfunction bad() { ts[5].n = 1; }\nfunction f() { bad(); bad(); }\ntask("t", f); task("u", f); hardirq("v", bad);`),
      ["LM306 5"],
    );
  });

  it("says how to write what is looked at again and again, or run later", () => {
    const source = `${WORLD}\nconst q = wait_queue_head(); function f() { wait_event(q, y); wait_event_timeout(q, x > 1); }\ntask("t", f()); invariant("i", y);`;
    const found = rejected(source).map(({ code, message, repair }) => `${code} ${message} ${repair}`);
    assert.lengthOf(found, 4);
    for (const [index, written] of ["y", "x > 1", "f()", "y"].entries()) {
      assert.match(found[index] ?? "", /^LM123 '\w+' takes \(.*is evaluated once, before the call\. /);
      assert.include(found[index], `To fix, write '() => ${written}'.`);
    }
  });

  it("reports independent mistakes together", () => {
    assert.deepEqual(markedIn("ts[5].n = 1; x = 1.5; const l = mutex();"), ["LM306 5", "LM115 1.5", "LM110 mutex()"]);
  });
});

describe("[U] diagnostics: declarations", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "let a = int(3, 1);": ["LM306 1"],
    "let a = int(0, 3, 7);": ["LM306 7"],
    "let a = wrapping(1);": ["LM306 1"],
    "class C { n = int(0, this.k); k = bool(); } const c = new C();": ["LM100 this.k", "LM100 k"],
    "let a = int(0, 3); let b = int(0, a);": ["LM102 a"],
    "class C { n = int(0, 1); } const c = pool(C, 65);": ["LM305 65"],
    "class C { n = int(0, 1); } const c = pool(C, 0);": ["LM305 0"],
    "class C { n!: number; } const c = new C();": ["LM101 !"],
    "class C { constructor(readonly k: number) {} n = int(0, this.k); } const c = new C(1); const d = new C(2);": [
      "LM119 n = int(0, this.k);",
    ],
    "interface I { a: number } let a = ref<I>();": ["LM117 ref<I>()"],
    'class C { list = list_node(); } const l = list_head<C>("list"); task("u", () => { if (list_empty(l)) return; });': ["LM117 l"],
    'class C { list = list_node(); } const c = new C(); const l = list_head<C>("list", [c, c]);': [
      'LM204 l = list_head<C>("list", [c, c])',
    ],
    'class C { timer = hrtimer(fire); } class D { n = int(0, 1); } function fire(d: D) { d.n = 1; return HRTIMER_NORESTART; } const c = new C(); task("u", () => hrtimer_start(c.timer));':
      ["LM112 fire"],
    "const timer = hrtimer((t: object) => HRTIMER_NORESTART, { queued: true });": ["LM112 (t: object) => HRTIMER_NORESTART"],
    "mutex_lock(m); const m = mutex();": ["LM100 m", "LM100 m"],
    "const m = mutex(); mutex_lock(m);": ["LM110 mutex_lock(m)"],
    "const m = mutex(); const ok = mutex_trylock(m);": ["LM102 mutex_trylock(m)"],
    "let a = int(0, 1); a = 1;": ["LM110 a = 1"],
    "for (;;) {}": ["LM110 for (;;) {}"],
    "cpus(17);": ["LM306 17"],
    'cpus(1); task("u", () => {});': ['LM307 task("t", () => {})'],
    "cpus(2); cpus(3);": ["LM113 cpus(3)"],
    "expect(verified()); expect(verified());": ["LM113 expect(verified())"],
    'configurations("raw-lock-nesting"); configurations("no-raw-lock-nesting");': ['LM113 configurations("no-raw-lock-nesting")'],
    'hardirq("h", () => {}, { times: 5 });': ["LM306 5"],
    'const n = 3; const p = param("p", n, { min: 1, max: 4 });': ["LM102 n"],
    'const p = param("p", 9, { min: 1, max: 4 });': ['LM306 param("p", 9, { min: 1, max: 4 })'],
    'const k = [1]; tasks("u", 2, (i) => {});': ["LM101 [1]"],
    'const m = mutex(); invariant("i", () => mutex_trylock(m));': ["LM108 mutex_trylock(m)"],
    'let a = int(0, 1); function g() { a = 1; return true; } invariant("i", () => g());': ["LM108 g()"],
    'let a = int(0, 1); invariant("i", () => { a = 1; return true; });': ["LM108 { a = 1; return true; }"],
    'let a = int(0, 1); if (a === 1) task("u", () => {});': ["LM102 a"],
    'if (1 + 1) task("u", () => {});': ["LM102 1 + 1"],
  };
  for (const [text, expected] of Object.entries(cases)) {
    it(`rejects ${text}`, () => {
      assert.deepEqual(marked(`${text}\ntask("t", () => {});`), expected);
    });
  }

  it("rejects a model in which nothing runs", () => {
    assert.deepEqual(
      rejected('let a = int(0, 1);\ninvariant("i", () => a < 1);').map(({ code, span }) => [code, span?.line]),
      [["LM120", 0]],
    );
  });

  it("points to the first of two with a note", () => {
    const [found] = rejected('task("t", () => {});\ntask("t", () => {});');
    assert.deepEqual(
      found?.notes.map(({ message, span }) => [message, span.line]),
      [["the first is here", 1]],
    );
  });
});

describe("[U] diagnostics: locking misuse", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "const a = local_irq_save(); let b = local_irq_save(); b = a; local_irq_restore(b);": ["LM201 a"],
    "spin_lock_nested(A, 8);": ["LM202 8"],
    "spin_lock_nested(A, x);": ["LM102 x"],
    "list_add(ts[0].other, head);": ["LM203 ts[0].other"],
    'const l = LIST_HEAD<T>("other"); list_splice_init(head, l);': ["LM203 l"],
  };
  for (const [body, expected] of Object.entries(cases)) it(`rejects ${body}`, () => assert.deepEqual(markedIn(body), expected));
});
