import { checkCases } from "./cases.js";

const DECLARATIONS = "class O { n = int(0, 3); } const os = pool(O, 2); let cur = ref<O>(os[0]); let i = int(0, 1);";

const EACH_ITS_OWN = "os[1].n !== 1 && os[0].n !== 3";

checkCases("[T] x += 1 evaluates x once in the real TLC", DECLARATIONS, [
  [
    "through a reference that another context changes",
    `task("a", () => { os[1].n = 2; if (cur !== null) cur.n += 1; assert(${EACH_ITS_OWN}); }); task("b", () => { cur = os[1]; });`,
    "verified",
  ],
  ["so does x++", `task("a", () => { os[1].n = 2; os[i].n++; assert(${EACH_ITS_OWN}); }); task("b", () => { i = 1; });`, "verified"],
  [
    "and x = x + 1 does not",
    `task("a", () => { os[1].n = 2; os[i].n = os[i].n + 1; assert(${EACH_ITS_OWN}); }); task("b", () => { i = 1; });`,
    `assertion: ${EACH_ITS_OWN}`,
  ],
  [
    "it reads and stores in two steps all the same",
    'function add() { os[i].n++; } const a = task("a", add); const b = task("b", add); invariant("both", () => !(finished(a) && finished(b)) || os[0].n === 2);',
    "invariant: both",
  ],
]);

checkCases(
  "[T] arguments are evaluated from left to right in the real TLC",
  `${DECLARATIONS} let x = int(1, 99); function inc() { x++; return x; }`,
  [
    [
      "of a function",
      'function two(a: number, b: number) { return a * 10 + b; } task("t", () => { assert(two(x, inc()) === 12, ""); });',
      "verified",
    ],
    ["of a macro", 'const two = (a: number, b: number) => a * 10 + b; task("t", () => { assert(two(x, inc()) === 12, ""); });', "verified"],
    [
      "before what stands for those that are left out",
      'function two(a: number, b: number = inc()) { return a * 10 + b; } task("t", () => { assert(two(x) === 12, ""); });',
      "verified",
    ],
    [
      "of a function of the language",
      'class A { a = atomic_t(0, 3); } const as = pool(A, 2); let at = ref<A>(as[0]); function swap() { at = as[1]; return 3; } task("t", () => { if (at !== null) { atomic_set(at.a, swap()); assert(atomic_read(as[0].a) === 3, ""); } });',
      "verified",
    ],
    [
      "but a macro reads its argument as often as it names it",
      'const twice = (a: number) => a + a; task("t", () => { const v = twice(x); assert(v !== 4, ""); }); task("u", () => { x = 3; });',
      "assertion: ",
    ],
    [
      "and a function once",
      'function twice(a: number) { return a + a; } task("t", () => { const v = twice(x); assert(v !== 4, ""); }); task("u", () => { x = 3; });',
      "verified",
    ],
  ],
);

checkCases("[T] loops over pools in the real TLC", `${DECLARATIONS} let c = int(0, 6);`, [
  [
    "what the body stores in the variable does not change the walk",
    'task("t", () => { for (let o of os) { o.n = 1; o = os[1]; c++; } assert(c === 2 && os[0].n === 1 && os[1].n === 1, ""); });',
    "verified",
  ],
  ["nor a copy of it", 'task("t", () => { for (let o of os) { const p = o; o = os[1]; assert(p === os[c], ""); c++; } });', "verified"],
]);
