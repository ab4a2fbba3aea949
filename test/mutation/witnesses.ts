// The test models that must notice every change of a rule, small ones first.

import { compilationOf } from "../support/compile.js";
import { NESTING, PREEMPT_RT } from "../support/compile-model.js";
import { SMALL_MODELS } from "../support/small-models.js";
import { CASES, LOCK } from "../support/verdict-cases.js";
import { type Witness, witnessOf } from "./detect.js";
import { RT_CASES, RULE_CASES } from "./rule-cases.js";

export function witnesses(): readonly Witness[] {
  const usual = [
    ...CASES.map(([title, source]) => [title, `${LOCK}\n${source}`] as const),
    ...Object.entries(SMALL_MODELS),
    ...Object.entries(RULE_CASES),
  ];
  const all = [
    ...usual.map(([title, source]) => witnessOf(title, compilationOf(source, { configuration: NESTING }))),
    ...Object.entries(RT_CASES).map(([title, source]) => witnessOf(title, compilationOf(source, { configuration: PREEMPT_RT }))),
  ].filter(({ compilation }) => compilation.located.program.properties.every(({ kind }) => kind === "invariant"));
  return all.sort((a, b) => a.graph.states.length - b.graph.states.length);
}
