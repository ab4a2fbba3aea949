// A name: of the expansion, of the language, or of the model's top level.

import type { ts } from "ts-morph";
import { symbolOf } from "../../load/sources.js";
import { hintForName } from "../../load/unknown-names.js";
import { type Lowering, reject, typeHasNull } from "../../lowering.js";
import { boolean, type Meaning } from "../../meaning.js";
import { localMeaning } from "../operands.js";

export function lowerIdentifier(lowering: Lowering, node: ts.Identifier): Meaning {
  const symbol = symbolOf(lowering.model.sources, node);
  if (symbol === null) return unknownName(lowering, node);
  const binding = lowering.scope?.lookup(symbol) ?? null;
  if (binding?.kind === "meaning") return narrowed(lowering, node, binding.meaning, binding.narrows === true);
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

/** A value that does not change is NULL only where TypeScript says so, if it was told that it may be. */
function narrowed(lowering: Lowering, node: ts.Identifier, meaning: Meaning, narrows: boolean): Meaning {
  return meaning.kind === "value" && meaning.nullable && narrows ? { ...meaning, nullable: typeHasNull(lowering, node) } : meaning;
}

/** What an hrtimer callback or an interrupt handler returns is a boolean of the program: restart or not, wake the thread or not. */
function languageMeaning(name: string): Meaning {
  if (name === "HRTIMER_RESTART" || name === "IRQ_WAKE_THREAD") return boolean(true);
  if (name === "HRTIMER_NORESTART" || name === "IRQ_HANDLED" || name === "IRQ_NONE") return boolean(false);
  return { kind: "language", name };
}

function unknownName(lowering: Lowering, node: ts.Identifier): Meaning {
  return reject(lowering, "unknown-call", node, {
    name: node.text,
    hint: hintForName(node.text, [...lowering.model.sources.language.values()]),
  });
}

/** `this` in a field initialiser. */
export function lowerThis(lowering: Lowering, node: ts.Node): Meaning {
  if (lowering.instance === null) {
    return reject(lowering, "unsupported-syntax", node, {
      construct: "'this' outside of field initialisers is",
      hint: "pass the object to a function",
    });
  }
  return { kind: "value", expression: { kind: "value", value: { kind: "object", id: lowering.instance.id } }, nullable: false };
}
