// The test models that must notice every change of a rule, small ones first.

import { survey } from "../../interpreter/index.js";
import { compilationOf } from "../support/compile.js";
import { NESTING, PREEMPT_RT } from "../support/compile-model.js";
import { LOCK_MODELS } from "../support/lock-models.js";
import { SMALL_MODELS } from "../support/small-models.js";
import { CASES, LOCK } from "../support/verdict-cases.js";
import { type Witness, witnessOf } from "./detect.js";
import { RT_CASES, RULE_CASES } from "./rule-cases.js";

/** TLC is run on it again and again. */
const MOST_STATES = 5000;

export function witnesses(): readonly Witness[] {
  const usual = [
    ...CASES.map(([title, source]) => [title, `${LOCK}\n${source}`] as const),
    ...Object.entries({ ...SMALL_MODELS, ...RULE_CASES, ...LOCK_MODELS }),
  ];
  const all = [
    ...usual.map(([title, source]) => [title, compilationOf(source, { configuration: NESTING })] as const),
    ...Object.entries({ ...RT_CASES, ...LOCK_MODELS }).map(
      ([title, source]) => [title, compilationOf(source, { configuration: PREEMPT_RT })] as const,
    ),
  ];
  return all
    .filter(([, { located }]) => located.program.properties.every(({ kind }) => kind === "invariant"))
    .filter(([, { located }]) => survey(located, { maxStates: MOST_STATES }).complete)
    .map(([title, compilation]) => witnessOf(title, compilation))
    .sort((a, b) => a.graph.states.length - b.graph.states.length);
}
