/**
 * What a lasting JVM runs: a jar with TlcServer.java and what belongs to it, compiled, and the classes of TLC, rewritten so that they can
 * run many times. Made once for each text of these files and each jar, by the Java at hand, into the cache. A Java without a compiler (a
 * JRE) can run what another has made.
 */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { cacheDirectory } from "../jar/cache.js";
import { checksumOf } from "../jar/checksum.js";
import { asmArtifact } from "../jar/coordinates.js";
import { type JarResult, locateAsm, type TlcJar } from "../jar/locate-jar.js";
import type { Java } from "../java/find-java.js";
import { withoutJavaOptions } from "../java/java-environment.js";
import { findToolFile } from "../package-files.js";
import { errorCode } from "../system-error.js";

export type ServerClasses =
  | {
      readonly kind: "found";
      readonly jar: string;
      /** The classes as Java has them when they are loaded (class-data sharing), for this Java; null where it cannot keep them. */
      readonly archive: string | null;
    }
  | {
      readonly kind: "failed";
      /** A sentence each. */
      readonly reason: string;
      readonly repair: string;
    };

export interface ServerClassesRequest {
  /** Compiles, and keeps what it has loaded. */
  readonly java: Pick<Java, "path">;
  readonly jar: Pick<TlcJar, "path" | "sha256">;
  readonly env: NodeJS.ProcessEnv;
  /** Finds ASM; the one of `pom.xml` by default. */
  readonly findAsm?: () => Promise<JarResult>;
}

const rewriterClass = "RestartableJar";
const sources = ["TlcServer", rewriterClass, "StaticState", "WarmUp"];
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
    const problem = (await isComplete(folder)) ? null : await make(folder, files.map(String), request);
    return problem ?? { kind: "found", jar: join(folder, jarName), archive: await archiveIn(folder, request) };
  } catch (error) {
    return failed(`the cache cannot be used (${errorCode(error)}).`, "To fix, let LOCKPROOF_CACHE name a folder that can be written.");
  }
}

function keyOf(texts: readonly Uint8Array[], jar: string): string {
  const hash = createHash("sha256").update([release, asmArtifact.sha256, jar].join());
  for (const text of texts) hash.update(text);
  return hash.digest("hex").slice(0, 16);
}

/** The rewritten jar is what it was when it was made. */
async function isComplete(folder: string): Promise<boolean> {
  if (await isWhole(join(folder, jarName))) return true;
  await rm(folder, { recursive: true, force: true });
  return false;
}

const noteBeside = (file: string): string => `${file}.sha256`;

/** As the checksum says that is kept beside it. */
async function isWhole(file: string): Promise<boolean> {
  const sum = await checksumOf(file);
  return sum.kind === "sha256" && sum.sha256 === (await readFile(noteBeside(file), "utf8").catch(() => ""));
}

/** In a folder of its own that gets its name when it is complete: nobody sees half of it. Null when it is made. */
async function make(folder: string, files: readonly string[], request: ServerClassesRequest): Promise<ServerClasses | null> {
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
    return null;
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
  const rewritten = await runJava(["-cp", [folder, asm].join(delimiter), rewriterClass, request.jar.path, jar, folder], request);
  const sum = await checksumOf(jar);
  if (rewritten.exitCode !== 0 || sum.kind !== "sha256") return "the jar of TLC could not be rewritten.";
  await writeFile(noteBeside(jar), sum.sha256);
  return null;
}

/**
 * Classes as they are when they are loaded, which Java keeps for one version of itself and one place of the jar, and takes only for these:
 * a JVM is ready in two thirds of the time. Null when this Java cannot (JEP 350: before 13), which an empty note says from then on.
 */
async function archiveIn(folder: string, request: ServerClassesRequest): Promise<string | null> {
  const { path } = request.java;
  const { mtimeMs, size } = await stat(path);
  const key = createHash("sha256").update([path, mtimeMs, size].join("\0")).digest("hex").slice(0, 16);
  const archive = join(folder, `classes-${key}.jsa`);
  const note = await readFile(noteBeside(archive), "utf8").catch(() => null);
  if (note !== null && note !== "" && (await isWhole(archive))) return archive;
  if (note !== "") await makeArchive(folder, archive, request);
  return (await isWhole(archive)) ? archive : null;
}

async function makeArchive(folder: string, archive: string, request: ServerClassesRequest): Promise<void> {
  const temporary = await mkdtemp(join(folder, "make-"));
  try {
    const made = join(temporary, "classes.jsa");
    const keeping = [`-XX:ArchiveClassesAtExit=${made}`, "-Xlog:disable"];
    const { exitCode } = await runJava([...keeping, "-jar", join(folder, jarName), temporary, "end"], request);
    const sum = await checksumOf(made);
    const isMade = exitCode === 0 && sum.kind === "sha256";
    if (isMade) await rename(made, archive);
    await writeFile(noteBeside(archive), isMade ? sum.sha256 : "");
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}

function runJava(options: readonly string[], { java, env }: ServerClassesRequest) {
  return execa(java.path, ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", ...options], {
    reject: false,
    stdin: "ignore",
    env: withoutJavaOptions(env),
    extendEnv: false,
    timeout: timeoutMs,
    forceKillAfterDelay: 1000,
  });
}

function failed(reason: string, repair: string): ServerClasses {
  return { kind: "failed", reason, repair };
}
