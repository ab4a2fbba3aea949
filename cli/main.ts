// The real world for cli/run.ts. Gives back the exit code; the launcher sets it.

import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileProblem } from "../harness/file-problem.js";
import { keepCompiledCode } from "./compiled-code/keep.js";
import { EXIT } from "./exit-codes.js";
import { readInput } from "./read-input.js";
import { run } from "./run.js";
import type { Checker, Services } from "./services.js";
import { openKeys } from "./trace/keys.js";

export async function main(argv: readonly string[]): Promise<number> {
  const lost: NodeJS.ErrnoException[] = [];
  process.stdout.on("error", (error: NodeJS.ErrnoException) => void lost.push(error));
  // There is nobody to tell.
  process.stderr.on("error", () => undefined);
  const folder = await cacheFolder();
  if (folder !== null) keepCompiledCode(join(folder, "compiled"));
  const code = await run(argv, realServices());
  await setImmediate();
  const [first] = lost;
  // A reader that went away (`| head`) has seen enough.
  if (first === undefined || first.code === "EPIPE") return code;
  process.stderr.write(`lockproof: standard output cannot be written: ${fileProblem(first)}.\n`);
  return EXIT.toolFailure;
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
    input: () => readInput("Standard input", process.stdin),
    keys: openKeys,
    now: () => performance.now(),
    checker: loadChecker,
    mutator: () => import("../harness/mutate.js"),
    watchSession: async (request) => (await import("../harness/watch.js")).openWatchSession(request),
    watchFolders: async (changed) => (await import("./watch/folders.js")).watchFolders(changed),
    async cache() {
      const folder = await cacheFolder();
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

async function cacheFolder(): Promise<string | null> {
  const { cacheDirectory } = await import("../tla-tools/jar/cache.js");
  return cacheDirectory(process.env);
}

/** The compiler and all that comes with it. */
async function loadChecker(): Promise<Checker> {
  return import("../harness/check.js");
}
