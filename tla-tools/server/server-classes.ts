/**
 * TlcServer.java, compiled: once for each text of it, by the compiler of the Java at hand, into the cache.
 * A Java without a compiler (a JRE) can run what another has compiled.
 */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { cacheDirectory } from "../jar/cache.js";
import { withoutJavaOptions } from "../java/java-environment.js";
import { findToolFile } from "../package-files.js";
import { errorCode } from "../system-error.js";

export type ServerClasses =
  | { readonly kind: "found"; readonly path: string }
  | {
      readonly kind: "failed";
      /** Part of a sentence. */
      readonly reason: string;
    };

export const serverClass = "TlcServer";
/** The oldest Java that we take: what is compiled for it runs on all. */
const release = "11";
const timeoutMs = 30_000;

export async function serverClasses(java: string, env: NodeJS.ProcessEnv): Promise<ServerClasses> {
  const source = findToolFile(join("server", `${serverClass}.java`));
  const cache = await cacheDirectory(env);
  if (source === null || cache === null) {
    return failed(source === null ? `${serverClass}.java is not installed` : "there is no cache");
  }
  try {
    const key = createHash("sha256")
      .update(release)
      .update(await readFile(source))
      .digest("hex")
      .slice(0, 16);
    const path = join(cache, "server", key);
    return (await isCompiled(path)) ? { kind: "found", path } : await compileInto(path, source, java, env);
  } catch (error) {
    return failed(`the cache cannot be used (${errorCode(error)})`);
  }
}

async function isCompiled(path: string): Promise<boolean> {
  return stat(join(path, `${serverClass}.class`)).then(
    () => true,
    () => false,
  );
}

/** In a folder of its own that gets its name when it is complete: nobody sees half of it. */
async function compileInto(path: string, source: string, java: string, env: NodeJS.ProcessEnv): Promise<ServerClasses> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = await mkdtemp(join(dirname(path), "compile-"));
  try {
    const compiler = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-m", "jdk.compiler/com.sun.tools.javac.Main"];
    const result = await execa(java, [...compiler, "--release", release, "-d", temporary, source], {
      reject: false,
      stdin: "ignore",
      env: withoutJavaOptions(env),
      extendEnv: false,
      timeout: timeoutMs,
      forceKillAfterDelay: 1000,
    });
    if (result.exitCode !== 0) {
      return failed(/jdk\.compiler/.test(result.stderr + result.stdout) ? "this Java has no compiler" : "it could not be compiled");
    }
    await rename(temporary, path).catch(async (error: unknown) => {
      // Somebody else was faster.
      if (!(await isCompiled(path))) throw error;
    });
    return { kind: "found", path };
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}

function failed(reason: string): ServerClasses {
  return { kind: "failed", reason };
}
