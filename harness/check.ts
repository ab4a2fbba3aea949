// The main job: model files in, one result for each model × version × configuration out. Starts the JVMs, and only then loads the compiler.

import { setTimeout as delay } from "node:timers/promises";
import { openTlcPool } from "../tla-tools/index.js";
import { findTools } from "./find-tools.js";
import type { CheckEvents, CheckRequest, CompiledModel } from "./request.js";
import type { CheckResult } from "./result.js";

/** Until the JVMs are on their way. Where the jar is still to be fetched, the compiler works meanwhile. */
const HEAD_START_MS = 300;

/** Checks everything the request names. Never throws for a bad model, a violation, or a tool that fails. */
export async function checkModels(request: CheckRequest, events: CheckEvents, signal: AbortSignal): Promise<readonly CheckResult[]> {
  const pool = openTlcPool();
  try {
    const tools = request.engine === "builtin" ? null : findTools(pool, request, signal);
    await Promise.race([tools, delay(HEAD_START_MS, undefined, { ref: false })]);
    const { checkFiles } = await import("./check-files.js");
    return await checkFiles(request, tools, events, signal);
  } finally {
    await pool.close();
  }
}

/** Compiles everything the request names, without checking it. */
export async function compileModels(
  request: CheckRequest,
): Promise<{ readonly compiled: readonly CompiledModel[]; readonly rejected: readonly CheckResult[] }> {
  const { compileFiles } = await import("./check-files.js");
  return compileFiles(request);
}
