// Runs lockproof the way a user does: the launcher, in a process of its own.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { locateJar } from "../../tla-tools/index.js";
import { inClone } from "./clone.js";

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly milliseconds: number;
}

export interface CliOptions {
  readonly cwd?: string;
  /** Added to the environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called with the process once it runs. */
  readonly running?: (kill: (signal: NodeJS.Signals) => void) => void;
  /** Called whenever it has written to standard output, with all that it has written. */
  readonly wrote?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  readonly launcher?: string;
  readonly timeoutMs?: number;
}

/** Without a terminal and without colours. Killed after a minute, which fails whatever waits for it. */
export function lockproof(argv: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const env = { ...process.env, CI: "", FORCE_COLOR: undefined, NO_COLOR: undefined, ...options.env };
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const launcher = options.launcher ?? inClone("cli/lockproof.mjs");
    const child = spawn(process.execPath, [launcher, ...argv], { cwd: options.cwd ?? inClone(), env, stdio: ["ignore", "pipe", "pipe"] });
    const text = { out: "", err: "" };
    const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text.out += chunk;
      options.wrote?.(text.out, kill);
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => void (text.err += chunk));
    const deadline = setTimeout(() => child.kill("SIGKILL"), options.timeoutMs ?? 60_000);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(deadline);
      resolve({ code, ...text, milliseconds: performance.now() - began });
    });
    options.running?.(kill);
  });
}

/** A folder for one test with models in it, a cache and a folder for temporary files. */
export interface Workshop {
  readonly folder: string;
  readonly put: (name: string, text: string) => void;
  /** In that folder, with its cache. */
  readonly run: (argv: readonly string[], options?: CliOptions) => Promise<CliResult>;
  /** What is left of temporary files. */
  readonly leftOver: () => readonly string[];
  readonly remove: () => void;
}

export async function openWorkshop(): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), "lockproof-e2e-"));
  const [temporary, cache] = [join(folder, "tmp"), join(folder, "cache")];
  mkdirSync(temporary);
  mkdirSync(cache);
  // Results are kept here; the jar is the one that everybody uses, so that a test does not wait for the network.
  const jar = await locateJar({ env: process.env });
  if (jar.kind === "found" && jar.jar.source !== "environment") symlinkSync(dirname(jar.jar.path), join(cache, "jars"));
  return {
    folder,
    put(name, text) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    },
    run: (argv, options = {}) =>
      lockproof(argv, { cwd: folder, ...options, env: { TMPDIR: temporary, LOCKPROOF_CACHE: cache, ...options.env } }),
    leftOver: () => readdirSync(temporary),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
