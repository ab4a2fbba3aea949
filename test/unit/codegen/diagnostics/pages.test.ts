// Every code has a page, and the example on the page triggers the code.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assert } from "chai";
import { registry } from "../../../../codegen/diagnostics/index.js";
import { compile } from "../../../support/compile-model.js";

const folder = fileURLToPath(new URL("../../../../../docs/diagnostics/", import.meta.url));

/** Codes whose example would be too large for a page (limits.test.ts has it), needs a command line, or is a failure of a later stage. */
const WITHOUT_EXAMPLE = /^LM(?:301|308|309|31[0-2]|404|51\d|9\d\d)$/u;

const codes = Object.values(registry).map((entry) => entry.code);

describe("[U] pages of diagnostics", () => {
  for (const code of codes) {
    it(`${code} has a page with meaning, example and repair`, () => {
      const path = `${folder}${code}.md`;
      assert.isTrue(existsSync(path), `docs/diagnostics/${code}.md is missing`);
      const text = readFileSync(path, "utf8");
      assert.match(text, new RegExp(`^# ${code}: `, "u"));
      assert.match(text, /^## Repair$/mu);
      const example = /^## Example\n\n```ts\n(?<model>[\s\S]*?)```$/mu.exec(text)?.groups?.["model"];
      if (WITHOUT_EXAMPLE.test(code)) return;
      assert.isDefined(example, "no example");
      const found = new Set(compile(example ?? "").diagnostics.map((diagnostic) => diagnostic.code));
      assert.deepEqual(found, new Set([code]));
    });
  }

  it("has no page for a code that does not exist", () => {
    const pages = readdirSync(folder).filter((name) => /^LM/u.test(name));
    assert.deepEqual(
      pages.filter((name) => !codes.some((code) => name === `${code}.md`)),
      [],
    );
  });
});
