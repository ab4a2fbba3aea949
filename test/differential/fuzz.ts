// `npm run fuzz -- --seed 7 --runs 1000`: random models in TLC and in the interpreter, by hand. Prints every model on which they differ.

import { parseArgs } from "node:util";
import { runSeries, shrink } from "./random-runs.js";

const { values } = parseArgs({ options: { seed: { type: "string", default: "1" }, runs: { type: "string", default: "100" } } });
const bounds = { maxStates: 6000 };
const { tally, failures } = await runSeries({
  ...bounds,
  seed: Number(values.seed),
  runs: Number(values.runs),
  lanes: 2,
  limitMs: Number.POSITIVE_INFINITY,
  failed: ({ seed, source, differences }) => process.stdout.write(`seed ${seed}\n${source}\n${differences.slice(0, 5).join("\n")}\n\n`),
});
for (const { seed, differences } of failures.slice(0, 1)) {
  const small = await shrink(seed, bounds, differences[0] ?? "", 120_000);
  if (small !== null) process.stdout.write(`shrunk:\n${small.source}\n${small.differences.slice(0, 5).join("\n")}\n`);
}
process.stdout.write(
  `${tally.models} models, ${tally.rejected} rejected, ${tally.tooLarge} too large, ${tally.states} states, ${tally.edges} edges, ${failures.length} differ\n`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
