// The problem matcher of docs/editors.md reads what is printed of a rejected model, and nothing of any other report.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import * as z from "zod";
import { renderReport } from "../../../report/terminal.js";
import { inClone } from "../../support/clone.js";
import { RENDERING } from "../../support/rendering.js";
import { inconclusive, rejected, toolFailure, verified } from "../../support/results.js";
import { SPLATS } from "../../support/splats.js";

const tasks = z.object({ tasks: z.array(z.object({ problemMatcher: z.object({ pattern: z.object({ regexp: z.string() }) }) })) });

describe("[U] docs/editors.md", () => {
  const page = readFileSync(inClone("docs/editors.md"), "utf8");
  const [task] = tasks.parse(JSON.parse(/^```json\n(.*?)^```$/ms.exec(page)?.[1] ?? "")).tasks;
  const pattern = new RegExp(task?.problemMatcher.pattern.regexp ?? "");
  const matches = (text: string): readonly (readonly string[])[] =>
    text.split("\n").flatMap((line) => [pattern.exec(line)?.slice(1) ?? []].filter(({ length }) => length > 0));

  it("has a problem matcher that reads diagnostics", () => {
    const result = rejected();
    if (result.outcome !== "rejected") return assert.fail();
    const found = matches(renderReport(result, RENDERING));
    const expected = result.diagnostics.flatMap(({ span, code, message }) =>
      span === null ? [] : [[span.file, String(span.line + 1), String(span.column + 1), code, message]],
    );
    assert.isNotEmpty(expected);
    assert.deepEqual(found, expected);
  });

  it("has one that reads nothing else", () => {
    for (const result of [verified(), inconclusive(), toolFailure(), ...Object.values(SPLATS)])
      assert.deepEqual(matches(renderReport(result, RENDERING)), []);
  });
});
