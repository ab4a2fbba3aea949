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
