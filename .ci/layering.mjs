// The import directions of .dependency-cruiser.cjs, checked over the folders given. dependency-cruiser answers "no violations" also when
// it saw nothing (a compiler it does not know, a folder that is not there), so every TypeScript file must be among the modules it saw.

import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { cruise, format } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";

const folders = process.argv.slice(2);
const ruleSet = createRequire(import.meta.url)("../.dependency-cruiser.cjs");

function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith("test/fixtures/"));
}

const { output } = await cruise(folders, { ...ruleSet.options, ruleSet: { forbidden: ruleSet.forbidden }, validate: true }, undefined, {
  tsConfig: extractTSConfig("tsconfig.json"),
});
const seen = new Set(output.modules.map((module) => module.source));
const missed = folders.flatMap(sourceFiles).filter((file) => !seen.has(file));
const report = await format(output, { outputType: "err" });
process.stdout.write(report.output);
if (seen.size === 0 || missed.length > 0) {
  process.stdout.write(`layering: ${seen.size} modules seen, ${missed.length} files not: ${missed.slice(0, 5).join(", ")}\n`);
}
process.exitCode = report.exitCode > 0 || seen.size === 0 || missed.length > 0 ? 1 : 0;
