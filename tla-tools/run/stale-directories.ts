/**
 * Clears what killed runs left behind: their directories, and a TLC that still runs in one.
 *
 * Only directories of the same user are touched, and only when their owner is known to be gone. All
 * errors are swallowed: clearing is a courtesy and must not stop a run.
 */
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { hasArgument, isAlive, type ProcessIdentity, thisPlace } from "./process-identity.js";
import { type OwnerNote, ownerFile, removeRunDirectory, runPrefix } from "./run-directory.js";

const hour = 60 * 60 * 1000;
/** A directory without a note is being made, or its owner died in that moment. */
const unnotedAge = hour;
/** The owner's place is another boot or container, where we cannot look. */
const foreignAge = 7 * 24 * hour;

/** The paths of the directories that were removed. */
export async function clearStaleDirectories(parent: string): Promise<readonly string[]> {
  const names = await readdir(parent).catch(() => []);
  const cleared: string[] = [];
  for (const name of names.filter((entry) => entry.startsWith(runPrefix))) {
    const path = join(parent, name);
    if (await clearIfStale(path).catch(() => false)) {
      cleared.push(path);
    }
  }
  return cleared;
}

async function clearIfStale(path: string): Promise<boolean> {
  const found = await lstat(path);
  if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid())) {
    return false;
  }
  const note = await readNote(path);
  if (!isStale(note, Date.now() - found.mtimeMs)) {
    return false;
  }
  stopOrphan(note, path);
  await removeRunDirectory(path);
  return true;
}

async function readNote(path: string): Promise<OwnerNote | null> {
  try {
    return noteFrom(JSON.parse(await readFile(join(path, ownerFile), "utf8")));
  } catch {
    return null;
  }
}

function noteFrom(value: unknown): OwnerNote | null {
  if (typeof value !== "object" || value === null || !("place" in value && "owner" in value && "tlc" in value)) {
    return null;
  }
  const owner = identityFrom(value.owner);
  return typeof value.place === "string" && owner !== null ? { place: value.place, owner, tlc: identityFrom(value.tlc) } : null;
}

/** Numbers below 1 would mean a group of processes; 1 can own a run, in a container. */
function identityFrom(value: unknown): ProcessIdentity | null {
  if (typeof value !== "object" || value === null || !("pid" in value && "started" in value)) {
    return null;
  }
  const { pid, started } = value;
  const valid = typeof pid === "number" && Number.isInteger(pid) && pid >= 1;
  return valid && (typeof started === "string" || started === null) ? { pid, started } : null;
}

function isStale(note: OwnerNote | null, age: number): boolean {
  if (note === null) {
    return age > unnotedAge;
  }
  return note.place === thisPlace() ? !isAlive(note.owner) : age > foreignAge;
}

/** The TLC of a harness that was killed goes on by itself; it is ours if it names the directory. */
function stopOrphan(note: OwnerNote | null, path: string): void {
  const tlc = note?.place === thisPlace() ? note.tlc : null;
  if (tlc !== null && tlc.pid > 1 && isAlive(tlc) && hasArgument(tlc.pid, path)) {
    process.kill(tlc.pid, "SIGKILL");
  }
}
