// `npm run mutate:code -- codegen/tla`: Stryker on one of the pure folders. One thing at a time is changed in its code; a [U] test of the
// folder must fail. Prints the survivors. Folders whose tests need TLC, files or processes are no good for this.

import { existsSync } from "node:fs";
import { Stryker } from "@stryker-mutator/core";

/** Folder: the unit tests that answer for it. */
const PURE = {
  "codegen/tla": ["codegen/tla"],
  "codegen/analysis": ["codegen/analysis"],
  interpreter: ["interpreter"],
};

const [folder = "", ...files] = process.argv.slice(2);
const tests = PURE[folder];
if (tests === undefined) {
  process.stderr.write(`usage: npm run mutate:code -- FOLDER [FILE…], FOLDER one of ${Object.keys(PURE).join(", ")}\n`);
  process.exit(2);
}
const missing = files.filter((file) => !existsSync(`${folder}/${file}`));
if (missing.length > 0) {
  process.stderr.write(`${folder} has no ${missing.join(", ")}\n`);
  process.exit(2);
}

const results = await new Stryker({
  // The compiled code is what tests run; its copy is compiled once, with all changes in it behind switches.
  mutate: (files.length === 0 ? ["**/*.ts"] : files).map((file) => `${folder}/${file}`),
  buildCommand: "tsc -b tsconfig.test.json --noCheck",
  testRunner: "mocha",
  plugins: ["@stryker-mutator/mocha-runner"],
  mochaOptions: { "no-config": true, spec: tests.map((each) => `dist/test/unit/${each}/**/*.test.js`), grep: "^\\[U\\]" },
  coverageAnalysis: "perTest",
  // What is evaluated once, when a module is loaded, would need a process of its own for each change.
  ignoreStatic: true,
  // Texts of messages have tests of their own where they matter.
  mutator: { excludedMutations: ["StringLiteral"] },
  ignorePatterns: ["/dist", "/out", "/bench", "/models/**/*.md"],
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  concurrency: Number(process.env.MUTATE_CONCURRENCY ?? 2),
  tempDirName: "out/stryker",
  disableTypeChecks: `${folder}/**/*.ts`,
  allowConsoleColors: false,
}).runMutationTest();
const killed = results.filter(({ status }) => status === "Killed" || status === "Timeout").length;
const changed = results.filter(({ status }) => ["Killed", "Timeout", "Survived", "NoCoverage"].includes(status)).length;
process.stdout.write(`${folder}: ${killed} of ${changed} changes noticed, ${((100 * killed) / Math.max(1, changed)).toFixed(1)} %\n`);
