// Java, the jar and the JVMs of a run over models. Loads nothing of the compiler: the JVMs start while that is loaded.

import { registry } from "../codegen/diagnostics/registry.js";
import { clearStaleDirectories, findJava, locateJar, type TlcPool, temporaryFolder } from "../tla-tools/index.js";
import { modelFiles } from "./cache/model-sources.js";
import { readLibrary, readLockdepRules } from "./library.js";
import { folderForShortRuns, MEMORY_FOLDER } from "./memory-folder.js";
import type { CheckRequest } from "./request.js";
import type { Tools } from "./run/checking.js";
import { limitsBeside } from "./run/limits.js";
import type { ResultBody } from "./run/outcome.js";
import { lanesOf } from "./schedule.js";

/** The tools, with a JVM of `pool` started for each file, as far as they can run side by side; or what is wrong with them. */
export async function findTools(pool: TlcPool, request: CheckRequest, signal: AbortSignal): Promise<Tools | ResultBody> {
  const [java, jar] = await Promise.all([findJava(process.env), locateJar({ env: process.env, signal })]);
  if (java.kind === "failed") return toolFailure("java-unusable", java.message);
  if (jar.kind === "failed") return toolFailure("jar-unusable", jar.message);
  const temporaryDirectory = limitsBeside(request).attempt === "trial" ? folderForShortRuns() : temporaryFolder();
  // Of runs that were killed when there was more memory.
  if (temporaryDirectory !== MEMORY_FOLDER) await clearStaleDirectories(MEMORY_FOLDER);
  const tools = { java: java.java, jar: jar.jar, pool, library: readLibrary(), rules: readLockdepRules(), temporaryDirectory };
  await prepareJvms(tools, request, modelFiles(request)?.length ?? 1);
  return tools;
}

/** More than are asked for at a time would only take the processors from the compiler. */
export async function prepareJvms({ java, jar, pool, temporaryDirectory }: Tools, request: CheckRequest, checks: number): Promise<void> {
  await pool.prepare({ java, jar, heapMb: request.heapMb, temporaryDirectory }, Math.min(checks, lanesOf(request)));
}

function toolFailure(name: "java-unusable" | "jar-unusable", reason: string): ResultBody {
  return { outcome: "tool-failure", code: registry[name].code, message: registry[name].message.replace("{reason}", reason), detail: [] };
}
