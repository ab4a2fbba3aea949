// Java, the jar and the JVMs of a run over models. Loads nothing of the compiler: the JVMs start while that is loaded.

import { registry } from "../codegen/diagnostics/registry.js";
import { findJava, locateJar, type TlcPool } from "../tla-tools/index.js";
import { readLibrary, readLockdepRules } from "./library.js";
import type { CheckRequest } from "./request.js";
import type { Tools } from "./run/check-one.js";
import type { ResultBody } from "./run/outcome.js";
import { lanesOf } from "./schedule.js";

/** The tools, with JVMs of `pool` started; or what is wrong with them. */
export async function findTools(pool: TlcPool, request: CheckRequest, signal: AbortSignal): Promise<Tools | ResultBody> {
  const [java, jar] = await Promise.all([findJava(process.env), locateJar({ env: process.env, signal })]);
  if (java.kind === "failed") return toolFailure("java-unusable", java.message);
  if (jar.kind === "failed") return toolFailure("jar-unusable", jar.message);
  const tools = { java: java.java, jar: jar.jar, pool, library: readLibrary(), rules: readLockdepRules() };
  await pool.prepare({ java: tools.java, jar: tools.jar, heapMb: request.heapMb }, lanesOf(request));
  return tools;
}

function toolFailure(name: "java-unusable" | "jar-unusable", reason: string): ResultBody {
  return { outcome: "tool-failure", code: registry[name].code, message: registry[name].message.replace("{reason}", reason), detail: [] };
}
