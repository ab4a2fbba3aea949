// `node bench/warm.mjs MODEL [name=value …] [config=name] [version]`: seconds from the text of a model to the verdict, as in `watch` or in a run over several
// models: the compiler is loaded and a JVM has checked another model before. Prints JSON: seconds, outcome, statistics. Needs a build.

import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const load = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const [{ openTlcPool }, { findTools }, { checkFiles }, { REDUCTIONS }] = await Promise.all(
  ["tla-tools/index.js", "harness/find-tools.js", "harness/check-files.js", "harness/request.js"].map(load),
);

const [model, ...words] = process.argv.slice(2);
const isConfig = (word) => word.startsWith("config=");
const rest = words.filter((word) => !isConfig(word));
const parameters = Object.fromEntries(
  rest
    .filter((word) => word.includes("="))
    .map((word) => word.split("="))
    .map(([key, value]) => [key, Number(value)]),
);
const request = {
  models: [model],
  root,
  parameters,
  variants: rest.filter((word) => !word.includes("=")),
  configurations: words.filter(isConfig).map((word) => word.slice("config=".length)),
  engine: "tlc",
  simulate: null,
  reductions: REDUCTIONS,
  strict: false,
  workers: "auto",
  timeoutMs: 300_000,
  heapMb: 2048,
  cache: false,
};

const pool = openTlcPool();
const { signal } = new AbortController();
const tools = await findTools(pool, request, signal);
if ("outcome" in tools) throw new Error(tools.message);
const check = (asked) => checkFiles(asked, Promise.resolve(tools), {}, signal);
for (const other of ["lost-update", "missing-unlock", "lost-wakeup"])
  await check({ ...request, models: [`models/patterns/${other}.ts`], parameters: {}, variants: [] });
const began = performance.now();
const results = await check(request);
const seconds = (performance.now() - began) / 1000;
await pool.close();
process.stdout.write(JSON.stringify({ seconds, outcome: results[0]?.outcome, statistics: results[0]?.statistics ?? null }));
