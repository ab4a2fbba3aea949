// A model's source text -> the verdict of the real TLC.

import { tmpdir } from "node:os";
import type { Reduction } from "../../codegen/analysis/reductions.js";
import { readLibrary, readLockdepRules } from "../../harness/library.js";
import { createJudge } from "../../harness/lockdep/judge.js";
import { checkOne } from "../../harness/run/check-one.js";
import type { ResultBody } from "../../harness/run/outcome.js";
import type { TlcPool } from "../../tla-tools/index.js";
import { compilationOf } from "./compile.js";
import type { CompileOptions } from "./compile-model.js";
import { tools } from "./tlc.js";

/** `between`: what stands between TLC and the harness. */
export async function checkSource(
  source: string,
  options: CompileOptions = {},
  between: (pool: TlcPool) => TlcPool = (pool) => pool,
  simulate: number | null = null,
  reductions: readonly Reduction[] = [],
): Promise<ResultBody> {
  const real = await tools();
  const found = { ...real, pool: between(real.pool) };
  const judge = createJudge(found, { timeoutMs: 60_000, heapMb: 512 });
  return checkOne(
    compilationOf(source, options, reductions),
    { ...found, library: readLibrary(), rules: readLockdepRules(), judge, temporaryDirectory: tmpdir() },
    { workers: 1, simulate, timeoutMs: 60_000, surveyMs: 60_000, heapMb: 512, readSource: () => null },
    new AbortController().signal,
  );
}

/** `verified`, or kind and property of the finding, or the outcome with its message. */
export function summary(body: ResultBody): string {
  switch (body.outcome) {
    case "verified":
      return "verified";
    case "violated":
      return [body.finding.kind, body.finding.property].filter((part) => part !== null).join(": ");
    case "rejected":
      return "rejected";
    default:
      return `${body.outcome}: ${body.message}`;
  }
}
