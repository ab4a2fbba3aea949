// READ_ONCE, wrap, choose, is_raw, select, assert, finished, and the verdicts that `expect` takes.

import type { ts } from "ts-morph";
import type { Expression } from "../../../ir/expression.js";
import { option, textArgument } from "../../elaborate/arguments.js";
import { selectedEntry } from "../../elaborate/declare.js";
import { allObjects } from "../../elaborate/objects.js";
import { contextIds } from "../../elaborate/overlapping.js";
import { emit, type Lowering, localFor, localValue, reject, shortText } from "../../lowering.js";
import { boolean, INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { combine } from "../expressions/operators.js";
import { unary } from "../fold.js";
import { lowerValue, lowerValues } from "../operands.js";
import { optionsOf } from "../statements/assignments.js";
import { truthOf } from "../truth.js";
import { FINDING_KINDS, LOCKDEP_RULES } from "./finding-kinds.js";
import type { LanguageFunctions } from "./function.js";
import { placeArgument } from "./places.js";

export const dataFunctions: LanguageFunctions = [
  ["READ_ONCE", { steps: false, lower: readOnce }],
  ["wrap", { steps: false, lower: wrap }],
  ["choose", { steps: true, lower: choose }],
  ["is_raw", { steps: false, lower: isRaw }],
  ["select", { steps: false, lower: select }],
  ["assert", { steps: true, lower: lowerAssert }],
  ["objects", { steps: false, lower: allObjects }],
  ["DEBUG_LOCKS_WARN_ON", { steps: true, lower: warnOn }],
  ["finished", { steps: false, lower: finished }],
  [
    "verified",
    {
      steps: false,
      lower: () => ({
        kind: "verdict",
        verdict: { verdict: "verified", kind: null, lock: null, function: null, property: null, lockdep: null },
      }),
    },
  ],
  ["violates", { steps: false, lower: violates }],
  ["lockdep", { steps: false, lower: lockdep }],
];

function readOnce(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [node] = call.arguments;
  return node === undefined ? INVALID : lowering.model.visitors.expression(lowering, node);
}

function wrap(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [value, modulus] = lowerValues(lowering, call.arguments) ?? [];
  return value === undefined || modulus === undefined ? INVALID : combine(lowering, call, "modulo", value.expression, modulus.expression);
}

function choose(lowering: Lowering, call: ts.CallExpression): Meaning {
  const options = optionsOf(lowering, call);
  if (options === null) return INVALID;
  const expressions = options.map((option) => option.expression);
  const local = localFor(lowering, call, "choice");
  emit(lowering, call, (next) => ({ kind: "choose", target: { kind: "local", local }, options: expressions, next }));
  return valueOf(
    localValue(local),
    options.some((option) => option.nullable),
  );
}

function isRaw(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "lock");
  if (argument === null) return INVALID;
  return boolean(argument.field.type.kind === "lock" && argument.field.type.type === "raw_spinlock_t");
}

function select(lowering: Lowering, call: ts.CallExpression): Meaning {
  const entry = selectedEntry(lowering, call);
  return entry === null ? INVALID : lowering.model.visitors.expression(lowering, entry);
}

function lowerAssert(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [node, messageNode] = call.arguments;
  const value = node === undefined ? null : lowerValue(lowering, node);
  const condition = node === undefined || value === null ? null : truthOf(lowering, node, value.expression);
  if (node === undefined || condition === null) return INVALID;
  const message = messageNode === undefined ? shortText(node) : textArgument(lowering, messageNode, "The message of 'assert'");
  if (message === null) return INVALID;
  const holds = condition.kind === "value" && condition.value.kind === "bool" && condition.value.value;
  if (!holds) emit(lowering, call, (next) => ({ kind: "assert", condition, message, next }));
  return VOID;
}

/** A warning is an assertion of the opposite. */
function warnOn(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [node] = call.arguments;
  const value = node === undefined ? null : lowerValue(lowering, node);
  const warns = node === undefined || value === null ? null : truthOf(lowering, node, value.expression);
  if (node === undefined || warns === null) return INVALID;
  const condition = unary("not", warns);
  const message = `DEBUG_LOCKS_WARN_ON(${shortText(node)})`;
  const holds = condition.kind === "value" && condition.value.kind === "bool" && condition.value.value;
  if (!holds) emit(lowering, call, (next) => ({ kind: "assert", condition, message, debugLocks: true, next }));
  return VOID;
}

/** Of a softirq that may overlap itself: that it will not come any more, and runs nowhere. */
function isFinished({ model }: Lowering, context: string): Expression {
  const declaration = model.contexts.find(({ name }) => name === context);
  const ids = declaration === undefined ? [context] : contextIds(model, declaration);
  const each = ids.map((id): Expression => ({ kind: "finished", context: id }));
  return each.reduce((left, right) => ({ kind: "binary", operator: "and", left, right }));
}

function finished(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [node] = call.arguments;
  if (node === undefined) return INVALID;
  if (lowering.mode !== "property")
    return reject(lowering, "only-in-property", call, {
      name: "finished",
      hint: "let the context set a variable at its end, and look at that",
    });
  const meaning = lowering.model.visitors.expression(lowering, node);
  if (meaning.kind === "context") return valueOf(isFinished(lowering, meaning.id));
  if (meaning.kind === "invalid") return meaning;
  const hint = "pass the const of a 'task', or an element of the const of 'tasks'";
  return reject(lowering, "wrong-argument", node, { what: "The argument of 'finished'", expected: "a context", hint });
}

function violates(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [kindNode, detail] = call.arguments;
  const kind = kindNode === undefined ? null : textArgument(lowering, kindNode, "The kind of finding");
  const known = FINDING_KINDS.find((candidate) => candidate === kind);
  if (known === undefined) return INVALID;
  const text = detailReader(lowering, detail);
  return {
    kind: "verdict",
    verdict: { verdict: "violated", kind: known, lock: text("lock"), function: text("in"), property: text("property"), lockdep: null },
  };
}

function lockdep(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [ruleNode, detail] = call.arguments;
  const rule = ruleNode === undefined ? null : textArgument(lowering, ruleNode, "The rule");
  const known = LOCKDEP_RULES.find((candidate) => candidate === rule) ?? null;
  if (known === null && rule !== "silent") return INVALID;
  const text = detailReader(lowering, detail);
  return { kind: "opinion", opinion: { rule: known, lock: text("lock"), function: text("in") } };
}

function detailReader(lowering: Lowering, detail: ts.Expression | undefined): (key: string) => string | null {
  return (key) => {
    const node = option(lowering, detail, key);
    return node === null ? null : textArgument(lowering, node, `'${key}' of what is expected`);
  };
}
