/**
 * Tells whether a process that was noted down earlier still runs. A process number alone is reused, so
 * the start time goes with it, and the place: the same number in another container is another process.
 */
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks from boot to start; null where the system does not tell. */
  readonly started: string | null;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, started: startOf(pid) };
}

/** True when in doubt. */
export function isAlive(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  const started = startOf(identity.pid);
  return started === null || identity.started === null || started === identity.started;
}

/** Machine, boot and process namespace: identities compare only within one place. */
export function thisPlace(): string {
  const boot = attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const namespace = attempt(() => readlinkSync("/proc/self/ns/pid"));
  return [hostname(), boot ?? "", namespace ?? ""].join(" ");
}

/** Whether a process was started with `text` somewhere in its arguments. */
export function hasArgument(pid: number, text: string): boolean {
  return attempt(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.includes(text) ?? false;
}

/** Field 22 of /proc/PID/stat; the name before it is in parentheses and may contain anything. */
function startOf(pid: number): string | null {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A process that has ended and waits to be collected does not run any more.
  return fields === undefined ? null : fields[0] === "Z" ? "ended" : (fields[19] ?? null);
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
