// Compiles the clone it lies in: `node cli/build.mjs` the tool, `node cli/build.mjs all` also the tests.
// Leaves dist/.stamp: `sources` says what was compiled (names, sizes, times: cheap to compare at each start), `code` is a hash of
// everything that a verdict depends on (compiled code, TLA+ library, pinned packages), so that cached results end with it.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = join(root, "dist", ".stamp");

const SOURCE_FOLDERS = ["dsl", "import", "codegen", "interpreter", "harness", "report", "cli", "tla-tools"];
const OTHER_INPUTS = ["specs/lib", "package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"];

const PROJECTS = {
  sources: { config: "tsconfig.build.json", folders: SOURCE_FOLDERS },
  page: { config: "report/page/tsconfig.json", folders: [] },
  tests: { config: "tsconfig.test.json", folders: ["test"] },
};

/** All files at or below `path`, relative to the clone, sorted. */
function filesBelow(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [path];
  return readdirSync(absolute, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules" && entry.name !== "target")
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(`${path}/${entry.name}`) : [`${path}/${entry.name}`]))
    .sort();
}

function sourceStamp() {
  const hash = createHash("sha256");
  for (const file of [...SOURCE_FOLDERS, ...OTHER_INPUTS].flatMap(filesBelow)) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest("hex");
}

function codeStamp() {
  const compiled = SOURCE_FOLDERS.flatMap((folder) => filesBelow(`dist/${folder}`)).filter((file) => file.endsWith(".js"));
  const others = ["specs/lib", "tla-tools", "package-lock.json"].flatMap(filesBelow).filter((file) => !file.endsWith(".ts"));
  const hash = createHash("sha256");
  for (const file of [...compiled, ...others])
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  return hash.digest("hex");
}

/** Removes what was compiled from sources that are gone: a deleted test must not go on running. */
function removeOrphans(folders) {
  for (const file of folders.flatMap((folder) => filesBelow(`dist/${folder}`))) {
    const source = file.slice("dist/".length).replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
    if (!existsSync(join(root, source))) rmSync(join(root, file));
  }
}

function compile({ config, folders }, checked) {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const options = ["-p", config, ...(checked ? [] : ["--noCheck"])];
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options], { cwd: root, encoding: "utf8" });
  if (status !== 0) process.stderr.write(stdout);
  else removeOrphans(folders);
  return status === 0;
}

/** The page of the HTML report is one script and one style in the report: dist/page has them as they go in. */
async function bundlePage() {
  const { rollup } = await import("rollup");
  const bundle = await rollup({ input: join(root, "dist/report/page/main.js") });
  await bundle.write({ file: join(root, "dist/page/page.js"), format: "iife", sourcemap: false });
  copyFileSync(join(root, "report/page/page.css"), join(root, "dist/page/page.css"));
}

/** True when this clone was compiled before, from whatever sources. */
export function isKnown() {
  return existsSync(stampFile);
}

/** True when dist/ was compiled from the sources as they are now. */
export function isFresh() {
  try {
    return JSON.parse(readFileSync(stampFile, "utf8")).sources === sourceStamp();
  } catch {
    return false;
  }
}

/**
 * Compiles the projects named; false, with the compiler's messages on standard error, when that failed. Not `checked`, it only translates, in a
 * quarter of the time.
 */
export async function build(names, checked) {
  const began = Date.now();
  if (!existsSync(join(root, "node_modules", "typescript"))) {
    process.stderr.write("lockproof: node_modules is not there. To fix, run `npm ci`.\n");
    return false;
  }
  // Taken before: an edit while the compiler runs makes the next start compile again.
  const sources = sourceStamp();
  for (const name of names.flatMap((each) => (each === "sources" ? ["sources", "page"] : [each]))) {
    if (compile(PROJECTS[name], checked)) continue;
    process.stderr.write(`lockproof: its own ${name} do not compile (${PROJECTS[name].config}). To fix, see the messages above.\n`);
    return false;
  }
  await bundlePage();
  mkdirSync(join(root, "dist"), { recursive: true });
  const temporary = `${stampFile}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify({ sources, code: codeStamp() }));
  renameSync(temporary, stampFile);
  process.stderr.write(`lockproof: compiled its own ${names.join(" and ")} in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = (await build(process.argv[2] === "all" ? ["sources", "tests"] : ["sources"], true)) ? 0 : 1;
}
