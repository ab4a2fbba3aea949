/**
 * Keeps the states of a search that was stopped, and gives them to the one that goes on. A checkpoint of TLC is a folder of files that are
 * replaced one after the other, so it is whole only between the message that it begins and the message that it has ended.
 */
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { codes } from "../output/codes.js";
import type { TlcOutputParser } from "../output/output-parser.js";
import { parsePrints, type TlcPrint } from "../output/prints.js";
import type { TlcResult } from "../result.js";
import { defaultFp, defaultSeed, defaultWorkers } from "./complete-request.js";
import type { CompleteRequest, TlcRequest } from "./request.js";
import type { RunDirectory } from "./run-directory.js";

/** A search that is kept. */
export interface KeptSearch {
  readonly about: Readonly<Record<string, string>>;
  /** What the specification has printed so far. */
  readonly prints: readonly TlcPrint[];
  /** How far it had come when it was stopped. */
  readonly distinct: number | null;
}

const noteFile = "checkpoint.json";
const statesFolder = "states";

/** Whether the last checkpoint that was begun was also ended: only then do its files belong together. */
export function isCheckpointWhole(parser: Pick<TlcOutputParser, "count">): boolean {
  const ended = parser.count(codes.checkpointEnded);
  return ended > 0 && parser.count(codes.checkpointStarted) === ended;
}

/** The search that is kept there; null when there is none that can be read. */
export async function readKeptSearch(folder: string): Promise<KeptSearch | null> {
  try {
    return keptFrom(JSON.parse(await readFile(join(folder, noteFile), "utf8")));
  } catch {
    return null;
  }
}

/** What the states of a search depend on, as it is noted with them. */
export function searchParts(
  { fp = defaultFp, seed = defaultSeed, workers = defaultWorkers, jar }: Pick<TlcRequest, "fp" | "seed" | "workers" | "jar">,
  about: KeptSearch["about"],
): KeptSearch["about"] {
  return { ...about, workers: String(workers), "TLC's jar": jar.sha256, fp: String(fp), seed: String(seed) };
}

/** Puts the states of the kept search into the run directory; why that cannot be, or null. */
export async function restoreSearch(request: CompleteRequest, directory: RunDirectory): Promise<string | null> {
  const { checkpoint } = request;
  if (checkpoint?.resume !== true) return null;
  const kept = await readKeptSearch(checkpoint.folder);
  if (kept === null) return "There is no checkpoint to go on from";
  if (differences(kept.about, searchParts(request, checkpoint.about)).length > 0) return "The checkpoint is one of another search";
  await cp(join(checkpoint.folder, statesFolder), directory.checkpoint, { recursive: true });
  return null;
}

/** Names of what is not the same. */
export function differences(a: KeptSearch["about"], b: KeptSearch["about"]): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
}

/** Keeps the states of a run that was stopped, in place of what was kept before; whether there was something to keep. */
export async function keepSearch(
  request: CompleteRequest,
  directory: RunDirectory,
  parser: TlcOutputParser,
  result: TlcResult,
): Promise<boolean> {
  const { checkpoint } = request;
  if (checkpoint === null || !isStopped(result) || !isCheckpointWhole(parser)) return false;
  const fresh = `${checkpoint.folder}.${process.pid}.new`;
  try {
    const before = checkpoint.resume ? ((await readKeptSearch(checkpoint.folder))?.prints ?? []) : [];
    const prints = [...before, ...result.prints].map(({ text }) => text);
    await mkdir(dirname(checkpoint.folder), { recursive: true, mode: 0o700 });
    await mkdir(fresh, { mode: 0o700 });
    await move(await statesOf(directory), join(fresh, statesFolder));
    const note = { about: searchParts(request, checkpoint.about), prints, distinct: result.statistics.distinct };
    await writeFile(join(fresh, noteFile), JSON.stringify(note));
    await rm(checkpoint.folder, { recursive: true, force: true });
    await rename(fresh, checkpoint.folder);
    return true;
  } catch {
    // Without room for it, the search begins anew another time.
    await rm(fresh, { recursive: true, force: true }).catch(() => undefined);
    return false;
  }
}

function isStopped({ outcome }: TlcResult): boolean {
  return outcome === "timeout" || outcome === "interrupted" || outcome === "out-of-memory" || outcome === "killed";
}

/** TLC makes a folder in its metadir, named by the time, unless it goes on from one. */
async function statesOf({ metadir }: RunDirectory): Promise<string> {
  const [name, ...others] = await readdir(metadir);
  if (name === undefined || others.length > 0) throw new Error("not one folder of states");
  return join(metadir, name);
}

/** The cache may be on another file system than the folder for temporary files. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch {
    await cp(from, to, { recursive: true });
  }
}

function keptFrom(value: unknown): KeptSearch | null {
  if (typeof value !== "object" || value === null || !("about" in value && "prints" in value && "distinct" in value)) return null;
  const { about, prints, distinct } = value;
  if (!isTexts(about) || !Array.isArray(prints) || !prints.every((text) => typeof text === "string")) return null;
  return { about, prints: parsePrints(prints), distinct: typeof distinct === "number" ? distinct : null };
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string");
}

/** Removes the oldest of the searches kept in a folder, until so many are left and they take no more than so many bytes. */
export async function pruneKeptSearches(parent: string, most: { readonly count: number; readonly bytes: number }): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const found = await Promise.all(names.map(async (name) => ({ name, time: (await stat(join(parent, name))).mtimeMs })));
  found.sort((a, b) => b.time - a.time);
  let bytes = 0;
  for (const [index, { name }] of found.entries()) {
    bytes += await sizeOf(join(parent, name));
    if (index >= most.count || bytes > most.bytes) await rm(join(parent, name), { recursive: true, force: true });
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(entries.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
