// How the time grows: that of the compiler over the statements of a model, that of a check over its bounds. Lines of Markdown. Needs a build.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const load = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);

/** A driver of so many statements: functions of twenty, each under its lock, that two tasks call one after the other. */
function driver(statements) {
  const functions = Math.max(1, Math.round(statements / 20));
  const body = (index) => [
    `function update_${index}() {`,
    `  spin_lock(lock_${index % 8});`,
    ...Array.from({ length: 8 }, (_, step) => `  value_${index % 16} = ${(index + step) % 4};`),
    `  if (value_${index % 16} > 1) {`,
    '    mode = "busy";',
    "  } else {",
    '    mode = "idle";',
    "  }",
    ...Array.from({ length: 6 }, (_, step) => `  value_${(index + 1) % 16} = ${(index + 3 * step) % 4};`),
    `  spin_unlock(lock_${index % 8});`,
    "}",
  ];
  const calls = (first) => Array.from({ length: functions }, (_, index) => `  update_${(index + first) % functions}();`);
  return [
    'import { int, oneOf, spin_lock, spin_unlock, spinlock_t, task } from "lockproof/dsl";',
    ...Array.from({ length: 8 }, (_, index) => `const lock_${index} = spinlock_t();`),
    ...Array.from({ length: 16 }, (_, index) => `let value_${index} = int(0, 3);`),
    'let mode = oneOf("idle", "busy");',
    ...Array.from({ length: functions }, (_, index) => body(index)).flat(),
    'task("writer", () => {',
    ...calls(0),
    "});",
  ].join("\n");
}

/** Rows of statements, lines, seconds and microseconds for a statement; medians of rounds in turn. */
export async function compileGrowth(rounds, sizes = [100, 500, 1000, 2000, 5000]) {
  const { compileModels } = await load("harness/check.js");
  const { REDUCTIONS } = await load("harness/request.js");
  const folder = mkdtempSync(join(tmpdir(), "growth-"));
  const times = new Map(sizes.map((size) => [size, []]));
  try {
    for (const size of sizes) writeFileSync(join(folder, `d${size}.ts`), driver(size));
    for (let round = 0; round <= rounds; round++) {
      for (const size of sizes) {
        const request = {
          models: [`d${size}.ts`],
          root: folder,
          parameters: {},
          variants: [],
          configurations: [],
          engine: "tlc",
          simulate: null,
        };
        const began = performance.now();
        const { compiled, rejected } = await compileModels({
          ...request,
          reductions: REDUCTIONS,
          strict: false,
          workers: 1,
          timeoutMs: 1,
          heapMb: 1,
          cache: false,
        });
        if (compiled.length !== 1) throw new Error(JSON.stringify(rejected));
        // The first round warms the compiler up.
        if (round > 0) times.get(size).push((performance.now() - began) / 1000);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return sizes.map((size) => {
    const seconds = median(times.get(size));
    return `| ${size.toLocaleString("en-US")} | ${seconds.toFixed(2)} | ${Math.round((seconds / size) * 1e6)} |`;
  });
}

/** Rows of a model, states and seconds, warm, for growing bounds. */
export function checkGrowth(rounds, bounds) {
  return bounds.map(({ name, model, set }) => {
    const words = Object.entries(set).map(([key, value]) => `${key}=${value}`);
    const runs = Array.from({ length: rounds }, () =>
      JSON.parse(
        spawnSync(process.execPath, ["bench/warm.mjs", model, ...words], { cwd: root, encoding: "utf8", timeout: 400_000 }).stdout,
      ),
    );
    const states = runs[0].statistics?.distinct;
    return `| ${name} | ${states?.toLocaleString("en-US") ?? runs[0].outcome} | ${median(runs.map(({ seconds }) => seconds)).toFixed(2)} |`;
  });
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
