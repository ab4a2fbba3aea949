// Annotations for GitHub Actions: one workflow command a line, for everything that is not as it should be.

import type { CheckResult, Span } from "../harness/result.js";
import { visible } from "./lines.js";
import { subjectText } from "./names.js";
import { repeatCommand } from "./repeat-command.js";
import { splatTitle } from "./splat/index.js";
import { verdictText } from "./table.js";
import { unreachable } from "./unreachable.js";

export function renderGithub(results: readonly CheckResult[]): string {
  return results.flatMap(annotationsOf).join("");
}

/** A value after `::`; `%`, and with it every code, is written as a code. */
export function githubText(text: string): string {
  return visible(text).replaceAll("%", "%25");
}

export function githubProperty(text: string): string {
  return githubText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function annotationsOf(result: CheckResult): readonly string[] {
  const { file } = result.subject;
  const name = subjectText(result.subject);
  switch (result.outcome) {
    case "verified":
      return result.asExpected ? [] : [command("error", file, null, name, verdictText(result))];
    case "violated": {
      const { finding, trace } = result;
      const text = `${splatTitle(finding, trace)}: ${finding.message} (${name}; repeat: ${repeatCommand(result)})`;
      return result.asExpected ? [] : [command("error", file, finding.at, verdictText(result), text)];
    }
    case "inconclusive":
      return [command("warning", file, null, verdictText(result), `${name}: ${result.message}`)];
    case "rejected":
      return result.diagnostics.map(({ code, message, span }) => command("error", file, span, code, message));
    case "tool-failure":
      return [command("error", file, null, result.code, `${name}: ${result.message}`)];
    default:
      return unreachable(result);
  }
}

function command(level: "error" | "warning", file: string, span: Span | null, title: string, text: string): string {
  const place =
    span === null
      ? { file }
      : { file: span.file, line: span.line + 1, col: span.column + 1, endLine: span.endLine + 1, endColumn: span.endColumn + 1 };
  const properties = Object.entries({ ...place, title }).map(([key, value]) => `${key}=${githubProperty(String(value))}`);
  return `::${level} ${properties.join(",")}::${githubText(text)}\n`;
}
