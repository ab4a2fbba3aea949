/**
 * Leaves nothing behind when our own process ends in the middle of a run: TLC is killed and the run
 * directory removed, on `process.exit` and on SIGINT, SIGTERM and SIGHUP.
 *
 * Whoever else listens to a signal, such as a command line that aborts its runs in good order, goes
 * first; if the run is still there after a while, or at a second signal, the guard acts.
 */
import { rmSync } from "node:fs";

/** A run under guard. */
export interface GuardedRun {
  readonly directory: string;
  /** Ends the process of TLC at once. */
  readonly kill: () => void;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type GuardSignal = (typeof signals)[number];

/** Longer than a run needs to end after an abort. */
const patienceMs = 5000;

const runs = new Set<GuardedRun>();
let waiting: NodeJS.Timeout | null = null;

/** Guards a run until the function it returns is called. */
export function guard(run: GuardedRun): () => void {
  if (runs.size === 0) {
    install();
  }
  runs.add(run);
  return () => {
    if (runs.delete(run) && runs.size === 0) {
      uninstall();
    }
  };
}

function install(): void {
  process.on("exit", cleanUp);
  for (const signal of signals) {
    process.on(signal, onSignal);
  }
}

function uninstall(): void {
  process.off("exit", cleanUp);
  for (const signal of signals) {
    process.off(signal, onSignal);
  }
  if (waiting !== null) {
    clearTimeout(waiting);
    waiting = null;
  }
}

function onSignal(signal: GuardSignal): void {
  if (process.listenerCount(signal) === 1 || waiting !== null) {
    leave(signal);
  } else {
    waiting = setTimeout(() => leave(signal), patienceMs);
  }
}

/** Ends our process in the way the signal would have. */
function leave(signal: GuardSignal): void {
  cleanUp();
  uninstall();
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function cleanUp(): void {
  for (const run of runs) {
    run.kill();
  }
  for (const run of runs) {
    try {
      rmSync(run.directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
    } catch {
      // The next run clears it.
    }
  }
  runs.clear();
}
