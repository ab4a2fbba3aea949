import { assert } from "chai";
import { renderRow, tableWidths } from "../../../report/table.js";
import { renderReport } from "../../../report/terminal.js";
import { renderUnused } from "../../../report/vacuity.js";
import { FILE, span, verified } from "../../support/results.js";

const LIBRARY = "models/lib.ts";
const inLibrary = (line: number) => ({ ...span(line, 1), file: LIBRARY });
const own = { kind: "place-not-reached", message: "No execution comes here.", at: span(7, 3), name: "never" } as const;
const imported = { kind: "lock-not-contended", message: "Nobody ever waits for A.", at: inLibrary(2), name: "A" } as const;
const result = verified({ vacuity: [own, imported] });
const options = { color: false, readSource: () => null };
const places = (...reached: readonly boolean[]) => ({
  complete: true,
  places: reached.map((is, index) => ({ at: inLibrary(index + 1), function: "f", reached: is })),
});
const another = { ...result.subject, file: "models/another.ts", model: "another" };

describe("[U] report/vacuity", () => {
  it("warns about the model's own lines, and counts only these", () => {
    const text = renderReport(result, options);
    assert.include(text, "1 warning, the verdict says nothing about this:");
    assert.include(text, `never (${FILE}:7)`);
    assert.include(text, "1 warning about files that the model imports (--verbose shows them)");
    assert.notInclude(text, LIBRARY);
    assert.match(renderRow(result, tableWidths([result.subject]), false), / 1 warning$/m);
  });

  it("shows with verbose what it imports, too", () => {
    const text = renderReport(result, { ...options, verbose: true });
    assert.include(text, "2 warnings, the verdict says nothing about this:");
    assert.include(text, LIBRARY);
  });

  it("says of a run which imported lines nobody comes to", () => {
    const one = verified({ coverage: places(true, false, false) });
    const two = verified({ coverage: places(false, true, false), subject: another });
    assert.equal(renderUnused([one, two]), `\nNo check of this run comes to ${LIBRARY}:3.\n`);
  });

  it("says nothing of files that one model alone uses, whatever its versions", () => {
    const one = verified({ coverage: places(true, false) });
    assert.equal(renderUnused([one, one]), "");
  });
});
