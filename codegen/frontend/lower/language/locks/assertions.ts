// lockdep_assert_held and its relatives: a fault (`assertion`) where they do not hold. And what a context can ask about itself.

import type { ts } from "ts-morph";
import type { Expression, Place } from "../../../../ir/expression.js";
import { emit, type Lowering, shortText } from "../../../lowering.js";
import { INVALID, type Meaning, VOID, valueOf } from "../../../meaning.js";
import type { LanguageFunction, LanguageFunctions } from "../function.js";
import { placeArgument } from "../places.js";
import { asking, functionName, onThisCpu } from "./acquire.js";

type Here = Extract<Expression, { kind: "here" }>["what"];

const mine =
  (as: "any" | "reader" | "writer") =>
  (lock: Place): Expression => ({ kind: "lock-mine", lock, as });
const here = (what: Here): Expression => ({ kind: "here", what });
const not = (operand: Expression): Expression => ({ kind: "unary", operator: "not", operand });
const both = (left: Expression, right: Expression): Expression => ({ kind: "binary", operator: "and", left, right });

/** Preemption is possible: neither disabled nor impossible since interrupts are off. */
const preemptible = both(not(here("atomic")), not(here("irqs-off")));

export const lockAssertions: LanguageFunctions = [
  ["lockdep_assert_held", assertingLock(mine("any"))],
  ["lockdep_assert_held_read", assertingLock(mine("reader"))],
  ["lockdep_assert_held_write", assertingLock(mine("writer"))],
  ["lockdep_assert_not_held", assertingLock((lock) => not(mine("any")(lock)))],
  ["lockdep_assert_irqs_enabled", asserting(not(here("irqs-off")))],
  ["lockdep_assert_irqs_disabled", asserting(here("irqs-off"))],
  ["lockdep_assert_in_irq", asserting(here("hardirq"))],
  ["lockdep_assert_in_softirq", asserting(here("softirq"))],
  ["lockdep_assert_preemption_enabled", asserting(preemptible)],
  ["lockdep_assert_preemption_disabled", asserting(not(preemptible))],
  ...["spin_is_locked", "mutex_is_locked", "rwsem_is_locked", "rt_mutex_base_is_locked"].map(
    (name) => [name, asking((lock) => ({ kind: "lock-taken", lock }))] as const,
  ),
  ["lockdep_is_held", { ...asking(mine("any")), steps: true }],
  ["irqs_disabled", asked(here("irqs-off"))],
  ["in_interrupt", asked(here("interrupt"))],
  ["in_hardirq", asked(here("hardirq"))],
  ["in_atomic", asked(here("atomic"))],
];

function assertingLock(condition: (lock: Place) => Expression): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, "lock");
      if (argument === null) return INVALID;
      const lock = onThisCpu(lowering, argument.place, argument.field.type);
      return assertThat(lowering, call, condition(lock), shortText(argument.node));
    },
  };
}

function asserting(condition: Expression): LanguageFunction {
  return { steps: true, lower: (lowering, call) => assertThat(lowering, call, condition, "") };
}

function assertThat(lowering: Lowering, call: ts.CallExpression, condition: Expression, argument: string): Meaning {
  const message = `${functionName(lowering, call)}(${argument})`;
  emit(lowering, call, (next) => ({ kind: "assert", condition, message, next }));
  return VOID;
}

/** Not for properties: nobody stands anywhere there. */
function asked(condition: Expression): LanguageFunction {
  return { steps: true, lower: () => valueOf(condition) };
}
