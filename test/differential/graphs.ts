// `npm run graphs -- --states 20000`: TLC's state graph and the interpreter's of everything that is shipped, and of the cases of the kernel's
// locking self-test in all configurations. Prints what differs and what is too large; fails when anything differs.

import pLimit from "p-limit";
import { CONFIGURATIONS } from "../../harness/conformance/index.js";
import { developmentOptions } from "../support/development-options.js";
import { compareShipped, type Shipped, selftestCases, shippedModels } from "./shipped.js";

const values = developmentOptions("npm run graphs --", {
  states: { type: "string", default: "20000" },
  only: { type: "string", default: "" },
});
const limit = pLimit(2);
let failed = false;

async function compareAll(what: string, all: readonly Shipped[]): Promise<void> {
  const counts = { compared: 0, tooLarge: 0, differ: 0, states: 0, edges: 0 };
  const compareOne = async (shipped: Shipped): Promise<void> => {
    const found = await compareShipped(shipped, Number(values.states));
    if (found === null) {
      counts.tooLarge++;
      process.stdout.write(`too large: ${shipped.title}\n`);
      return;
    }
    counts.compared++;
    counts.states += found.states;
    counts.edges += found.edges;
    if (found.differences.length === 0) return;
    counts.differ++;
    process.stdout.write(`DIFFERS: ${shipped.title}\n${found.differences.slice(0, 5).join("\n")}\n`);
  };
  await Promise.all(all.filter(({ title }) => title.includes(values.only)).map((shipped) => limit(() => compareOne(shipped))));
  const { compared, tooLarge, differ, states, edges } = counts;
  failed ||= differ > 0;
  process.stdout.write(
    `${what}: ${compared} equal graphs looked for, ${differ} differ, ${tooLarge} too large; ${states} states, ${edges} edges\n`,
  );
}

await compareAll("models", shippedModels());
for (const configuration of CONFIGURATIONS) await compareAll(`self-test, ${configuration.name}`, selftestCases(configuration));
process.exitCode = failed ? 1 : 0;
