// The versions of a model before a mistake is put into them: those that are verified can notice one.

import type { Compilation } from "../../codegen/compile.js";
import type { Stretch } from "../../codegen/frontend/index.js";
import { fileHost, type RecordingHost } from "../host.js";
import { type Planned, planFiles } from "../plan/prepare.js";
import type { CheckRequest } from "../request.js";
import type { Mutant, MutationReport, Subject } from "../result.js";
import { checkBuiltin } from "../run/check-builtin.js";
import type { ResultBody } from "../run/outcome.js";

export interface ModelFile {
  readonly file: string;
  readonly host: RecordingHost;
  readonly versions: readonly (Base | Skipped)[];
  /** The verified ones among them. */
  readonly bases: readonly Base[];
}

/** A version that is verified, and what was found of its mutants so far. */
export interface Base {
  readonly subject: Subject;
  readonly states: number;
  readonly compilation: Compilation;
  readonly code: string;
  readonly unused: readonly Stretch[];
  readonly mutants: Mutant[];
  noticedBefore: number;
  confirmed: boolean;
}

interface Skipped {
  readonly subject: Subject;
  readonly skipped: string;
}

export function modelFile(file: string, request: CheckRequest): ModelFile {
  const host = fileHost(request.root);
  const versions = planFiles(host, [file], request).map((plan) => baseOf(plan, request));
  return { file, host, versions, bases: versions.flatMap((version) => ("compilation" in version ? [version] : [])) };
}

function baseOf({ subject, compile }: Planned, request: CheckRequest): Base | Skipped {
  const prepared = compile();
  if (prepared.kind === "rejected") return { subject, skipped: "rejected" };
  const { compilation, unused } = prepared;
  const result = judge(compilation, request);
  if (result.outcome !== "verified") return { subject, skipped: `${result.outcome}, not verified` };
  const states = result.statistics.distinct ?? 0;
  return { subject, states, compilation, code: codeOf(compilation), unused: unused(), mutants: [], noticedBefore: 0, confirmed: true };
}

/** A mutant may have far more states than its model: some seconds are enough. */
const MUTANT_STATES = 300_000;

export function judge(compilation: Compilation, { timeoutMs }: CheckRequest): ResultBody {
  return checkBuiltin(compilation, { timeoutMs, maxStates: MUTANT_STATES, readSource: () => null });
}

/** The specification without the source lines in its comments. */
export function codeOf({ module }: Compilation): string {
  return module.replaceAll(/\\\*.*$/gm, "");
}

/** `confirms`: TLC was asked about survivors. */
export function reportOf(version: Base | Skipped, confirms: boolean): MutationReport {
  const { subject } = version;
  if ("skipped" in version) return { subject, skipped: version.skipped, mutants: [], noticedBefore: 0, confirmed: false };
  const { mutants, noticedBefore, confirmed } = version;
  return { subject, skipped: null, mutants, noticedBefore, confirmed: confirms && confirmed };
}
