/**
 * Errors of the parser (SANY). They come as plain text between the messages that start and finish it;
 * whatever SANY finds in a specification that we generated is a bug of ours.
 */
import { findLocation, type TlaLocation } from "./location.js";

export interface SpecError {
  readonly kind: "syntax" | "semantic" | "module";
  readonly message: string;
  readonly location: TlaLocation | null;
}

const sections: readonly (readonly [RegExp, SpecError["kind"]])[] = [
  [/^\*\*\* Errors: \d+$/, "semantic"],
  [/^\*\*\* Abort messages: \d+$/, "module"],
];

/** Reads the errors out of the lines that SANY printed. */
export function parseSpecErrors(lines: readonly string[]): readonly SpecError[] {
  const syntax = parseSyntaxError(lines);
  const listed = sections.flatMap(([title, kind]) => parseSection(lines, title, kind));
  return syntax === null ? listed : [syntax, ...listed];
}

function parseSyntaxError(lines: readonly string[]): SpecError | null {
  const start = lines.indexOf("***Parse Error***");
  if (start === -1) {
    return null;
  }
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.trim() === "");
  const message = (end === -1 ? rest : rest.slice(0, end)).map((line) => line.trim()).join(" ");
  return { kind: "syntax", message, location: encountered(message, moduleOf(lines)) };
}

function encountered(message: string, module: string): TlaLocation | null {
  const found = /at line (\d+), column (\d+)/.exec(message);
  if (found === null) {
    return null;
  }
  const position = { line: Number(found[1]), column: Number(found[2]) };
  return { module, start: position, end: position };
}

function moduleOf(lines: readonly string[]): string {
  const named = lines.map((line) => /^In module (\w+)$/.exec(line)?.[1]);
  return named.find((name) => name !== undefined) ?? "";
}

/** A section is a title, then pairs of paragraphs: a place, and what is wrong there. */
function parseSection(lines: readonly string[], title: RegExp, kind: SpecError["kind"]): readonly SpecError[] {
  const start = lines.findIndex((line) => title.test(line));
  if (start === -1) {
    return [];
  }
  const parts = paragraphs(lines.slice(start + 1));
  const end = parts.findIndex((part) => part.startsWith("*** "));
  const inside = end === -1 ? parts : parts.slice(0, end);
  const errors: SpecError[] = [];
  for (let index = 0; index + 1 < inside.length; index += 2) {
    errors.push({ kind, message: inside[index + 1] ?? "", location: findLocation(inside[index] ?? "") });
  }
  return errors;
}

function paragraphs(lines: readonly string[]): readonly string[] {
  const parts = lines
    .map((line) => line.trim())
    .join("\n")
    .split(/\n{2,}/);
  return parts.map((part) => part.trim().replaceAll("\n", " ")).filter((part) => part !== "");
}
