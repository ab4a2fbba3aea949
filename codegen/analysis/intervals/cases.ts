// The values that a statement can store, told apart as far as later conditions could depend on them:
//   done = i === 3    ->   true, and i is 3 | false, and i is not
//   e = first(list)   ->   NULL | an entry

import type { Expression } from "../../ir/expression.js";
import { type Environment } from "./environment.js";
import { decide, evaluate, isCondition, neighbours } from "./evaluate.js";
import { exactly } from "./interval.js";
import { isImpossible, KNOWN_NULL, type Known, knownEntry, knownInteger, knownTruth } from "./known.js";
import type { Scope } from "./scope.js";

export interface Case {
  readonly value: Known;
  /** What is known before the store when this is the value. */
  readonly environment: Environment;
}

/** Intervals of at most `apart` integers become one case for each. */
export function casesOf(scope: Scope, expression: Expression, environment: Environment, apart: number): readonly Case[] {
  if (expression.kind === "conditional") {
    const { whenTrue, whenFalse } = decide(scope, expression.condition, environment);
    return [
      ...(whenTrue === null ? [] : casesOf(scope, expression.whenTrue, whenTrue, apart)),
      ...(whenFalse === null ? [] : casesOf(scope, expression.whenFalse, whenFalse, apart)),
    ];
  }
  if (isCondition(scope, expression)) {
    const { whenTrue, whenFalse } = decide(scope, expression, environment);
    return [
      ...(whenTrue === null ? [] : [{ value: knownTruth(true), environment: whenTrue }]),
      ...(whenFalse === null ? [] : [{ value: knownTruth(false), environment: whenFalse }]),
    ];
  }
  return valuesOf(scope, expression, environment)
    .flatMap((value) => told(value, apart))
    .map((value) => ({ value, environment }));
}

function valuesOf(scope: Scope, expression: Expression, environment: Environment): readonly Known[] {
  const value = evaluate(scope, expression, environment);
  if (expression.kind === "list-end") return expression.orNull ? [KNOWN_NULL, knownEntry(1)] : [knownEntry(1)];
  if (expression.kind === "list-neighbour")
    return valuesOf(scope, expression.of, environment).flatMap((of) => neighbours(scope, expression.list, of));
  return isImpossible(value) ? [] : [value];
}

function told(value: Known, apart: number): readonly Known[] {
  const { integers, others } = value;
  if (integers === null || others.kind !== "none" || integers.high - integers.low >= apart) return [value];
  return Array.from({ length: integers.high - integers.low + 1 }, (_, index) => knownInteger(exactly(integers.low + index)));
}
