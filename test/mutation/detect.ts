// Whether some test model shows that a rule was changed: TLC with the changed library against the interpreter, which has rules of its own.

import type { Compilation } from "../../codegen/compile.js";
import { type Exploration, explore, graph, type InterpretedGraph } from "../../interpreter/index.js";
import { compareExercised } from "../differential/exercised.js";
import { compareUsage } from "../differential/usage.js";
import { compareVerdicts, type Judged } from "../differential/verdicts.js";
import { compareWithDump, runDumping } from "../support/equal-graphs.js";
import type { RuleMutant } from "./library-mutants.js";

/** A model that both readings agree on with the library as it is. */
export interface Witness {
  readonly title: string;
  readonly compilation: Compilation;
  readonly exploration: Exploration;
  readonly graph: InterpretedGraph;
}

export function witnessOf(title: string, compilation: Compilation): Witness {
  return { title, compilation, exploration: explore(compilation.located), graph: graph(compilation.located) };
}

/** Gives the model on which a mutant is noticed; null: it survives. */
export type Detector = (mutant: RuleMutant) => Promise<string | null>;

/** Findings that a change of the rules of a module shows in, most likely. */
const FINDINGS: Readonly<Record<string, readonly string[]>> = {
  AtomicContext: ["sleep-in-atomic", "held-at-end"],
  ContextAssertions: ["context-assertion"],
  WaitContext: ["wait-context"],
  CircularWait: ["circular-wait"],
};

/** Models of some hundred states have something of everything; small ones and large ones come later. */
function promise({ exploration, graph: { states } }: Witness, module: string): number {
  const kind = exploration.outcome === "violated" ? exploration.finding.kind : "";
  return (FINDINGS[module]?.includes(kind) === true ? 10 : 0) - Math.abs(Math.log(states.length / 200));
}

/** Asks those models first that have noticed a change of the same module before. */
export function detector(witnesses: readonly Witness[]): Detector {
  const successes = new Map<string, number>();
  const keyOf = (mutant: RuleMutant, { title }: Witness): string => `${mutant.module} ${title}`;
  return async (mutant) => {
    const rank = (witness: Witness): number => successes.get(keyOf(mutant, witness)) ?? 0;
    const name = mutant.module.replace(/\.tla$/, "");
    const concerned = witnesses
      .filter((witness) => usesModule(witness, name, mutant))
      .sort((a, b) => rank(b) - rank(a) || promise(b, name) - promise(a, name));
    for (const witness of concerned) {
      if ((await differencesOf(mutant, witness)).length === 0) continue;
      successes.set(keyOf(mutant, witness), rank(witness) + 1);
      return witness.title;
    }
    return null;
  };
}

/** Whether the library module is among those that the specification extends, itself or through another. */
function usesModule({ compilation }: Witness, name: string, { library }: RuleMutant): boolean {
  const extended = (text: string): readonly string[] => (/^EXTENDS (.*)$/m.exec(text)?.[1] ?? "").split(/,\s*/);
  const seen = new Set<string>();
  const visit = (module: string): void => {
    if (seen.has(module)) return;
    seen.add(module);
    extended(library[`${module}.tla`] ?? "").forEach(visit);
  };
  extended(compilation.module).forEach(visit);
  return seen.has(name);
}

async function differencesOf({ library }: RuleMutant, witness: Witness): Promise<readonly string[]> {
  const { compilation, exploration } = witness;
  const { safety, survey } = compilation.emitted.runs;
  const judged = await runDumping(compilation, safety, true, library);
  const safe: Judged = { safety: judged, deciding: judged, witnesses: new Map(), unreachable: null };
  const verdicts = compareVerdicts(compilation, exploration, safe);
  if (verdicts.length > 0) return verdicts;
  const whole = judged.outcome === "verified" ? judged : await runDumping(compilation, survey, false, library);
  if (whole.outcome !== "verified") return [`TLC does not explore the model: ${whole.outcome}`];
  const graphs = compareWithDump(compilation, witness.graph, whole.dot).differences;
  return [...graphs, ...compareUsage(compilation, whole), ...compareExercised(compilation, exploration, judged)];
}
