// A name: of the expansion, of the language, or of the model's top level.

import type { ts } from "ts-morph";
import { createDiagnostic, nearest } from "../../../diagnostics/index.js";
import { symbolOf } from "../../load/sources.js";
import { at, type Lowering, reject } from "../../lowering.js";
import { boolean, INVALID, type Meaning } from "../../meaning.js";
import { localMeaning } from "../operands.js";

export function lowerIdentifier(lowering: Lowering, node: ts.Identifier): Meaning {
  const symbol = symbolOf(lowering.model.sources, node);
  if (symbol === null) return unknownName(lowering, node);
  const binding = lowering.scope?.lookup(symbol) ?? null;
  if (binding?.kind === "meaning") return binding.meaning;
  if (binding?.kind === "variable") return localMeaning(lowering, binding.local, node);
  const language = lowering.model.sources.language.get(symbol);
  if (language !== undefined) return languageMeaning(language);
  const meaning = lowering.model.visitors.topLevel(lowering, symbol, node);
  if (meaning === null) return unknownName(lowering, node);
  if (lowering.mode === "constant" && meaning.kind === "value" && meaning.expression.kind !== "value") {
    return reject(lowering, "not-constant", node, { what: `The value of '${node.text}', which is shared data,` });
  }
  return meaning;
}

/** What an hrtimer callback returns is a boolean of the program: restart or not. */
function languageMeaning(name: string): Meaning {
  if (name === "HRTIMER_RESTART") return boolean(true);
  if (name === "HRTIMER_NORESTART") return boolean(false);
  return { kind: "language", name };
}

/** Hints for names that programmers reach for. */
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
]);

function unknownName(lowering: Lowering, node: ts.Identifier): Meaning {
  const near = nearest(node.text, [...lowering.model.sources.language.values()]);
  const standard = near === null ? "import it from 'lockproof/dsl', or define it in the model" : `import '${near}' from 'lockproof/dsl', if that is meant, or define it in the model`;
  lowering.model.log.add(createDiagnostic("unknown-call", at(lowering, node), { name: node.text, hint: INSTEAD.get(node.text) ?? standard }));
  return INVALID;
}

/** `this` in a field initialiser. */
export function lowerThis(lowering: Lowering, node: ts.Node): Meaning {
  if (lowering.instance === null) {
    return reject(lowering, "unsupported-syntax", node, { construct: "'this' outside of field initialisers is", hint: "pass the object to a function" });
  }
  return { kind: "value", expression: { kind: "value", value: { kind: "object", id: lowering.instance.id } }, nullable: false };
}
