// The example on each page about a kind of finding is a model that has this finding.

import { readdirSync, readFileSync } from "node:fs";
import { assert } from "chai";
import * as z from "zod";
import { checkResultSchema, findingKindSchema } from "../../harness/result.js";
import { openWorkshop } from "../support/cli.js";
import { inClone } from "../support/clone.js";

describe("[E] docs/diagnostics", () => {
  it("gives for each kind a model that is as it says", async function () {
    this.timeout(180_000);
    const workshop = await openWorkshop();
    try {
      for (const kind of findingKindSchema.options) {
        const page = readFileSync(inClone("docs/diagnostics", `${kind}.md`), "utf8");
        const examples = [...page.matchAll(/```ts\n([^]*?)```/g)].map((match) => match[1] ?? "");
        assert.isNotEmpty(examples, kind);
        examples.forEach((text, index) => workshop.put(`models/${kind}-${index}.ts`, text));
      }
      const { code, out, err } = await workshop.run(["check", "models", "--json"], { timeoutMs: 170_000 });
      const { results } = z.object({ results: z.array(checkResultSchema) }).parse(JSON.parse(out));
      const bad = results
        .filter(({ asExpected }) => !asExpected)
        .map((result) => ({ file: result.subject.file, outcome: result.outcome, result: JSON.stringify(result).slice(0, 1500) }));
      assert.deepEqual(bad, [], err);
      assert.equal(code, 0);
      const found = new Set(results.map((result) => (result.outcome === "violated" ? result.finding.kind : result.outcome)));
      assert.sameMembers([...found], findingKindSchema.options);
    } finally {
      workshop.remove();
    }
  });

  it("has no page about something that is not there", () => {
    const pages = readdirSync(inClone("docs/diagnostics")).map((name) => name.replace(/\.md$/, ""));
    const unknown = pages.filter((name) => !/^LM\d{3}$/.test(name) && !findingKindSchema.options.some((kind) => kind === name));
    assert.deepEqual(unknown, []);
  });
});
