// What to do about a name that is neither of the model nor of the language.

import { nearest } from "../../diagnostics/index.js";

/** Names that programmers reach for, and what a model has in their place. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["undefined", "use 'null': a reference is an object or NULL"],
  ["Math", "use integer arithmetic, and 'choose(…)' in place of Math.random()"],
  ["Promise", "write two contexts ('task', 'kworker') that meet at a lock, a wait queue or a flag"],
  ["Array", "use 'pool(Class, n)' for objects and 'list_head' for lists"],
  ["Map", "use a field of the object in place of a map from objects"],
  ["Set", "use a list ('list_head') or a boolean field of the object"],
  ["console", "leave it out: a counterexample shows every step with its values"],
  ["setTimeout", "use 'hrtimer(callback)' and 'hrtimer_start(timer)'"],
  ["Date", "leave time out: a queued timer may expire at any moment"],
  ["require", "use 'import'"],
  ["process", "leave it out: a model has no environment"],
]);

/** Advice for an unknown name; `language` are the names of lockproof/dsl. */
export function hintForName(name: string, language: readonly string[]): string {
  const instead = INSTEAD.get(name);
  if (instead !== undefined) return instead;
  if (language.includes(name)) return `import it: 'import { ${name} } from "lockproof/dsl"'`;
  const near = nearest(name, language);
  const standard = "import it from 'lockproof/dsl' or from another file of the model, or define it";
  return near === null ? standard : `write '${near}' (did you mean that?); otherwise ${standard}`;
}
