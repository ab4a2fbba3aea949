/**
 * The class path of a lasting JVM: TlcServer.java and what belongs to it, compiled, and the jar of TLC, rewritten so that it can run many
 * times. Made once for each text of these files and each jar, by the Java at hand, into the cache. A Java without a compiler (a JRE) can
 * run what another has made.
 */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { cacheDirectory } from "../jar/cache.js";
import { checksumOf } from "../jar/checksum.js";
import { asmArtifact } from "../jar/coordinates.js";
import { type JarResult, locateAsm, type TlcJar } from "../jar/locate-jar.js";
import { withoutJavaOptions } from "../java/java-environment.js";
import { findToolFile } from "../package-files.js";
import { errorCode } from "../system-error.js";

export type ServerClasses =
  | { readonly kind: "found"; readonly classPath: string }
  | {
      readonly kind: "failed";
      /** A sentence each. */
      readonly reason: string;
      readonly repair: string;
    };

export interface ServerClassesRequest {
  /** Path of the Java that compiles. */
  readonly java: string;
  readonly jar: Pick<TlcJar, "path" | "sha256">;
  readonly env: NodeJS.ProcessEnv;
  /** Finds ASM; the one of `pom.xml` by default. */
  readonly findAsm?: () => Promise<JarResult>;
}

export const serverClass = "TlcServer";
const rewriterClass = "RestartableJar";
const sources = [serverClass, rewriterClass, "StaticState", "WarmUp"];
/** The oldest Java that we take: what is compiled for it runs on all. */
const release = "11";
const timeoutMs = 30_000;
const jarName = "tlc.jar";

export async function serverClasses(request: ServerClassesRequest): Promise<ServerClasses> {
  const files = sources.map((name) => findToolFile(join("server", `${name}.java`)));
  const missing = sources.find((_, index) => files[index] === null);
  const cache = await cacheDirectory(request.env);
  if (missing !== undefined || cache === null) {
    return missing === undefined
      ? failed("there is no cache.", "To fix, let LOCKPROOF_CACHE name a folder that can be written.")
      : failed(`${missing}.java is not installed.`, "To fix, install lockproof again.");
  }
  try {
    const texts = await Promise.all(files.map((file) => readFile(file ?? "")));
    const folder = join(cache, "server", keyOf(texts, request.jar.sha256));
    return (await isComplete(folder)) ? found(folder) : await make(folder, files.map(String), request);
  } catch (error) {
    return failed(`the cache cannot be used (${errorCode(error)}).`, "To fix, let LOCKPROOF_CACHE name a folder that can be written.");
  }
}

function keyOf(texts: readonly Uint8Array[], jar: string): string {
  const hash = createHash("sha256").update([release, asmArtifact.sha256, jar].join());
  for (const text of texts) hash.update(text);
  return hash.digest("hex").slice(0, 16);
}

/** The rewritten jar is what it was when it was made: its checksum is kept beside it. */
async function isComplete(folder: string): Promise<boolean> {
  const sum = await checksumOf(join(folder, jarName));
  if (sum.kind !== "sha256") return false;
  const known = await readFile(join(folder, `${jarName}.sha256`), "utf8").catch(() => "");
  if (known === sum.sha256) return true;
  await rm(folder, { recursive: true, force: true });
  return false;
}

/** In a folder of its own that gets its name when it is complete: nobody sees half of it. */
async function make(folder: string, files: readonly string[], request: ServerClassesRequest): Promise<ServerClasses> {
  const { env, findAsm = () => locateAsm({ env }) } = request;
  const asm = await findAsm();
  if (asm.kind === "failed") return failed("a library is missing.", asm.message);
  await mkdir(dirname(folder), { recursive: true });
  const temporary = await mkdtemp(join(dirname(folder), "make-"));
  try {
    const problem = await makeInto(temporary, files, asm.jar.path, request);
    if (problem !== null) return failed(problem, "To fix, install a JDK.");
    await rename(temporary, folder).catch(async (error: unknown) => {
      // Somebody else was faster.
      if (!(await isComplete(folder))) throw error;
    });
    return found(folder);
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** What went wrong; null when nothing did. */
async function makeInto(folder: string, files: readonly string[], asm: string, request: ServerClassesRequest): Promise<string | null> {
  const compiler = ["-m", "jdk.compiler/com.sun.tools.javac.Main", "--release", release, "-cp", asm, "-d", folder, ...files];
  const compiled = await runJava(compiler, request);
  if (compiled.exitCode !== 0) {
    return /jdk\.compiler/.test(compiled.stderr + compiled.stdout) ? "this Java has no compiler." : "it could not be compiled.";
  }
  const jar = join(folder, jarName);
  const rewritten = await runJava(["-cp", [folder, asm].join(delimiter), rewriterClass, request.jar.path, jar], request);
  const sum = await checksumOf(jar);
  if (rewritten.exitCode !== 0 || sum.kind !== "sha256") return "the jar of TLC could not be rewritten.";
  await writeFile(`${jar}.sha256`, sum.sha256);
  return null;
}

function runJava(options: readonly string[], { java, env }: ServerClassesRequest) {
  return execa(java, ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", ...options], {
    reject: false,
    stdin: "ignore",
    env: withoutJavaOptions(env),
    extendEnv: false,
    timeout: timeoutMs,
    forceKillAfterDelay: 1000,
  });
}

function found(folder: string): ServerClasses {
  return { kind: "found", classPath: [folder, join(folder, jarName)].join(delimiter) };
}

function failed(reason: string, repair: string): ServerClasses {
  return { kind: "failed", reason, repair };
}
