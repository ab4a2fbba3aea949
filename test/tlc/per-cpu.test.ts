import { assert } from "chai";
import { marked } from "../support/compile-model.js";
import { checkCases } from "./cases.js";

const DATA = "const hits = DEFINE_PER_CPU(int(0, 4)); const l = local_lock_t(); let done = bool();";
const COUNT = "function count() { this_cpu_write(hits, this_cpu_read(hits) + 1); }";
const TWO = 'invariant("both", () => !finished(f) || !finished(g) || per_cpu(hits, 0) === 2);';

checkCases("[T] data of each CPU in the real TLC", DATA, [
  [
    "belongs to one",
    'cpus(2); const f = task("f", () => { this_cpu_inc(hits); }, { cpu: 0 }); const g = task("g", () => { this_cpu_add(hits, 2); }, { cpu: 1 }); invariant("own", () => !finished(f) || !finished(g) || (per_cpu(hits, 0) === 1 && per_cpu(hits, 1) === 2));',
    "verified",
  ],
  [
    "is lost between two tasks of a CPU that are not kept apart",
    `${COUNT} const f = task("f", count, { cpu: 0 }); const g = task("g", count, { cpu: 0 }); ${TWO}`,
    "invariant: both",
  ],
  [
    "is not with preemption disabled",
    `${COUNT} const safe = () => { preempt_disable(); count(); preempt_enable(); }; const f = task("f", safe, { cpu: 0 }); const g = task("g", safe, { cpu: 0 }); ${TWO}`,
    "verified",
  ],
  [
    "nor under a local lock",
    `${COUNT} const safe = () => { local_lock(l); count(); local_unlock(l); }; const f = task("f", safe, { cpu: 0 }); const g = task("g", safe, { cpu: 0 }); ${TWO}`,
    "verified",
  ],
  [
    "nor where that is a lock",
    `configurations("preempt-rt"); ${COUNT} const safe = () => { local_lock(l); count(); local_unlock(l); }; const f = task("f", safe, { cpu: 0 }); const g = task("g", safe, { cpu: 0 }); ${TWO}`,
    "verified",
  ],
  [
    "an interrupt comes in between all the same",
    `${COUNT} const f = task("f", () => { preempt_disable(); count(); preempt_enable(); }, { cpu: 0 }); const g = hardirq("g", () => { this_cpu_inc(hits); }, { cpu: 0 }); ${TWO}`,
    "invariant: both",
  ],
  [
    "but not in what is one step",
    `const f = task("f", () => { this_cpu_inc(hits); }, { cpu: 0 }); const g = hardirq("g", () => { this_cpu_inc(hits); }, { cpu: 0 }); ${TWO}`,
    "verified",
  ],
  ["stays in its range", 'task("f", () => { for (let i = 0; i < 5; i++) this_cpu_inc(hits); });', "out-of-range"],
]);

describe("[U] data of each CPU that is no model", () => {
  const cases: readonly (readonly [source: string, found: string])[] = [
    ['hardirq("g", () => { this_cpu_inc(hits); }); task("f", () => {}, { cpu: 0 });', "LM121 this_cpu_inc(hits)"],
    ['task("f", () => { done = per_cpu(hits, 3) > 0; });', "LM121 done = per_cpu(hits, 3) > 0"],
    ['task("f", () => { this_cpu_inc(hits); }); invariant("i", () => this_cpu_read(hits) > 0);', "LM121 this_cpu_read(hits)"],
    ['const other = DEFINE_PER_CPU(3); task("f", () => { this_cpu_inc(other); });', "LM121 3"],
    ['class c { n = DEFINE_PER_CPU(int(0, 1)); } const o = new c(); task("f", () => { this_cpu_inc(o.n); });', "LM121 o.n"],
  ];
  for (const [source, found] of cases) it(source, () => assert.include(marked(`${DATA}\n${source}`), found));
});
