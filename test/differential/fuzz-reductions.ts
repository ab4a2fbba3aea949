// `npm run fuzz:reductions -- --seed 7 --runs 1000`: random models with and without reductions, in the interpreter alone, so many in a minute.

import { parseArgs } from "node:util";
import { runReducedSeries } from "./reduced-runs.js";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "1000" },
    states: { type: "string", default: "4000" },
  },
});
const series = { seed: Number(values.seed), runs: Number(values.runs), maxStates: Number(values.states) };
const tally = runReducedSeries(series, ({ seed, source, differences }) =>
  process.stdout.write(`seed ${seed}\n${source}\n${differences.slice(0, 5).join("\n")}\n\n`),
);
process.stdout.write(`${JSON.stringify(tally)}\n`);
process.exitCode = tally.differ === 0 ? 0 : 1;
