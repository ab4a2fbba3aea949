// `npm run fuzz -- --seed 7 --runs 1000`: random models in TLC and in the interpreter, by hand. Prints every model on which they differ, and
// from which model on to continue a run that was stopped (`--from`). `--model SEED` does one model again, with the seed that was printed.

import { developmentOptions, seriesOptions } from "../support/development-options.js";
import { drawnModel, drawnModels } from "./drawn-models.js";
import { runSeries, shrink, type Tally } from "./random-runs.js";

const values = developmentOptions("npm run fuzz --", {
  ...seriesOptions("100"),
  first: { type: "boolean", default: false },
  model: { type: "string" },
});
const bounds = { maxStates: Number(values.states) };
const began = Date.now();

function report(tally: Tally, differ: number): string {
  const verdicts = [...tally.verdicts].sort(([a], [b]) => a.localeCompare(b)).map(([verdict, count]) => `${count} ${verdict}`);
  const seconds = Math.round((Date.now() - began) / 1000);
  return `${tally.models} models: ${tally.compared} compared, ${tally.rejected} rejected, ${tally.tooLarge} too large, ${tally.unfinished} unfinished; ${tally.states} states, ${tally.edges} edges; ${differ} differ (${verdicts.join(", ")}) in ${seconds} s`;
}

let differ = 0;
const { tally, failures } = await runSeries({
  ...bounds,
  models: values.model === undefined ? drawnModels(Number(values.seed), Number(values.from)) : [drawnModel(Number(values.model))].values(),
  runs: Number(values.runs),
  lanes: 2,
  limitMs: Number(values.minutes) * 60_000,
  failed({ index, seed, source, differences }) {
    differ++;
    process.stdout.write(`model ${index}, seed ${seed}\n${source}\n${differences.slice(0, 5).join("\n")}\n\n`);
    // eslint-disable-next-line no-restricted-properties -- the other lane is in the middle of a model
    if (values.first) process.exit(1);
  },
  unfinished({ index, seed }, reason) {
    process.stdout.write(`model ${index}, seed ${seed}: not compared, ${reason}\n`);
  },
  done(now, index) {
    if (now.models % 100 === 0) process.stderr.write(`${report(now, differ)}; continue with --from ${index + 1}\n`);
  },
});
for (const { seed, differences } of failures.slice(0, 1)) {
  const small = await shrink(seed, bounds, differences[0] ?? "", 120_000);
  if (small !== null) process.stdout.write(`shrunk:\n${small.source}\n${small.differences.slice(0, 5).join("\n")}\n`);
}
process.stdout.write(`${report(tally, failures.length)}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
