// The real world for cli/run.ts. Gives back the exit code; the launcher sets it.

import { text } from "node:stream/consumers";
import { run } from "./run.js";
import type { Checker, Services } from "./services.js";
import { openKeys } from "./trace/keys.js";

export async function main(argv: readonly string[]): Promise<number> {
  // A reader that went away (`| head`) is no reason for a stack trace.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return run(argv, realServices());
}

function realServices(): Services {
  return {
    console: {
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      outIsTerminal: process.stdout.isTTY,
      errIsTerminal: process.stderr.isTTY,
      columns: () => process.stderr.columns || 80,
    },
    env: process.env,
    cwd: process.cwd(),
    input: () => text(process.stdin),
    keys: openKeys,
    now: () => performance.now(),
    checker: loadChecker,
    mutator: () => import("../harness/mutate.js"),
    watchSession: async (request) => (await import("../harness/watch.js")).openWatchSession(request),
    watchFolders: async (changed) => (await import("./watch/folders.js")).watchFolders(changed),
    async cache() {
      const { cacheDirectory } = await import("../tla-tools/jar/cache.js");
      const folder = await cacheDirectory(process.env);
      if (folder === null) return null;
      const { openCache } = await import("../harness/cache.js");
      return openCache(folder);
    },
    onInterrupt(handler) {
      const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
      for (const signal of signals) process.on(signal, handler);
      return () => {
        for (const signal of signals) process.off(signal, handler);
      };
    },
    // The second Ctrl-C: nothing that still runs is waited for.
    // eslint-disable-next-line no-restricted-properties
    leave: (code) => process.exit(code),
  };
}

/** The compiler and all that comes with it. */
async function loadChecker(): Promise<Checker> {
  return import("../harness/check.js");
}
