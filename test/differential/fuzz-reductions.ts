// `npm run fuzz:reductions -- --seed 7 --runs 1000`: random models with and without reductions, in the interpreter alone, so many in a minute.
// Every 500 models it says from which model on to continue a run that was stopped (`--from`).

import { developmentOptions } from "../support/development-options.js";
import { runReducedSeries } from "./reduced-runs.js";

const values = developmentOptions("npm run fuzz:reductions --", {
  seed: { type: "string", default: "1" },
  runs: { type: "string", default: "1000" },
  from: { type: "string", default: "0" },
  states: { type: "string", default: "4000" },
});
const series = { seed: Number(values.seed), runs: Number(values.runs), from: Number(values.from), maxStates: Number(values.states) };
const tally = runReducedSeries(
  series,
  ({ index, seed, source, differences }) =>
    process.stdout.write(`model ${index}, seed ${seed}\n${source}\n${differences.slice(0, 5).join("\n")}\n\n`),
  (now, index) => {
    if ((index + 1) % 500 === 0) process.stderr.write(`${JSON.stringify(now)}; continue with --from ${index + 1}\n`);
  },
);
process.stdout.write(`${JSON.stringify(tally)}\n`);
process.exitCode = tally.differ === 0 ? 0 : 1;
