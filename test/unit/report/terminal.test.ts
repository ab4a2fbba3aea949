// What a report says beside lockdep's part: outcomes, code frames, rows, escapes, the command that repeats it.

import { assert } from "chai";
import fc from "fast-check";
import { paint, visible } from "../../../report/lines.js";
import { count, grouped } from "../../../report/names.js";
import { repeatCommand } from "../../../report/repeat-command.js";
import { renderRow, renderSummary, tableWidths } from "../../../report/table.js";
import { renderReport } from "../../../report/terminal.js";
import { matchesGolden } from "../../support/golden.js";
import { longResult } from "../../support/long-traces.js";
import { FILE, finding, inconclusive, rejected, span, toolFailure, verified, violated } from "../../support/results.js";
import { SPLATS } from "../../support/splats.js";

const source = Array.from({ length: 60 }, (_, index) => `\tline_${index + 1}(\x1b);`).join("\n");
const options = { color: false, readSource: (file: string) => (file === FILE ? source : null) };
const vacuity = [
  { kind: "place-not-reached", message: "No execution comes here.", at: span(7, 3), name: "never" },
  { kind: "place-not-reached", message: "No execution comes here.", at: span(9, 3), name: "never" },
  { kind: "branch-not-taken", message: "'n > 0' is always true.", at: span(12, 7), name: "f" },
  { kind: "lock-not-contended", message: "Nobody ever waits for A.", at: span(2, 1), name: "A" },
] as const;
const witnesses = [{ property: "the race is lost", at: span(30, 1), trace: violated(finding("assertion")).trace }];
const outcomes = [
  verified({ vacuity: [...vacuity], witnesses }),
  verified({ asExpected: false }),
  rejected(),
  inconclusive(),
  toolFailure(),
  violated(finding("assertion")),
];

describe("[U] report/terminal", () => {
  it("prints every outcome as before, with the lines of the model", () => {
    matchesGolden("report", "outcomes.txt", outcomes.map((result) => renderReport(result, options)).join("\n~~~~\n"));
  });

  it("prints rows and counts as before", () => {
    const all = [...outcomes, ...Object.values(SPLATS), verified({ cached: true, vacuity: [...vacuity] })];
    const widths = tableWidths(all.map(({ subject }) => subject));
    matchesGolden("report", "table.txt", all.map((result) => renderRow(result, widths, false)).join("") + renderSummary(all, 61_234));
  });

  it("says with diff of each step only who made it and what it changed", () => {
    const text = renderReport(longResult(12), { ...options, diff: true, verbose: true });
    const full = renderReport(longResult(12), { ...options, verbose: true });
    const steps = (report: string): readonly string[] =>
      report
        .slice(report.indexOf("from the first state:"))
        .split("\n")
        .filter((line) => /^ +(\d+\. |\S+: .* -> )/.test(line));
    assert.isAbove(steps(full).length, 12);
    assert.deepEqual(steps(text), steps(full));
    assert.match(full, /^ +at \S+ \(/m);
    assert.notMatch(text.slice(text.indexOf("from the first state:")).split("\n\n")[0] ?? "", /^ +(at \S+ \(|holds )/m);
  });

  it("ends each bad result with the command that repeats it", () => {
    for (const result of [violated(finding("stuck")), inconclusive(), toolFailure()]) {
      assert.match(
        renderReport(result, options),
        /\nrepeat: npx lockproof check models\/example\.ts --variant version=before --config raw-lock-nesting --set timeouts=2\n$/,
      );
    }
  });

  it("quotes what a shell would act on", () => {
    const { subject } = verified();
    const command = repeatCommand({
      subject: { ...subject, file: "-it's $HOME.ts", variants: { a: "`x`" }, parameters: {} },
      options: ["--strict", "$(x)"],
    });
    assert.equal(command, "npx lockproof check './-it'\\''s $HOME.ts' --variant 'a=`x`' --config raw-lock-nesting --strict '$(x)'");
  });

  it("leaves the code frame out when the source is not at hand, is no text, or another one", () => {
    const bad = violated(finding("assertion", { at: span(500, 3) }));
    assert.notInclude(renderReport(bad, options), " | ");
    assert.notInclude(renderReport(bad, { ...options, readSource: () => null }), " | ");
    const shown = violated(finding("assertion", { at: span(1, 3) }));
    assert.include(renderReport(shown, { ...options, readSource: () => "some text" }), "> 1 | ");
    assert.notInclude(renderReport(shown, { ...options, readSource: () => "some\0text" }), " | ");
  });

  it("says the same with colours as without", () => {
    for (const result of [...outcomes.slice(1), ...Object.values(SPLATS)]) {
      const colored = renderReport(result, { ...options, color: true });
      assert.include(colored, "\x1b[");
      assert.equal(colored.replaceAll(/\x1b\[\d+m/g, ""), renderReport(result, options));
    }
  });

  it("is the same every time", () => {
    for (const result of Object.values(SPLATS)) assert.equal(renderReport(structuredClone(result), options), renderReport(result, options));
  });

  it("makes every control character visible, in any field", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const result = violated(finding("invariant", { message: text, property: text, function: text }), undefined, {
          subject: { ...verified().subject, model: text, variants: { [`a${text}`]: text } },
        });
        const written = renderReport(result, options) + renderRow(result, tableWidths([result.subject]), false);
        assert.notMatch(written.replaceAll("\n", ""), /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
      }),
    );
    assert.equal(visible("a\x1b[31m\u202e"), "a\\x1b[31m\\u202e");
    assert.equal(paint("plain", "a\n", true), "a\\x0a");
  });

  it("counts in English and groups by hand", () => {
    assert.deepEqual([count(1, "lock"), count(0, "lock"), grouped(1234567), grouped(999)], ["1 lock", "0 locks", "1,234,567", "999"]);
  });
});
