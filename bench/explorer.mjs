// How many states a second the interpreter explores, on the shapes of bench/models. Needs a build.
//
//   node bench/explorer.mjs [rounds] [maxStates]       LOCKPROOF_DIST: where the build is, if not in dist/

import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist =
  process.env.LOCKPROOF_DIST === undefined ? new URL("../dist/", import.meta.url) : pathToFileURL(`${process.env.LOCKPROOF_DIST}/`);
const { locate } = await import(new URL("codegen/analysis/index.js", dist).href);
const { loadModel, lowerProgram } = await import(new URL("codegen/frontend/index.js", dist).href);
const { explore } = await import(new URL("interpreter/index.js", dist).href);
const { fileHost } = await import(new URL("harness/host.js", dist).href);

/** No reductions: every step is explored. */
function locatedModel(file, parameters) {
  const { model } = loadModel(fileHost(root.replace(/\/$/u, "")), `${root}bench/models/${file}`);
  const { program } = lowerProgram(model, { variants: {}, parameters, configuration: model.configurations[0] });
  return locate(program);
}

const SHAPES = [
  ["p1", { threads: 3, locks: 4 }],
  ["p1", { threads: 5, locks: 3 }],
  ["p2", { timeouts: 3 }],
  ["p2", { timeouts: 5 }],
];

const rounds = Number(process.argv[2] ?? 3);
const maxStates = Number(process.argv[3] ?? 1_500_000);
for (let round = 0; round < rounds; round++) {
  for (const [name, parameters] of SHAPES) {
    const located = locatedModel(`${name}.ts`, parameters);
    const began = performance.now();
    const before = process.cpuUsage();
    const { outcome, statistics } = explore(located, { maxStates });
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(before);
    const processor = (user + system) / 1e6;
    const rate = (time) => Math.round(statistics.distinct / time).toLocaleString("en");
    const shape = `${name} ${Object.values(parameters).join("x")}`;
    console.log(
      `${shape.padEnd(8)} ${outcome}: ${statistics.distinct} states, ${statistics.generated} generated in ${seconds.toFixed(2)} s, ${processor.toFixed(2)} s of processor time: ${rate(seconds)} states/s, ${rate(processor)} states/s of processor time`,
    );
  }
}
