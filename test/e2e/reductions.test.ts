// The same verdicts whatever is reduced: the patterns and the problems of bench/, with each reduction alone, with all, and with none.

import { assert } from "chai";
import * as z from "zod";
import { REDUCTIONS } from "../../codegen/analysis/reductions.js";
import { checkResultSchema } from "../../harness/result.js";
import { lockproof } from "../support/cli.js";

const WAYS: Readonly<Record<string, readonly string[]>> = {
  none: ["--no-reduce"],
  ...Object.fromEntries(REDUCTIONS.map((reduction) => [reduction, ["--reduce", reduction]])),
};

const MODELS: readonly (readonly string[])[] = [
  ["models/patterns"],
  ["bench/models/p1.ts", "--set", "threads=3", "--set", "locks=4"],
  ["bench/models/p2.ts", "--set", "timeouts=3"],
];

async function verdictsOf(model: readonly string[], way: readonly string[]): Promise<readonly string[]> {
  const { out, err } = await lockproof(["check", ...model, ...way, "--no-cache", "--json", "--timeout", "300s"], { timeoutMs: 590_000 });
  assert.notEqual(out, "", err);
  const { results } = z.object({ results: z.array(checkResultSchema) }).parse(JSON.parse(out));
  return results.map(({ subject, ...result }) =>
    JSON.stringify([
      subject.file,
      subject.variants,
      subject.configuration,
      result.outcome,
      result.outcome === "violated" ? [result.finding.kind, result.finding.property] : null,
    ]),
  );
}

describe("[E] verdicts are the same", function () {
  this.timeout(600_000);

  for (const model of MODELS) {
    it(`with each reduction of ${model.join(" ")}, with all and with none`, async () => {
      const expected = await verdictsOf(model, []);
      assert.isNotEmpty(expected);
      for (const [name, way] of Object.entries(WAYS)) assert.deepEqual(await verdictsOf(model, way), expected, name);
    });
  }
});
