// Mutation of models: small mistakes are put into each verified version of a model, one at a time, and checked. The builtin engine decides, since
// there are hundreds; TLC confirms the survivors, which are what one acts upon.

import type { Compilation } from "../../codegen/compile.js";
import type { Stretch } from "../../codegen/frontend/index.js";
import { changesOnly, type Mutation, mutated, mutationsOf } from "../../codegen/mutate/index.js";
import { modelSources } from "../cache/model-sources.js";
import { fileHost, overlaid, type RecordingHost } from "../host.js";
import { type Planned, planFiles } from "../plan/prepare.js";
import type { CheckRequest } from "../request.js";
import type { Mutant, MutationReport } from "../result.js";
import { checkBuiltin } from "../run/check-builtin.js";
import type { ResultBody } from "../run/outcome.js";
import { behaviourOf } from "./behaviour.js";
import { changedLines, explanationOf } from "./lines.js";

export interface MutationEvents {
  /** Before each mutant. */
  readonly progress?: (file: string, done: number, all: number) => void;
}

/** Whether TLC, too, verifies a model. */
export type Confirm = (compilation: Compilation) => Promise<ResultBody>;

/**
 * Mutates everything the request names, and nothing that is only imported. `confirm` null: nobody asks TLC. A mistake in code that models share
 * is for all of them to notice: once one has, it is not made again.
 */
export async function mutateModels(
  request: CheckRequest,
  confirm: Confirm | null,
  events: MutationEvents,
  signal: AbortSignal,
): Promise<readonly MutationReport[]> {
  const reports: MutationReport[] = [];
  const named = new Set([...(modelSources(request)?.keys() ?? [])].map((file) => file.replaceAll("\\", "/")));
  const noticed = new Set<string>();
  for (const file of named)
    reports.push(...(await mutateFile(fileHost(request.root), file, named, request, confirm, noticed, events, signal)));
  return reports;
}

/** A version that is verified, and what was found of its mutants so far. */
interface Base {
  readonly plan: Planned;
  readonly compilation: Compilation;
  readonly code: string;
  readonly unused: readonly Stretch[];
  readonly mutants: Mutant[];
  noticedBefore: number;
  confirmed: boolean;
}

async function mutateFile(
  host: RecordingHost,
  file: string,
  named: ReadonlySet<string>,
  request: CheckRequest,
  confirm: Confirm | null,
  noticed: Set<string>,
  events: MutationEvents,
  signal: AbortSignal,
): Promise<readonly MutationReport[]> {
  const prepared = planFiles(host, [file], request).map((plan) => baseOf(plan, request));
  const bases = prepared.flatMap((base) => ("compilation" in base ? [base] : []));
  if (bases.length > 0) {
    const sources = new Map([...host.texts].filter(([path]) => !path.startsWith(`${host.dslFolder}/`)));
    const mutations = mutationsOf(sources, request.mutations).filter(({ edits }) => edits.every((edit) => named.has(edit.file)));
    for (const [index, mutation] of mutations.entries()) {
      if (signal.aborted) break;
      events.progress?.(file, index, mutations.length);
      // The search holds the thread; signals are heard in between.
      await new Promise(setImmediate);
      const key = JSON.stringify(mutation.edits);
      if (noticed.has(key)) for (const base of bases) base.noticedBefore++;
      else if (await tryMutation(host, file, sources, mutation, bases, request, confirm)) noticed.add(key);
    }
  }
  return prepared.map((base) =>
    "compilation" in base
      ? {
          subject: base.plan.subject,
          skipped: null,
          mutants: base.mutants,
          noticedBefore: base.noticedBefore,
          confirmed: confirm !== null && base.confirmed,
        }
      : { subject: base.subject, skipped: base.skipped, mutants: [], noticedBefore: 0, confirmed: false },
  );
}

function baseOf(plan: Planned, request: CheckRequest): Base | { readonly subject: Planned["subject"]; readonly skipped: string } {
  const prepared = plan.compile();
  if (prepared.kind === "rejected") return { subject: plan.subject, skipped: "rejected" };
  const { compilation, unused } = prepared;
  const { outcome } = judge(compilation, request);
  if (outcome !== "verified") return { subject: plan.subject, skipped: `${outcome}, not verified` };
  return { plan, compilation, code: codeOf(compilation), unused, mutants: [], noticedBefore: 0, confirmed: true };
}

/** True when a check notices it. */
async function tryMutation(
  host: RecordingHost,
  file: string,
  sources: ReadonlyMap<string, string>,
  mutation: Mutation,
  bases: readonly Base[],
  request: CheckRequest,
  confirm: Confirm | null,
): Promise<boolean> {
  let noticed = false;
  const concerned = bases.filter(({ unused }) => !changesOnly(unused, mutation));
  if (concerned.length === 0) return noticed;
  const plans = planFiles(overlaid(host, mutated(sources, mutation)), [file], request);
  for (const base of concerned) {
    const same = plans.find(({ subject }) => JSON.stringify(subject) === JSON.stringify(base.plan.subject));
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

/** A mutant may have far more states than its model: some seconds are enough. */
const MUTANT_STATES = 300_000;

function judge(compilation: Compilation, { timeoutMs }: CheckRequest): ResultBody {
  return checkBuiltin(compilation, { timeoutMs, maxStates: MUTANT_STATES, readSource: () => null });
}

/** The specification without the source lines in its comments. */
function codeOf({ module }: Compilation): string {
  return module.replaceAll(/\\\*.*$/gm, "");
}
