// What is known of the state in which a step begins, on one of the ways through it, and what conditions come to there.
//
//   on the way on which `claimed[self] \/ dies[self]` is FALSE, `~claimed[self] /\ x # NULL` is `x # NULL`

import type { Tla } from "../tla/ast.js";
import { and, boolean, FALSE, ifThenElse, not, or, TRUE } from "../tla/build.js";

type Facts = ReadonlyMap<string, Tla>;

export class Knowledge {
  /** `facts`: text of an expression -> its value. */
  private constructor(private readonly facts: Facts) {}

  static readonly nothing = new Knowledge(new Map());

  /** `expression` has this value, and its parts have what follows from that. */
  with(expression: Tla, value: Tla): Knowledge {
    return new Knowledge(new Map([...this.facts, ...following(expression, value)]));
  }

  valueOf(expression: Tla): Tla | null {
    return this.facts.get(textOf(expression)) ?? null;
  }

  /** The same in every state of which all that is true. */
  simplified(condition: Tla): Tla {
    const known = this.valueOf(condition);
    if (known?.kind === "boolean") return known;
    switch (condition.kind) {
      case "prefix":
        return condition.operator === "~" ? negated(this.simplified(condition.operand)) : condition;
      case "and":
        return conjunction(condition.items.map((item) => this.simplified(item)));
      case "or":
        return disjunction(condition.items.map((item) => this.simplified(item)));
      case "if":
        return this.choice(condition);
      case "infix":
        return this.comparison(condition);
      default:
        return condition;
    }
  }

  private choice({ condition, whenTrue, whenFalse }: Extract<Tla, { kind: "if" }>): Tla {
    const when = this.simplified(condition);
    if (when.kind === "boolean") return this.simplified(when.value ? whenTrue : whenFalse);
    return ifThenElse(when, this.simplified(whenTrue), this.simplified(whenFalse));
  }

  private comparison(condition: Extract<Tla, { kind: "infix" }>): Tla {
    if (condition.operator !== "=" && condition.operator !== "#") return condition;
    const equal = areEqual(this.constant(condition.left), this.constant(condition.right));
    return equal === null ? condition : boolean(equal === (condition.operator === "="));
  }

  private constant(expression: Tla): Tla {
    const known = this.valueOf(expression);
    return known !== null && isConstant(known) ? known : expression;
  }
}

function following(expression: Tla, value: Tla): readonly (readonly [string, Tla])[] {
  const fact = [textOf(expression), value] as const;
  if (value.kind !== "boolean") return [fact];
  switch (expression.kind) {
    case "prefix":
      return [fact, ...(expression.operator === "~" ? following(expression.operand, boolean(!value.value)) : [])];
    case "and":
      return [fact, ...(value.value ? expression.items.flatMap((item) => following(item, TRUE)) : [])];
    case "or":
      return [fact, ...(value.value ? [] : expression.items.flatMap((item) => following(item, FALSE)))];
    case "infix":
      return [fact, ...followingFromComparison(expression, value.value)];
    default:
      return [fact];
  }
}

function followingFromComparison(comparison: Extract<Tla, { kind: "infix" }>, holds: boolean): readonly (readonly [string, Tla])[] {
  const { operator, left, right } = comparison;
  if (operator !== "=" && operator !== "#") return [];
  const opposite = [textOf(not(comparison)), boolean(!holds)] as const;
  if (holds !== (operator === "=")) return [opposite];
  return [
    opposite,
    ...(isConstant(right) ? [[textOf(left), right] as const] : []),
    ...(isConstant(left) ? [[textOf(right), left] as const] : []),
  ];
}

/** Null: that depends. Only what TLC compares: NULL is a model value, different from all strings. */
function areEqual(left: Tla, right: Tla): boolean | null {
  if (textOf(left) === textOf(right)) return true;
  if (!isConstant(left) || !isConstant(right)) return null;
  const kind = ({ kind }: Tla): string => (kind === "name" ? "string" : kind);
  return kind(left) === kind(right) ? false : null;
}

function isConstant(expression: Tla): boolean {
  return (
    expression.kind === "string" ||
    expression.kind === "number" ||
    expression.kind === "boolean" ||
    (expression.kind === "name" && expression.name === "NULL")
  );
}

function conjunction(items: readonly Tla[]): Tla {
  return items.some((item) => item.kind === "boolean" && !item.value) ? FALSE : and(...items);
}

function disjunction(items: readonly Tla[]): Tla {
  return items.some((item) => item.kind === "boolean" && item.value) ? TRUE : or(...items);
}

function negated(condition: Tla): Tla {
  if (condition.kind === "boolean") return boolean(!condition.value);
  return condition.kind === "prefix" && condition.operator === "~" ? condition.operand : not(condition);
}

/** Two expressions of the same text have the same value in the same state. */
export function textOf(expression: Tla): string {
  return JSON.stringify(expression);
}
