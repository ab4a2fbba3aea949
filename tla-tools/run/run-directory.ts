/**
 * The directory of one run. Two runs that share a metadir or a `java.io.tmpdir` collide, and TLC
 * overwrites its standard modules wherever `java.io.tmpdir` points, so nothing is shared and nobody
 * else may enter.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { identityOf, type ProcessIdentity, thisPlace } from "./process-identity.js";

export interface RunDirectory {
  readonly path: string;
  readonly spec: string;
  readonly metadir: string;
  /** The search to go on with. */
  readonly checkpoint: string;
  readonly temporary: string;
  readonly userFile: string;
  readonly dotFile: string;
  readonly crashFile: string;
}

/** Noted in the directory, so that a later run can clear it when its owner is gone. */
export interface OwnerNote {
  readonly place: string;
  readonly owner: ProcessIdentity;
  readonly tlc: ProcessIdentity | null;
}

export const runPrefix = "lockproof-run-";
export const ownerFile = "owner.json";
const keptPrefix = "lockproof-kept-";

/** `mkdtemp` makes directories with mode 0700. */
export async function makeRunDirectory(parent: string): Promise<RunDirectory> {
  const path = await mkdtemp(join(parent, runPrefix));
  return {
    path,
    spec: join(path, "spec"),
    metadir: join(path, "meta"),
    checkpoint: join(path, "meta", "states"),
    temporary: join(path, "tmp"),
    userFile: join(path, "prints.txt"),
    dotFile: join(path, "states.dot"),
    crashFile: join(path, "crash.log"),
  };
}

/** The directory of a JVM that is kept for many runs: what it writes outside of them. */
export async function makeServerDirectory(parent: string): Promise<RunDirectory> {
  const directory = await makeRunDirectory(parent);
  await noteOwner(directory, null);
  await mkdir(directory.temporary, { mode: 0o700 });
  return directory;
}

/** Some twenty small files: with a promise for each it takes more than twice the processor time. */
export async function fillRunDirectory(directory: RunDirectory, files: Readonly<Record<string, string>>): Promise<void> {
  await noteOwner(directory, null);
  for (const folder of [directory.spec, directory.metadir, directory.temporary]) {
    mkdirSync(folder, { mode: 0o700 });
  }
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(directory.spec, name), text, { flag: "wx" });
  }
}

/** Notes who owns the directory, and the process of TLC as soon as there is one. */
export async function noteOwner(directory: RunDirectory, tlcPid: number | null): Promise<void> {
  const note: OwnerNote = {
    place: thisPlace(),
    owner: identityOf(process.pid),
    tlc: tlcPid === null ? null : identityOf(tlcPid),
  };
  const file = join(directory.path, ownerFile);
  await writeFile(`${file}.new`, JSON.stringify(note));
  await rename(`${file}.new`, file);
}

export async function removeRunDirectory(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** Gives the directory a name that later runs leave alone; the new path. */
export async function keepRunDirectory(path: string): Promise<string> {
  const kept = path.replace(runPrefix, keptPrefix);
  await rename(path, kept);
  return kept;
}
