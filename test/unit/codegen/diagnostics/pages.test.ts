// Every code has a page, and the example on the page triggers the code.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assert } from "chai";
import { compileProgram } from "../../../../codegen/compile.js";
import { type Diagnostic, registry } from "../../../../codegen/diagnostics/index.js";
import { accepted, compile } from "../../../support/compile-model.js";

const folder = fileURLToPath(new URL("../../../../../docs/diagnostics/", import.meta.url));

/** Codes whose example is the message: a model would be too large for a page (limits.test.ts has it), is no text, or has no part in it. */
const MESSAGE_AS_EXAMPLE = /^LM(?:124|301|308|404|51\d|9\d\d)$/u;
/** Found behind the frontend. */
const LATER = /^LM(?:309|31[0-2])$/u;

/** And the one that the command line has for exceptions. */
const codes = [...Object.values(registry).map((entry) => entry.code), "LM900"];

function laterDiagnostics(model: string): readonly Diagnostic[] {
  const outcome = compileProgram(accepted(model), () => null);
  return "diagnostics" in outcome ? outcome.diagnostics : [];
}

describe("[U] pages of diagnostics", () => {
  for (const code of codes) {
    it(`${code} has a page with meaning, example and repair`, () => {
      const path = `${folder}${code}.md`;
      assert.isTrue(existsSync(path), `docs/diagnostics/${code}.md is missing`);
      const text = readFileSync(path, "utf8");
      assert.match(text, new RegExp(`^# ${code}: `, "u"));
      assert.match(text, /^## Repair$/mu);
      const example = /^## Example\n\n```(?<language>ts|text)\n(?<model>[\s\S]*?)```$/mu.exec(text)?.groups;
      assert.equal(example?.["language"], MESSAGE_AS_EXAMPLE.test(code) ? "text" : "ts", "no example");
      if (MESSAGE_AS_EXAMPLE.test(code)) {
        assert.include(example?.["model"], `${code}: `);
        return;
      }
      const model = example?.["model"] ?? "";
      const found = new Set((LATER.test(code) ? laterDiagnostics(model) : compile(model).diagnostics).map((diagnostic) => diagnostic.code));
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
