// lockdep_assert_held and its relatives: a fault (`assertion`) where they do not hold.

import type { ts } from "ts-morph";
import type { Expression, Place } from "../../../../ir/expression.js";
import { emit, type Lowering, shortText } from "../../../lowering.js";
import { INVALID, type Meaning, VOID } from "../../../meaning.js";
import type { LanguageFunction, LanguageFunctions } from "../function.js";
import { placeArgument } from "../places.js";
import { asking, functionName } from "./acquire.js";

const mine =
  (as: "any" | "reader" | "writer") =>
  (lock: Place): Expression => ({ kind: "lock-mine", lock, as });

export const lockAssertions: LanguageFunctions = [
  ["lockdep_assert_held", asserting(mine("any"))],
  ["lockdep_assert_held_read", asserting(mine("reader"))],
  ["lockdep_assert_held_write", asserting(mine("writer"))],
  ["lockdep_assert_not_held", asserting((lock) => ({ kind: "unary", operator: "not", operand: mine("any")(lock) }))],
  ...["spin_is_locked", "mutex_is_locked", "rwsem_is_locked"].map(
    (name) => [name, asking((lock) => ({ kind: "lock-taken", lock }))] as const,
  ),
];

function asserting(condition: (lock: Place) => Expression): LanguageFunction {
  return { steps: true, lower: (lowering, call) => assertThat(lowering, call, condition) };
}

function assertThat(lowering: Lowering, call: ts.CallExpression, condition: (lock: Place) => Expression): Meaning {
  const argument = placeArgument(lowering, call, 0, "lock");
  if (argument === null) return INVALID;
  const message = `${functionName(lowering, call)}(${shortText(argument.node)})`;
  emit(lowering, call, (next) => ({ kind: "assert", condition: condition(argument.place), message, next }));
  return VOID;
}
