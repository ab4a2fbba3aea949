import { checkCases } from "./cases.js";

checkCases(
  "[T] references that TypeScript believes to be none of NULL in the real TLC",
  "class O { l = mutex(); n = int(0, 1); } const os = pool(O, 2); let cur = ref<O>(os[1]);",
  [
    [
      "a variable that another context makes NULL, further down in the loop",
      'task("a", () => { let p: O = os[0]; for (let i = 0; i < 2; i++) { p.n = 1; if (cur !== null) p = cur; } }); task("b", () => { cur = null; });',
      "null-dereference",
    ],
    [
      "its lock",
      'task("a", () => { let p: O = os[0]; for (let i = 0; i < 2; i++) { mutex_lock(p.l); mutex_unlock(p.l); if (cur !== null) p = cur; } }); task("b", () => { cur = null; });',
      "null-dereference",
    ],
    [
      "a variable that a call made NULL, further down in the loop",
      'function clear() { cur = null; } task("a", () => { let p: O = os[0]; for (let i = 0; i < 2; i++) { p.n = 1; if (cur !== null) { clear(); p = cur; } } });',
      "null-dereference",
    ],
    [
      "a copy of it",
      'task("a", () => { let p: O = os[0]; for (let i = 0; i < 2; i++) { let q: O = p; q.n = 1; q = os[1]; if (cur !== null) p = cur; } }); task("b", () => { cur = null; });',
      "null-dereference",
    ],
    [
      "a variable that an arrow function makes NULL",
      'task("a", () => { let p: O | null = os[0]; const clear = () => { p = null; }; if (p !== null) { clear(); p.n = 1; } });',
      "null-dereference",
    ],
    [
      "one that nobody makes NULL",
      'task("a", () => { let p: O = os[0]; for (let i = 0; i < 2; i++) { p.n = 1; if (cur !== null) p = cur; } }); task("b", () => { cur = os[0]; });',
      "verified",
    ],
  ],
);
