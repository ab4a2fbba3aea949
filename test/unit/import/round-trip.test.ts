// A report printed from random data reads back as that data, whatever happened to it on its way.

import { assert } from "chai";
import fc from "fast-check";
import { importOutput, readReports } from "../../../import/index.js";
import { importOutputSchema, type Report } from "../../../import/schema.js";
import { type Sample, sample } from "../../support/kernel-reports/arbitrary.js";
import { FOREIGN, PREFIXES, wrap } from "../../support/kernel-reports/noise.js";
import { printSample } from "../../support/kernel-reports/print.js";

function read(lines: readonly string[]): readonly Report[] {
  return importOutputSchema.parse(importOutput(readReports(lines.join("\n")))).reports;
}

/** Line numbers are compared elsewhere. */
function withoutLines(report: Report | undefined): Record<string, unknown> {
  return JSON.parse(JSON.stringify(report, (key, value: unknown) => (key === "line" ? undefined : value))) as Record<string, unknown>;
}

function assertRead(lines: readonly string[], expected: Report): void {
  const reports = read(lines);
  assert.lengthOf(reports, 1, lines.join("\n"));
  for (const key of Object.keys(expected) as (keyof Report)[])
    assert.deepEqual(withoutLines(reports[0])[key], withoutLines(expected)[key], `${lines.join("\n")}\n--- ${key}`);
}

/** Every string in `found` is one of the text: a name, a function, a release. */
function assertNotMadeUp(found: Report, { report }: Sample): void {
  const known = JSON.stringify(withoutLines(report));
  const check = (value: unknown, key: string): void => {
    if (typeof value === "string" && key !== "kind") assert.include(known, JSON.stringify(value).slice(1, -1), `${key} is made up`);
    else if (Array.isArray(value)) value.forEach((one) => check(one, key));
    else if (value !== null && typeof value === "object") for (const [name, one] of Object.entries(value)) check(one, name);
  };
  check(withoutLines(found), "report");
}

/** Short enough to be in front of a line that a mailer wraps. */
const WRAPPABLE = ["none", "dmesg", "level", "caller", "dmesg -x", "syslog", "journal", "quoted", "quoted again", "quoted dmesg", "barred"];

describe("[U] reports printed and read again", function () {
  this.timeout(60_000);
  const prefix = fc.constantFrom(...Object.keys(PREFIXES));
  const prefixed = (lines: readonly string[], name: string): readonly string[] =>
    lines.map((line, index) => PREFIXES[name]?.(line, index) ?? line);

  it("are the same, for all kinds and kernels, behind every prefix", () => {
    fc.assert(
      fc.property(sample, prefix, (one, name) => assertRead(prefixed(printSample(one), name), one.report)),
      { numRuns: 600 },
    );
  });

  it("are the same between other lines of a mail, with CRLF and colours", () => {
    const mail = (lines: readonly string[]) => [
      "Hi,",
      "",
      "I get a WARNING: possible recursive locking detected",
      "with it:",
      "",
      ...lines,
      "",
      "Thanks,",
      "Someone",
    ];
    const changes = [
      (line: string) => `${line}\r`,
      (line: string) => `\x1b[33m${line}\x1b[0m`,
      (line: string) => line.replace(/&/g, "&amp;").replace(/->/g, "-&gt;"),
    ];
    fc.assert(
      fc.property(sample, fc.constantFrom(...changes), (one, change) => assertRead(mail(printSample(one)).map(change), one.report)),
      { numRuns: 200 },
    );
  });

  it("are the same wrapped by a mailer", () => {
    fc.assert(
      fc.property(sample, fc.constantFrom(...WRAPPABLE), fc.integer({ min: 70, max: 100 }), (one, name, width) =>
        assertRead(wrap(prefixed(printSample(one), name), width), one.report),
      ),
      { numRuns: 600 },
    );
  });

  it("are the same when the name of the task fills the first of the wrapped lines", () => {
    const [report] = read([
      "WARNING: bad unlock balance detected!",
      "-------------------------------------",
      "C2 CompilerThre/100000",
      "is trying to release lock (&ctx->wqh) at:",
      "io_release+0x4e8/0xfc0",
      "but there are no more locks to release!",
    ]);
    assert.deepInclude(report?.acquiring, { name: "&ctx->wqh", function: "io_release" });
  });

  it("are the same with lines of others in between", () => {
    fc.assert(
      fc.property(sample, fc.array(fc.tuple(fc.nat(), fc.constantFrom(...FOREIGN)), { maxLength: 4 }), (one, foreign) => {
        const lines = [...printSample(one)];
        for (const [place, text] of foreign) lines.splice(4 + (place % (lines.length - 4)), 0, text);
        assertRead(lines, one.report);
      }),
      { numRuns: 300 },
    );
  });

  it("are told apart by caller when two tasks print at once", () => {
    fc.assert(
      fc.property(sample, fc.array(fc.nat(), { maxLength: 30 }), (one, places) => {
        const lines = printSample(one).map((line) => `[  414.275945][T17509] ${line}`);
        for (const place of places) lines.splice(place % lines.length, 0, "[  414.275945][   T66]  not_ours+0x1/0x2");
        assertRead(lines, one.report);
      }),
      { numRuns: 200 },
    );
  });

  it("are truncated and true as far as they go, cut off at any line", () => {
    fc.assert(
      fc.property(sample, prefix, fc.nat(), (one, name, place) => {
        const lines = prefixed(printSample(one), name);
        const cut = lines.slice(0, place % (lines.length - 1));
        for (const report of read(cut)) {
          assertNotMadeUp(report, one);
          const rest = lines.slice(cut.length).filter((line) => !/<\/TASK>|^\W*$/.test(line));
          if (rest.length > 0) assert.isTrue(report.truncated, `${cut.join("\n")}\n--- cut off:\n${rest.join("\n")}`);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it("never make the reader throw, and never yield what is not there, with lines taken out or doubled", () => {
    fc.assert(
      fc.property(sample, fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 12 }), (one, changes) => {
        const lines = [...printSample(one)];
        for (const [place, doubled] of changes) {
          const index = place % lines.length;
          if (doubled) lines.splice(index, 0, lines[index] ?? "");
          else if (lines.length > 1) lines.splice(index, 1);
        }
        for (const report of read(lines)) assertNotMadeUp(report, one);
      }),
      { numRuns: 600 },
    );
  });

  it("take no other lock of the same class for the same one again", () => {
    const [report] = read([
      "WARNING: possible irq lock inversion dependency detected",
      "--------------------------------------------------------",
      "kworker/7 just changed the state of lock:",
      " (&ctx->wqh){++++}-{0:0}, at: io_release+0x4e8/0xfc0",
      " (&ctx->wqh){+++.}-{3:3}",
    ]);
    assert.deepInclude(report?.acquiring, { usage: "++++", waitTypes: "0:0", function: "io_release" });
  });

  it("are all found when a text has several", () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 2, maxLength: 4 }), (samples) => {
        const reports = read(samples.flatMap(printSample));
        assert.deepEqual(
          reports.map(withoutLines),
          samples.map(({ report }) => withoutLines(report)),
        );
      }),
      { numRuns: 100 },
    );
  });

  it("have an answer for every text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => read([text]).length >= 0),
      { numRuns: 500 },
    );
  });
});
