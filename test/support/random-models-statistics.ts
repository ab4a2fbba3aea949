// A random model with data that mostly no verdict depends on, as kernels count things for statistics: added to its text, so that the model
// without it stays what it is.

import fc from "fast-check";
import { Draws } from "./random-models-draws.js";

/** What is counted, by the name of the data: its declaration and statements that store to it or read it. */
const COUNTED: Readonly<Record<string, { readonly declaration: string; readonly statements: readonly string[] }>> = {
  hits: { declaration: "let hits = wrapping(2);", statements: ["hits++;", "hits++;", "hits = choose(0, 1);"] },
  last: { declaration: "let last = int(0, 1);", statements: ["last = choose(0, 1);", "last = 1;", "last = hits;"] },
  busy: { declaration: "let busy = bool();", statements: ["busy = last === 0;", "busy = !busy;", "busy = spin_is_locked(counting);"] },
  // Where it leaves its range, or somebody asks for it, it counts.
  most: { declaration: "let most = int(0, 2);", statements: ["most = most < 2 ? most + 1 : 0;", "most = 1;", "most = most + 1;"] },
  asked: { declaration: "let asked = int(0, 1);", statements: ["asked = last;", "asked = 1;", "if (asked === 1) last = 0;"] },
  per: { declaration: "", statements: ["os[0].per++;", "os[0].per = 1;", "os[0].per = hits;"] },
  // Beyond the end of the pool there is no object.
  far: { declaration: "let far = int(0, 2);", statements: ["far = 2;", "far = 0;", "os[far].per = 1;", "os[far].per = 1;"] },
  mine: { declaration: "", statements: ["{ const mine = hits; last = mine; }", "{ let mine = 0; mine = last; busy = mine === 0; }"] },
};

/** The source of a model with statements about some such data between its own. */
export function withStatistics(source: string, seed: number): string {
  const [numbers = []] = fc.sample(fc.array(fc.nat({ max: 9_999 }), { minLength: 300, maxLength: 300 }), { seed, numRuns: 1 });
  const draws = new Draws(numbers);
  const names = Object.keys(COUNTED).filter((name) => !["per", "far"].includes(name) || source.includes("const os = pool("));
  const chosen = [draws.pick(names), draws.pick(names)];
  const statements = chosen.flatMap((name) => COUNTED[name]?.statements ?? []);
  const lines = source.split("\n").flatMap((line) => (isStatement(line) && draws.rarely(6) ? [draws.pick(statements), line] : [line]));
  const text = lines.join("\n").replace(/^class obj \{/mu, "class obj { per = wrapping(2);");
  const used = Object.entries(COUNTED).filter(([name]) => new RegExp(`\\b${name}\\b`, "u").test(lines.join("\n")));
  const declared = [
    ...used.map(([, { declaration }]) => declaration),
    ...(text.includes("counting") ? ["const counting = spinlock_t();"] : []),
  ];
  return [...declared.filter((declaration) => declaration !== ""), text].join("\n");
}

/** In a block, and not the first thing of a case. */
function isStatement(line: string): boolean {
  return /^\s+\S.*;$/u.test(line) && !/^\s*(?:case|default|\})/u.test(line);
}
