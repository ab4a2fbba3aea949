// Where runs of some seconds have their files. Each makes some thirty small ones, and on some disks a file takes a millisecond to make.

import { accessSync, constants, statfsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { temporaryFolder } from "../tla-tools/index.js";

/** A folder in memory that every Linux has. */
export const MEMORY_FOLDER = "/dev/shm";
/** statfs(2) */
const TMPFS_MAGIC = 0x01021994;
/** For each processor; what TLC writes in the ten seconds of a trial is far less (ADR015). */
const PLENTY = 2 * 1024 ** 3;

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly processors: number;
  /** Bytes. */
  readonly freeMemory: () => number;
  /** A folder in memory, if there is one. */
  readonly memory: string;
}

const HERE: Surroundings = {
  platform: process.platform,
  env: process.env,
  processors: availableParallelism(),
  freeMemory: () => process.availableMemory(),
  memory: MEMORY_FOLDER,
};

/** What Node takes for a word on where temporary files are to be. */
const NAMES = ["TMPDIR", "TMP", "TEMP"];

/** A folder in memory where there is plenty of that; else, and when TMPDIR says where, the usual one for what is temporary. */
export function folderForShortRuns({ platform, env, processors, freeMemory, memory }: Surroundings = HERE): string {
  const usual = temporaryFolder();
  const plenty = PLENTY * processors;
  if (platform !== "linux" || NAMES.some((name) => env[name] !== undefined) || freeMemory() < plenty) return usual;
  try {
    accessSync(memory, constants.W_OK | constants.X_OK);
    const { type, bavail, bsize } = statfsSync(memory);
    return type === TMPFS_MAGIC && bavail * bsize >= plenty ? memory : usual;
  } catch {
    return usual;
  }
}
