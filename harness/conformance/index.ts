// The kernel's locking self-test as judge: finds the tools and runs it.

import { join, relative } from "node:path";
import type { Configuration } from "../../codegen/ir/program.js";
import { findJava, locateJar, openTlcPool } from "../../tla-tools/index.js";
import { packageRoot } from "../host.js";
import type { ConformanceCase } from "../result.js";
import { readSelftest, runsIn } from "./case.js";
import { runConformance } from "./run.js";
import { translateCase } from "./translate.js";

export const CONFIGURATIONS: readonly Configuration[] = [
  { name: "raw-lock-nesting", proveRawLockNesting: true, preemptRt: false },
  { name: "no-raw-lock-nesting", proveRawLockNesting: false, preemptRt: false },
  { name: "preempt-rt", proveRawLockNesting: true, preemptRt: true },
];

const LIMITS = { timeoutMs: 120_000, heapMb: 1024 };

/** The outcome of each case; `failure`: without Java or TLC there is none. */
export async function checkConformance(
  configuration: Configuration,
  signal: AbortSignal,
): Promise<{ readonly outcomes: readonly ConformanceCase[] } | { readonly failure: string }> {
  const [java, jar] = await Promise.all([findJava(process.env), locateJar({ env: process.env, signal })]);
  if (java.kind === "failed") return { failure: java.message };
  if (jar.kind === "failed") return { failure: jar.message };
  const pool = openTlcPool();
  try {
    return { outcomes: await runConformance(configuration, { java: java.java, jar: jar.jar, pool }, LIMITS, signal) };
  } finally {
    await pool.close();
  }
}

/** Id to model text of every case that the configuration runs and that can be said; for files in `target`. */
export function translatedCases(configuration: Configuration, target: string): ReadonlyMap<string, string> {
  const way = relative(target, join(packageRoot(), "models", "lib")).replaceAll("\\", "/");
  const library = way.startsWith(".") ? way : `./${way}`;
  return new Map(
    readSelftest()
      .filter((selftest) => runsIn(selftest, configuration.name))
      .flatMap((selftest) => {
        const translation = translateCase(selftest, library);
        return translation.kind === "model" ? [[selftest.id, translation.source] as const] : [];
      }),
  );
}
