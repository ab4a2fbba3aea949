// Checks a model from a program: node docs/examples/check-models.mjs, in the folder of the repository.

import { check } from "lockproof";

const results = await check("models/patterns/irq-on-holder.ts");

for (const result of results) {
  const version = Object.values(result.subject.variants).join(" ");
  if (result.outcome === "violated") {
    console.log(`${version}: ${result.finding.kind} after ${result.trace.steps.length} steps`);
    for (const { context, what } of result.trace.steps) console.log(`  ${context.id} ${what}`);
  } else console.log(`${version}: ${result.outcome}`);
}

process.exitCode = results.every(({ asExpected }) => asExpected) ? 0 : 1;
