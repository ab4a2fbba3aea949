// Compiles the clone it lies in: `node cli/build.mjs` the tool, `node cli/build.mjs all` also the tests.
// esbuild writes the JavaScript, in a tenth of the compiler's time; the compiler checks the types and writes their declarations. Each file has its
// own for programs that import them, and for tests; the command line is also bundled (dist/bundle), which is what the launcher runs.
// Leaves dist/.stamp: `sources` says what was compiled (names, sizes, times: cheap to compare at each start), `code` is a hash of
// everything that a verdict depends on (compiled code, TLA+ library, pinned packages), so that cached results end with it.

import { spawn } from "node:child_process";
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
  sources: { configs: ["tsconfig.build.json", "report/page/tsconfig.json"], folders: SOURCE_FOLDERS },
  tests: { configs: ["tsconfig.test.json"], folders: ["test"] },
};

/** Where code is not checked: what models are typed with, without which none can be read. */
const LANGUAGE = "dsl/tsconfig.json";

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
  const compiled = SOURCE_FOLDERS.flatMap((folder) => filesBelow(`dist/${folder}`)).filter((file) => /\.c?js$/.test(file));
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
    const source = file.slice("dist/".length).replace(/\.(d\.)?(c?)[tj]s(\.map)?$/, ".$2ts");
    if (!existsSync(join(root, source))) rmSync(join(root, file));
  }
}

/** Types are looked at by `declare`: here they are only left out. */
async function translate(folders) {
  const { build } = await import("esbuild");
  const sources = folders.flatMap(filesBelow).filter((file) => !file.startsWith("test/fixtures/"));
  const options = { ...ESBUILD, outbase: ".", outdir: "dist", platform: "node", target: "node20", sourcemap: true };
  await build({ ...options, entryPoints: sources.filter((file) => file.endsWith(".ts")), format: "esm" });
  await build({ ...options, entryPoints: sources.filter((file) => file.endsWith(".cts")), format: "cjs", outExtension: { ".js": ".cjs" } });
}

/**
 * The command line in few files, with the packages that it uses: Node takes a third of a second to find and read hundreds of small ones. Modules
 * that are imported only when they are needed stay so. The compiler API is as it comes. Licences of the packages lie beside.
 */
async function bundleCommandLine() {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    ...ESBUILD,
    entryPoints: ["dist/cli/main.js"],
    outdir: BUNDLE,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["ts-morph"],
    metafile: true,
    banner: { js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);' },
  });
  writeFileSync(join(root, BUNDLE, "LICENSES"), licencesOf(Object.keys(metafile.inputs)));
  const made = new Set(Object.keys(metafile.outputs));
  for (const file of filesBelow(BUNDLE)) if (file.endsWith(".js") && !made.has(file)) rmSync(join(root, file));
}

const BUNDLE = "dist/bundle";

function licencesOf(files) {
  const packages = files.flatMap((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+(?:\/node_modules\/(?:@[^/]+\/)?[^/]+)*/.exec(file) ?? []);
  return [...new Set(packages)]
    .sort()
    .flatMap((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
      const texts = readdirSync(join(root, folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
      return [`${name} ${version} (${license})\n`, ...texts.map((file) => `${readFileSync(join(root, folder, file), "utf8")}\n`)];
    })
    .join("\n");
}

/** The page of the HTML report is one script and one style in the report: dist/page has them as they go in. */
async function bundlePage() {
  const { build } = await import("esbuild");
  await build({
    ...ESBUILD,
    entryPoints: ["report/page/main.ts"],
    outfile: "dist/page/page.js",
    bundle: true,
    format: "iife",
    target: "es2023",
  });
  copyFileSync(join(root, "report/page/page.css"), join(root, "dist/page/page.css"));
}

async function translateAll(folders) {
  try {
    await Promise.all([translate(folders), bundlePage()]);
    removeOrphans(folders);
    await bundleCommandLine();
    return true;
  } catch {
    return false;
  }
}

/** Messages of esbuild go to standard error as they come, and it throws. */
const ESBUILD = {
  absWorkingDir: root,
  charset: "utf8",
  logLevel: "warning",
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
};

/** Checks the types, and writes their declarations; the compiler's messages go to standard error. */
function declare(config, ...options) {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const child = spawn(process.execPath, [tsc, "-p", config, "--emitDeclarationOnly", ...options], { cwd: root, stdio: ["ignore", 2, 2] });
  return new Promise((settle) => child.once("close", (code) => settle(code === 0)));
}

async function declareAll(configs, checked) {
  if (!checked) return declare(LANGUAGE, "--noCheck");
  // One after the other: each builds upon the one before.
  for (const config of configs) if (!(await declare(config))) return false;
  return true;
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
 * fraction of the time.
 */
export async function build(names, checked) {
  const began = Date.now();
  if (!existsSync(join(root, "node_modules", "typescript"))) {
    process.stderr.write("lockproof: node_modules is not there. To fix, run `npm ci`.\n");
    return false;
  }
  // Taken before: an edit while the compiler runs makes the next start compile again.
  const sources = sourceStamp();
  const projects = names.map((name) => PROJECTS[name]);
  const [translated, declared] = await Promise.all([
    translateAll(projects.flatMap(({ folders }) => folders)),
    declareAll(
      projects.flatMap(({ configs }) => configs),
      checked,
    ),
  ]);
  if (!translated || !declared) {
    process.stderr.write(`lockproof: its own ${names.join(" and ")} do not compile. To fix, see the messages above.\n`);
    return false;
  }
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
