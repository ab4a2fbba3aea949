// Conditions of properties: expressions over the shared state.

import type { Property } from "../../ir/program.js";
import { ts } from "../../typescript.cjs";
import type { PropertyDeclaration } from "../elaborate/declarations.js";
import type { Elaboration } from "../elaborate/elaboration.js";
import { asValue } from "../lower/operands.js";
import { at, constantLowering, type Lowering, OUTSIDE, reject } from "../lowering.js";
import { type Meaning, VOID } from "../meaning.js";
import { Scope } from "../scope.js";
import { onlyReturns } from "../syntax.js";

export function lowerProperties(model: Elaboration): readonly Property[] {
  return model.properties.flatMap((declaration) => lowerProperty(model, declaration));
}

function lowerProperty(model: Elaboration, declaration: PropertyDeclaration): readonly Property[] {
  const { kind, name, condition, fairness, node } = declaration;
  const lowering: Lowering = { ...constantLowering(model), mode: "property" };
  const value = asValue(lowering, condition.node, conditionMeaning(lowering, declaration));
  if (value === null) return [];
  const span = at(lowering, node);
  return kind === "eventually"
    ? [{ kind, name, condition: value.expression, fairness, span }]
    : [{ kind, name, condition: value.expression, span }];
}

function conditionMeaning(lowering: Lowering, { condition }: PropertyDeclaration): Meaning {
  const { body } = condition.node;
  if (body === undefined) return VOID;
  const result: { meaning: Meaning } = { meaning: VOID };
  const activation = {
    ...OUTSIDE,
    chain: [condition.node],
    returns: (inside: Lowering, value: ts.Expression | null) => {
      if (value !== null) result.meaning = inside.model.visitors.expression(inside, value);
    },
  };
  const inside: Lowering = { ...lowering, scope: new Scope(condition.scope), activation };
  if (!ts.isBlock(body)) return lowering.model.visitors.expression(inside, body);
  if (!onlyReturns(body))
    return reject(lowering, "effect-in-property", body, { what: "A condition that is more than consts and one 'return'" });
  for (const statement of body.statements) lowering.model.visitors.statement(inside, statement);
  return result.meaning;
}
