/** What the tests of tla-tools share: the captures, their goldens, and temporary folders. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { decideResult, type ProcessEnd, TlcOutputParser, type TlcResult } from "../../../tla-tools/index.js";

/** The folder with package.json, for sources and for compiled tests alike. */
export const repositoryRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

export const captureFolder = join(repositoryRoot, "test", "fixtures", "tlc-outputs");
export const specFolder = join(captureFolder, "specs");
export const goldenFolder = join(captureFolder, "expected");

/** One recorded run of TLC. */
export interface Capture {
  readonly name: string;
  readonly output: Buffer;
  readonly end: ProcessEnd;
}

/** All recorded runs, in the order of exit-codes.tsv. */
export function readCaptures(): readonly Capture[] {
  const table = readFileSync(join(captureFolder, "exit-codes.tsv"), "utf8");
  const rows = table.trimEnd().split("\n").slice(1);
  return rows.map((row) => {
    const [name = "", exit = ""] = row.split("\t");
    return { name, output: readFileSync(outputFile(name)), end: endOf(name, exit) };
  });
}

/** Names of the recorded outputs in the folder. */
export function captureFiles(): readonly string[] {
  const files = readdirSync(captureFolder).filter((file) => /\.(?:txt|dot|dump)$/.test(file));
  return files.filter((file) => !file.endsWith(".stderr.txt")).map((file) => file.replace(/\.\w+$/, ""));
}

function outputFile(name: string): string {
  const files = ["txt", "dot", "dump"].map((suffix) => join(captureFolder, `${name}.${suffix}`));
  return files.find((file) => existsSync(file)) ?? name;
}

function endOf(name: string, exit: string): ProcessEnd {
  const errors = join(captureFolder, `${name}.stderr.txt`);
  return {
    exitCode: exit === "-" ? null : Number(exit),
    signal: exit === "-" ? "SIGKILL" : null,
    stopped: null,
    errorOutput: existsSync(errors) ? readFileSync(errors, "utf8") : "",
  };
}

/** What comes of an output that is fed in chunks of `size` bytes. */
export function judge(output: Uint8Array | string, end: ProcessEnd, size = Number.POSITIVE_INFINITY): TlcResult {
  const bytes = Buffer.from(output);
  const parser = new TlcOutputParser();
  for (let at = 0; at < bytes.length; at += size) {
    parser.feed(bytes.subarray(at, at + size));
  }
  return decideResult(parser.end(), end);
}

/** JSON for goldens: maps as objects, and short values on one line. */
export function goldenText(value: unknown): string {
  const plain: unknown = JSON.parse(
    JSON.stringify(value, (_, inner: unknown): unknown => {
      return inner instanceof Map ? Object.fromEntries<unknown>(inner) : inner;
    }),
  );
  return `${pretty(plain, "")}\n`;
}

function pretty(value: unknown, indent: string): string {
  const flat = JSON.stringify(value);
  if (typeof value !== "object" || value === null || indent.length + flat.length <= 110) {
    return flat;
  }
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item: unknown) => pretty(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${pretty(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

/** The files of one of the recorded specifications, ready for a request. */
export function specFiles(module: string): Record<string, string> {
  const files = [`${module}.tla`, `${module}.cfg`];
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(specFolder, file), "utf8")]));
}

/** A folder that is removed after the test. */
export function temporaryFolder(cleanups: (() => void)[]): string {
  const folder = mkdtempSync(join(tmpdir(), "lockproof-test-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Numbers from 0 up to 1 that are the same in each run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function findRoot(folder: string): string {
  const manifest = join(folder, "package.json");
  if (existsSync(manifest) && /"name": "lockproof"/.test(readFileSync(manifest, "utf8"))) {
    return folder;
  }
  if (folder === dirname(folder)) {
    throw new Error("The package.json of lockproof is in no folder above this file.");
  }
  return findRoot(dirname(folder));
}
