// JUnit XML, for CI systems: a suite for each model file, a case for each check of it. Expected violations are passed cases.

import junit, { type Builder, type TestCase } from "junit-report-builder";
import type { CheckResult } from "../harness/result.js";
import { visible, wellFormed } from "./lines.js";
import { variantText } from "./names.js";
import type { RenderOptions } from "./options.js";
import { verdictText } from "./table.js";
import { renderReport } from "./terminal.js";
import { unreachable } from "./unreachable.js";

// Its declarations say that the builder is `default` of the default export; it is the default export itself.
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions
const library = junit as unknown as Builder;

export function renderJunit(results: readonly CheckResult[], options: RenderOptions): string {
  const builder = library.newBuilder();
  for (const file of new Set(results.map(({ subject }) => subject.file))) {
    const own = results.filter(({ subject }) => subject.file === file);
    const suite = builder
      .testSuite()
      .name(xmlText(own[0]?.subject.model ?? file))
      .time(total(own));
    for (const result of own) {
      const { subject } = result;
      const name = [variantText(subject), ...Object.entries(subject.parameters).map(([key, value]) => `${key}=${value}`)].join(" ");
      const testCase = suite
        .testCase()
        .className(xmlText(subject.model))
        .name(xmlText(name))
        .time(result.milliseconds / 1000);
      judge(testCase, result, options);
    }
  }
  return `${withoutSkipped(builder.build())}\n`;
}

/** The library counts skipped cases at the root, where the schema of Jenkins has no such attribute. */
function withoutSkipped(xml: string): string {
  return xml.replace(/^(<testsuites [^>]*?) skipped="0"(?=\/?>)/m, "$1");
}

/** Text that every XML 1.0 parser takes: what it may not contain is made visible; line breaks stay where they are wanted. */
export function xmlText(text: string): string {
  return wellFormed(visible(text)).replace(/[\ufffe\uffff]/g, "\ufffd");
}

/** The report goes into CDATA, in which the library makes only the first end mark harmless. */
const xmlLines = (text: string): string => text.split("\n").map(xmlText).join("\n").replaceAll("]]>", "]]\\x3e");

function judge(testCase: TestCase, result: CheckResult, options: RenderOptions): void {
  const report = (): string => xmlLines(renderReport(result, { ...options, color: false }));
  const title = xmlText(verdictText(result));
  switch (result.outcome) {
    case "verified":
    case "violated":
      if (!result.asExpected)
        testCase.failure(title, result.outcome === "violated" ? result.finding.kind : "verified").stacktrace(report());
      return;
    case "inconclusive":
      testCase.error(title, "inconclusive", report());
      return;
    case "rejected":
      testCase.error(title, "rejected", report());
      return;
    case "tool-failure":
      testCase.error(title, result.code, report());
      return;
    default:
      unreachable(result);
  }
}

const total = (results: readonly CheckResult[]): number => results.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
