// Literals and what is as good as a literal.

import type { ts } from "ts-morph";
import { propertiesOf } from "../../elaborate/arguments.js";
import { type Lowering, reject } from "../../lowering.js";
import { constantOf, describe, integer, type Meaning, text } from "../../meaning.js";
import { textOf } from "../fold.js";
import { keptMeaning } from "../operands.js";

export function lowerNumber(lowering: Lowering, node: ts.NumericLiteral): Meaning {
  const value = Number(node.text);
  if (Number.isInteger(value) && Math.abs(value) <= 2 ** 31) return integer(value);
  return reject(lowering, "not-an-integer", node, { what: node.text });
}

/** `${name}/${index}` of constants. */
export function lowerTemplate(lowering: Lowering, node: ts.TemplateExpression): Meaning {
  let result = node.head.text;
  for (const span of node.templateSpans) {
    const meaning = lowering.model.visitors.expression(lowering, span.expression);
    const value = constantOf(meaning);
    const part = value === null ? null : textOf(value);
    if (part === null) {
      return meaning.kind === "invalid"
        ? meaning
        : reject(lowering, "not-constant", span.expression, { what: `A part of a text (here ${describe(meaning)})` });
    }
    result += part + span.literal.text;
  }
  return text(result);
}

/** Its members have their values from here on. */
export function lowerObjectLiteral(lowering: Lowering, node: ts.ObjectLiteralExpression): Meaning {
  if (lowering.mode === "constant") return { kind: "record", node, members: null };
  const members = new Map<string, Meaning>();
  for (const [name, value] of propertiesOf(node)) {
    const meaning = lowering.model.visitors.expression(lowering, value);
    if (meaning.kind === "invalid") return meaning;
    members.set(name, keptMeaning(lowering, value, meaning));
  }
  return { kind: "record", node, members };
}
