// Mutation of models: small mistakes are put into each verified version of a model, one at a time, and checked. The builtin engine decides, since
// there are hundreds; TLC confirms the survivors, which are what one acts upon.

import type { Compilation } from "../../codegen/compile.js";
import { changesOnly, type Mutation, mutated, mutationsOf } from "../../codegen/mutate/index.js";
import { modelSources } from "../cache/model-sources.js";
import { overlaid } from "../host.js";
import { planFiles } from "../plan/prepare.js";
import type { CheckRequest } from "../request.js";
import type { Mutant, MutationReport } from "../result.js";
import type { ResultBody } from "../run/outcome.js";
import { type Base, codeOf, judge, type ModelFile, modelFile, reportOf } from "./base.js";
import { behaviourOf } from "./behaviour.js";
import { changedLines, explanationOf } from "./lines.js";

export interface MutationEvents {
  /** Before each mutant. */
  readonly progress?: (file: string, done: number, all: number) => void;
}

/** Whether TLC, too, verifies a model. */
export type Confirm = (compilation: Compilation) => Promise<ResultBody>;

interface Run {
  readonly request: CheckRequest;
  /** Null: nobody asks TLC. */
  readonly confirm: Confirm | null;
  readonly events: MutationEvents;
  readonly signal: AbortSignal;
  /** Files that mistakes are made in. */
  readonly named: ReadonlySet<string>;
  /** Mistakes that some model has noticed. */
  readonly noticed: Set<string>;
}

/**
 * Mutates everything the request names, and nothing that is only imported. A mistake in code that models share is for all of them to notice: once
 * one has, it is not made again. So those with the fewest states come first.
 */
export async function mutateModels(
  request: CheckRequest,
  confirm: Confirm | null,
  events: MutationEvents,
  signal: AbortSignal,
): Promise<readonly MutationReport[]> {
  const named = new Set([...(modelSources(request)?.keys() ?? [])].map((file) => file.replaceAll("\\", "/")));
  const run = { request, confirm, events, signal, named, noticed: new Set<string>() };
  const models: ModelFile[] = [];
  for (const file of named) {
    if (await isStopped(signal)) break;
    models.push(modelFile(file, request));
  }
  for (const model of models.toSorted((a, b) => statesOf(a) - statesOf(b))) await mutateModel(run, model);
  return models.flatMap(({ versions }) => versions.map((version) => reportOf(version, confirm !== null)));
}

/** A search holds the thread; signals are heard in between. */
async function isStopped(signal: AbortSignal): Promise<boolean> {
  await new Promise(setImmediate);
  return signal.aborted;
}

function statesOf({ bases }: ModelFile): number {
  return bases.reduce((sum, { states }) => sum + states, 0);
}

async function mutateModel(run: Run, model: ModelFile): Promise<void> {
  const { file, host, bases } = model;
  const { events, named, noticed, request, signal } = run;
  if (bases.length === 0) return;
  const sources = new Map([...host.texts].filter(([path]) => !path.startsWith(`${host.dslFolder}/`)));
  const mutations = mutationsOf(sources, request.mutations).filter(({ edits }) => edits.every((edit) => named.has(edit.file)));
  for (const [index, mutation] of mutations.entries()) {
    if (await isStopped(signal)) return;
    events.progress?.(file, index, mutations.length);
    const key = JSON.stringify(mutation.edits);
    if (noticed.has(key)) for (const base of bases) base.noticedBefore++;
    else if (await tryMutation(run, model, sources, mutation)) noticed.add(key);
  }
}

/** True when a check notices it. */
async function tryMutation(run: Run, model: ModelFile, sources: ReadonlyMap<string, string>, mutation: Mutation): Promise<boolean> {
  const { confirm, request } = run;
  const { file, host } = model;
  const bases = model.bases.filter(({ unused }) => !changesOnly(unused, mutation));
  if (bases.length === 0) return false;
  let noticed = false;
  const plans = planFiles(overlaid(host, mutated(sources, mutation)), [file], request);
  for (const base of bases) {
    const same = plans.find(({ subject }) => JSON.stringify(subject) === JSON.stringify(base.subject));
    const prepared = same?.compile();
    if (prepared?.kind !== "compiled" || codeOf(prepared.compilation) === base.code) continue;
    const lines = changedLines(host.root, sources, mutation);
    const mutant = {
      what: mutation.what,
      lines,
      explanation: explanationOf(host.root, sources, lines),
      ...verdictOf(base, prepared.compilation, request),
    };
    if (mutant.outcome === "survived" && confirm !== null) base.confirmed &&= (await confirm(prepared.compilation)).outcome === "verified";
    base.mutants.push(mutant);
    noticed ||= mutant.outcome === "killed";
  }
  return noticed;
}

function verdictOf(base: Base, mutant: Compilation, request: CheckRequest): Pick<Mutant, "outcome" | "kind"> {
  const body = judge(mutant, request);
  if (body.outcome === "violated") return { outcome: "killed", kind: body.finding.kind };
  if (body.outcome !== "verified") return { outcome: "undecided", kind: null };
  const [before, after] = [behaviourOf(base.compilation), behaviourOf(mutant)];
  return { outcome: before !== null && before === after ? "equivalent" : "survived", kind: null };
}
