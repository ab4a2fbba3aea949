/**
 * Finds the jar of TLC: the one that TLA2TOOLS_JAR names, else the one in the cache, else Maven
 * fetches it into the cache. Needs no network after the first time.
 *
 * Safe when several processes fetch at once: each fetches into a folder of its own and renames the jar
 * into place only after its checksum was right.
 */
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { findToolFile } from "../package-files.js";
import { errorCode } from "../system-error.js";
import { cachedJarPath } from "./cache.js";
import { checksumOf } from "./checksum.js";
import { type Artifact, artifacts, asmArtifact, jarNameOf, tlcArtifact } from "./coordinates.js";
import { type JarFailureReason, jarMessage } from "./jar-messages.js";
import { copyWithMaven } from "./maven.js";

export interface LocateJarOptions {
  readonly env: NodeJS.ProcessEnv;
  /** False to look only and never fetch; true by default. */
  readonly fetch?: boolean;
  /** How long Maven may take; two minutes by default. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** The pom to give to Maven; that of this package by default. */
  readonly pom?: string;
}

export type JarResult =
  | { readonly kind: "found"; readonly jar: TlcJar }
  | {
      readonly kind: "failed";
      readonly reason: JarFailureReason;
      /** What is wrong and the way out. */
      readonly message: string;
    };

export interface TlcJar {
  readonly path: string;
  readonly sha256: string;
  readonly source: "environment" | "cache" | "maven";
  /** Whether it is the jar that our tests run with. */
  readonly known: boolean;
}

const defaultTimeoutMs = 120_000;
const fetchPrefix = "fetch-";
const abandonedAfterMs = 60 * 60 * 1000;

export async function locateJar(options: LocateJarOptions): Promise<JarResult> {
  const chosen = options.env["TLA2TOOLS_JAR"];
  return chosen !== undefined && chosen !== "" ? jarOfEnvironment(resolve(chosen)) : jarOfCache(tlcArtifact, options);
}

/** As `locateJar`, for ASM, which no variable names. */
export async function locateAsm(options: LocateJarOptions): Promise<JarResult> {
  return jarOfCache(asmArtifact, options);
}

async function jarOfEnvironment(path: string): Promise<JarResult> {
  const sum = await checksumOf(path);
  if (sum.kind !== "sha256") {
    const detail = sum.kind === "absent" ? "there is no such file" : sum.reason;
    return failed("environment-jar", tlcArtifact, { path, detail });
  }
  return found(tlcArtifact, { path, sha256: sum.sha256, source: "environment", known: sum.sha256 === tlcArtifact.sha256 });
}

async function jarOfCache(artifact: Artifact, options: LocateJarOptions): Promise<JarResult> {
  const path = await cachedJarPath(options.env, artifact);
  if (path === null) {
    return failed("no-cache", artifact, { path: "", detail: "" });
  }
  const sum = await checksumOf(path);
  if (sum.kind === "sha256" && sum.sha256 === artifact.sha256) {
    return found(artifact, { path, sha256: sum.sha256, source: "cache", known: true });
  }
  if (sum.kind === "unreadable") {
    return failed("cache-unusable", artifact, { path, detail: sum.reason });
  }
  if (options.fetch === false) {
    return sum.kind === "absent"
      ? failed("not-cached", artifact, { path, detail: "" })
      : failed("wrong-checksum", artifact, { path, detail: sum.sha256 });
  }
  return fetchJar(artifact, path, options);
}

async function fetchJar(artifact: Artifact, path: string, options: LocateJarOptions): Promise<JarResult> {
  const pom = options.pom ?? findToolFile("pom.xml");
  if (pom === null) {
    return failed("no-pom", artifact, { path, detail: "" });
  }
  const folder = dirname(path);
  let temporary: string;
  try {
    await mkdir(folder, { recursive: true });
    await clearAbandoned(folder);
    temporary = await mkdtemp(join(folder, fetchPrefix));
  } catch (error) {
    return failed("cache-unusable", artifact, { path: folder, detail: errorCode(error) });
  }
  try {
    return await fetchInto(temporary, artifact, path, pom, options);
  } catch (error) {
    return failed("cache-unusable", artifact, { path: folder, detail: errorCode(error) });
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function fetchInto(temporary: string, artifact: Artifact, path: string, pom: string, options: LocateJarOptions): Promise<JarResult> {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const copied = await copyWithMaven({ pom, into: temporary, env: options.env, timeoutMs, signal: options.signal });
  if (copied.kind === "failed") {
    return failed(copied.reason, artifact, { path, detail: copied.detail });
  }
  const sum = await checksumOf(join(temporary, jarNameOf(artifact)));
  if (sum.kind !== "sha256") {
    return failed("maven-failed", artifact, { path, detail: `Maven left no ${jarNameOf(artifact)}.` });
  }
  if (sum.sha256 !== artifact.sha256) {
    return failed("wrong-checksum", artifact, { path: "the jar that Maven fetched", detail: sum.sha256 });
  }
  for (const fetched of artifacts) await keep(temporary, dirname(path), fetched);
  return found(artifact, { path, sha256: sum.sha256, source: "maven", known: true });
}

/** Maven brings all jars at once; those that nobody asked for are kept when they are right. */
async function keep(temporary: string, folder: string, artifact: Artifact): Promise<void> {
  const name = jarNameOf(artifact);
  const sum = await checksumOf(join(temporary, name));
  if (sum.kind === "sha256" && sum.sha256 === artifact.sha256) await rename(join(temporary, name), join(folder, name));
}

/** Folders of fetches that were killed long ago. */
async function clearAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.startsWith(fetchPrefix) && Date.now() - (await changedAt(path)) > abandonedAfterMs) {
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.mtimeMs,
    () => Date.now(),
  );
}

/** A class path is a list, so a path that contains the separator names no jar. */
function found(artifact: Artifact, jar: TlcJar): JarResult {
  return jar.path.includes(delimiter) ? failed("path-separator", artifact, { path: jar.path, detail: delimiter }) : { kind: "found", jar };
}

function failed(reason: JarFailureReason, artifact: Artifact, given: { path: string; detail: string }): JarResult {
  return { kind: "failed", reason, message: jarMessage(reason, artifact, given.path, given.detail) };
}
