// Searches that were stopped before their end. One is kept for each model, version and kernel configuration, beside the results of earlier
// checks; what it depends on is noted with it, and is compared before anybody goes on with it.

import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Compilation } from "../../codegen/compile.js";
import { registry } from "../../codegen/diagnostics/registry.js";
import { printConfig } from "../../codegen/tla/print.js";
import { cacheDirectory, differences, type KeptSearch, pruneKeptSearches, readKeptSearch, searchParts } from "../../tla-tools/index.js";
import { hashOf, sortedParts } from "../cache/hash.js";
import type { CheckRequest } from "../request.js";
import type { Subject } from "../result.js";
import type { Tools } from "./checking.js";
import type { RunLimits } from "./limits.js";
import type { ResultBody } from "./outcome.js";

/** Where the search of a check is kept, and the one that it goes on with. */
export interface SearchPlace {
  readonly folder: string;
  readonly about: KeptSearch["about"];
  /** Null: it begins from the start. */
  readonly kept: KeptSearch | null;
  readonly workers: number;
}

/** Not more than this is kept, the newest first. */
const MOST = { count: 8, bytes: 16 * 1024 ** 3 };

/**
 * Null: nothing is kept. A search of other inputs is refused, in one sentence. Where nobody says how many workers there are, it goes on with as
 * many as it had.
 */
export async function searchPlaceOf(
  subject: Subject,
  compilation: Compilation,
  { library, jar }: Pick<Tools, "library" | "jar">,
  limits: Pick<RunLimits, "workers">,
  request: Asked & Pick<CheckRequest, "workers" | "reductions">,
): Promise<SearchPlace | ResultBody | null> {
  const folder = await folderOf(subject, request);
  if (folder === null) return null;
  const about = {
    parameters: Object.entries(subject.parameters)
      .map(([name, value]) => `${name}=${value}`)
      .join(" "),
    reductions: request.reductions.join(" "),
    specification: hashOf([compilation.module, ...sortedParts(library)]),
    "TLC's configuration": hashOf([printConfig(compilation.emitted.runs.safety)]),
  };
  const kept = request.checkpoints === "resume" ? await readKeptSearch(folder) : null;
  const workers = request.workers === "auto" && kept !== null ? workersOf(kept, limits.workers) : limits.workers;
  const refused = kept === null ? null : refusal(kept.about, searchParts({ workers, jar }, about));
  return refused ?? { folder, about, kept, workers };
}

/** Whether there is a search to go on with, as far as can be told without the specification. */
export async function isSearchKept(subject: Subject, request: Asked): Promise<boolean> {
  const folder = request.checkpoints === "resume" ? await folderOf(subject, request) : null;
  return folder !== null && (await readKeptSearch(folder)) !== null;
}

type Asked = Pick<CheckRequest, "checkpoints" | "root">;

async function folderOf({ file, variants, configuration }: Subject, { checkpoints = "off", root }: Asked): Promise<string | null> {
  const cache = checkpoints === "off" ? null : await cacheDirectory(process.env);
  return cache === null ? null : join(cache, "searches", hashOf([resolve(root, file), ...sortedParts(variants), configuration]));
}

function workersOf({ about }: KeptSearch, otherwise: number): number {
  const workers = Number(about["workers"]);
  return Number.isInteger(workers) && workers >= 1 && workers <= 1024 ? workers : otherwise;
}

/** The verdict is there: the search is of no use any more. */
export async function dropSearch({ folder }: SearchPlace): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

/** Called when one more is kept. */
export async function tidySearches({ folder }: SearchPlace): Promise<void> {
  await pruneKeptSearches(join(folder, ".."), MOST).catch(() => undefined);
}

function refusal(then: KeptSearch["about"], now: KeptSearch["about"]): ResultBody | null {
  const names = differences(then, now);
  if (names.length === 0) return null;
  const { code, message, repair } = registry["checkpoint-of-another-search"];
  const text = message.replace("{differences}", wordsOf(names, then, now));
  return { outcome: "rejected", diagnostics: [{ code, message: `${text} ${repair}`, span: null, notes: [] }] };
}

/** What the user can choose explains a specification that differs; hashes say nothing. */
function wordsOf(names: readonly string[], then: KeptSearch["about"], now: KeptSearch["about"]): string {
  const chosen = names.filter((name) => !isHash(then[name]) && !isHash(now[name]));
  return chosen.length === 0
    ? `${names.join(" and ")} ${names.length === 1 ? "differs" : "differ"}`
    : chosen
        .map((name) => `${name} ${isPlural(name) ? "were" : "was"} '${then[name]}' and ${isPlural(name) ? "are" : "is"} '${now[name]}'`)
        .join("; ");
}

const isHash = (text: string | undefined): boolean => text === undefined || /^[0-9a-f]{64}$/.test(text);
const isPlural = (name: string): boolean => name.endsWith("s");
