// `lockproof specs`: writes the specification of every version of every model to specs/generated, or with --check compares.
// The folder of a model is its path below models/; the library modules it extends stay in specs/lib.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { CompiledModel } from "../../harness/request.js";
import { EXIT, exitCodeOf } from "../exit-codes.js";
import { noModel } from "../no-model.js";
import { compileRequestOf } from "../request.js";
import type { Services } from "../services.js";
import { printRejected } from "./compile.js";

export interface SpecsArguments {
  readonly check: boolean;
  readonly color: boolean | undefined;
}

const MODELS = "models";
const GENERATED = "specs/generated";
const LIBRARY = "specs/lib";

export async function specs(options: SpecsArguments, services: Services): Promise<number> {
  const { console, cwd } = services;
  const checker = await services.checker();
  const { compiled, rejected } = await checker.compileModels(
    compileRequestOf([MODELS], cwd, { set: [], variant: [], config: [], reduce: false }),
  );
  await printRejected(rejected, options.color, services);
  if (compiled.length === 0) {
    console.err(noModel([MODELS]));
    return EXIT.usage;
  }
  const wanted = new Map(compiled.flatMap((one) => filesOf(one, cwd)));
  const differences = compare(wanted, cwd);
  if (options.check) {
    for (const { file, state } of differences) console.err(`lockproof: ${file} is ${state}. To fix, run \`npm run specs\`.\n`);
  } else {
    for (const { file } of differences) put(join(cwd, file), wanted.get(file));
  }
  const done = options.check ? "differ" : "changed";
  console.out(
    `${compiled.length} specifications of ${new Set(compiled.map(({ subject }) => subject.file)).size} models: ${differences.length} files ${done}.\n`,
  );
  if (rejected.length > 0) return exitCodeOf(rejected);
  return options.check && differences.length > 0 ? EXIT.unexpected : EXIT.expected;
}

/** Path relative to the clone, and text. */
function filesOf({ subject, files }: CompiledModel, cwd: string): readonly (readonly [string, string])[] {
  const model = subject.file.replaceAll("\\", "/").replace(/\.ts$/, "").replace(`${MODELS}/`, "");
  if (model.split("/").includes("..")) throw new Error(`${subject.file} is outside of ${MODELS}`);
  return Object.entries(files)
    .filter(([name]) => !existsSync(join(cwd, LIBRARY, name)))
    .map(([name, text]) => [`${GENERATED}/${model}/${name}`, text]);
}

interface Difference {
  readonly file: string;
  readonly state: "missing" | "stale" | "without a model";
}

function compare(wanted: ReadonlyMap<string, string>, cwd: string): readonly Difference[] {
  const present = generatedFiles(cwd);
  const orphans = present.filter((file) => !wanted.has(file)).map((file): Difference => ({ file, state: "without a model" }));
  const others = [...wanted].flatMap(([file, text]): readonly Difference[] => {
    if (!present.includes(file)) return [{ file, state: "missing" }];
    return readFileSync(join(cwd, file), "utf8") === text ? [] : [{ file, state: "stale" }];
  });
  return [...others, ...orphans].sort((a, b) => (a.file < b.file ? -1 : 1));
}

function generatedFiles(cwd: string): readonly string[] {
  const folder = join(cwd, GENERATED);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(cwd, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

function put(path: string, text: string | undefined): void {
  if (text === undefined) {
    rmSync(path);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
