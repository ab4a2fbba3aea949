// What a Java said of itself, kept for the next time: to ask takes as long as to start a JVM, and every check would wait for it.

import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheDirectory } from "../jar/cache.js";
import type { JavaProperties } from "./java-version.js";

/** What the Java at `path` said when it was the same file; null when it was not asked, or nothing is kept. */
export async function recallJava(path: string, env: NodeJS.ProcessEnv): Promise<JavaProperties | null> {
  try {
    const place = await placeOf(path, env);
    if (place === null) return null;
    const kept: unknown = JSON.parse(await readFile(place, "utf8"));
    return isProperties(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps it, if it can be kept. */
export async function rememberJava(path: string, env: NodeJS.ProcessEnv, properties: JavaProperties): Promise<void> {
  const place = await placeOf(path, env).catch(() => null);
  if (place === null) return;
  const written = `${place}.${randomUUID()}`;
  try {
    await mkdir(dirname(place), { recursive: true });
    await writeFile(written, JSON.stringify(properties));
    await rename(written, place);
  } catch {
    await rm(written, { force: true }).catch(() => undefined);
  }
}

/**
 * After an update the files have changed, and so has the place. A script that chooses a Java may choose another one next time: what has no
 * image of its classes beside it is asked each time.
 */
async function placeOf(path: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const cache = await cacheDirectory(env);
  if (cache === null) return null;
  const real = await realpath(path);
  const files = await Promise.all([stat(real), stat(join(dirname(real), "..", "lib", "modules"))]);
  // Beside /usr/bin there is a folder of that name: the kernel's modules.
  if (!files.every((file) => file.isFile())) return null;
  const identity = files.map(({ ino, size, mtimeMs }) => [ino, size, mtimeMs]);
  const name = createHash("sha256")
    .update(JSON.stringify([real, ...identity]))
    .digest("hex");
  return join(cache, "java", `${name.slice(0, 32)}.json`);
}

function isProperties(value: unknown): value is JavaProperties {
  if (typeof value !== "object" || value === null) return false;
  const texts = ["version", "vmName", "home"].every((name) => typeof Reflect.get(value, name) === "string");
  const bits: unknown = Reflect.get(value, "bits");
  return texts && typeof Reflect.get(value, "major") === "number" && (bits === null || typeof bits === "number");
}
