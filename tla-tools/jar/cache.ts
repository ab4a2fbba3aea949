/** Where the jar is kept between runs: outside the repository, shared by all checkouts. */
import { isAbsolute, join, resolve } from "node:path";
import { type Artifact, jarNameOf, tlcArtifact } from "./coordinates.js";

/** The folder of our cache: LOCKPROOF_CACHE, else the one of the operating system; null if there is none. */
export async function cacheDirectory(env: NodeJS.ProcessEnv): Promise<string | null> {
  const chosen = env["LOCKPROOF_CACHE"];
  if (chosen !== undefined && chosen !== "") {
    return resolve(chosen);
  }
  try {
    // Loaded late: it asks for the home directory at once, and throws where there is none.
    const { default: envPaths } = await import("env-paths");
    const { cache } = envPaths("lockproof", { suffix: "" });
    // Where HOME is empty it is below the folder that we happen to be in.
    return isAbsolute(cache) ? cache : null;
  } catch {
    return null;
  }
}

/** Where a jar is looked for and may be put by hand; null if there is no cache. */
export async function cachedJarPath(env: NodeJS.ProcessEnv, artifact: Artifact = tlcArtifact): Promise<string | null> {
  const cache = await cacheDirectory(env);
  return cache === null ? null : join(jarDirectory(cache), jarNameOf(artifact));
}

/** The folder of jars in a cache. */
export function jarDirectory(cache: string): string {
  return join(cache, "jars");
}
