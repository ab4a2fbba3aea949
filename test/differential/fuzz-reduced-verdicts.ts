// `npm run fuzz:verdicts -- --seed 7 --runs 1000`: TLC's verdict on the reduced specifications of random models against the interpreter on the
// models themselves. `--from` continues a run that was stopped.

import { developmentOptions, seriesOptions } from "../support/development-options.js";
import { runSeries } from "./random-runs.js";
import { reducibleModels } from "./reduced-runs.js";
import { compareReducedVerdict } from "./reduced-verdicts.js";

const values = developmentOptions("npm run fuzz:verdicts --", seriesOptions("1000"));
const began = Date.now();
const seconds = (): number => Math.round((Date.now() - began) / 1000);
const { tally, failures } = await runSeries({
  maxStates: Number(values.states),
  models: reducibleModels(Number(values.seed), Number(values.from)),
  compare: compareReducedVerdict,
  runs: Number(values.runs),
  lanes: 2,
  limitMs: Number(values.minutes) * 60_000,
  failed: ({ index, seed, source, differences }) =>
    void process.stdout.write(`model ${index}, seed ${seed}\n${source}\n${differences.slice(0, 5).join("\n")}\n\n`),
  done(now, index) {
    if (now.models % 200 === 0) process.stderr.write(`${now.compared} compared in ${seconds()} s; continue with --from ${index + 1}\n`);
  },
});
const verdicts = JSON.stringify(Object.fromEntries([...tally.verdicts].sort(([a], [b]) => a.localeCompare(b))));
process.stdout.write(`${JSON.stringify({ ...tally, verdicts: undefined, differ: failures.length })} ${verdicts} in ${seconds()} s\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
