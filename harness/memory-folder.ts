// Where runs of some seconds have their files. Each makes some thirty small ones, and on some disks a file takes a millisecond to make.

import { accessSync, constants, statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";

/** A folder in memory that every Linux has. */
const MEMORY = "/dev/shm";
/** statfs(2) */
const TMPFS_MAGIC = 0x01021994;
/** What TLC writes in the ten seconds of a trial on each of some processors, by far: its queue, a kilobyte for each state. */
const PLENTY = 4 * 1024 ** 3;

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly freeMemory: () => number;
  /** A folder in memory, if there is one. */
  readonly memory: string;
}

const HERE: Surroundings = { platform: process.platform, env: process.env, freeMemory: freemem, memory: MEMORY };

/** A folder in memory where there is plenty of that; else, and when TMPDIR says where, the usual one for what is temporary. */
export function folderForShortRuns({ platform, env, freeMemory, memory }: Surroundings = HERE): string {
  const usual = tmpdir();
  if (platform !== "linux" || env["TMPDIR"] !== undefined || freeMemory() < PLENTY) return usual;
  try {
    accessSync(memory, constants.W_OK | constants.X_OK);
    const { type, bavail, bsize } = statfsSync(memory);
    return type === TMPFS_MAGIC && bavail * bsize >= PLENTY ? memory : usual;
  } catch {
    return usual;
  }
}
