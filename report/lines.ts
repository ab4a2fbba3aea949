// A report is a list of lines with one style each, turned into text here and only here. So names, strings and source text of a model pass
// one place where control characters become visible, and none of them can reach a terminal.

import { styleText } from "node:util";

export type Style = "plain" | "title" | "heading" | "quiet" | "good" | "bad" | "doubt";

export interface Line {
  readonly text: string;
  readonly style: Style;
}

const FORMATS: Readonly<Record<Exclude<Style, "plain">, Parameters<typeof styleText>[0]>> = {
  title: ["bold", "red"],
  heading: "bold",
  quiet: "dim",
  good: "green",
  bad: "red",
  doubt: "yellow",
};

// C0 and C1 controls; line separators; marks that reorder text or have no width.
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** `text` with characters that a terminal would act upon written as `\x1b` or `\u202e`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
}

/** Without halves of characters, which no encoding has a place for. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/** `text` made visible, and coloured if wanted. */
export function paint(style: Style, text: string, color: boolean): string {
  const safe = visible(text);
  return color && style !== "plain" && safe !== "" ? styleText(FORMATS[style], safe, { validateStream: false }) : safe;
}

export function printLines(lines: readonly Line[], color: boolean): string {
  return lines.map((line) => `${paint(line.style, line.text, color)}\n`).join("");
}

export const line = (text: string, style: Style = "plain"): Line => ({ text, style });
export const blank: Line = { text: "", style: "plain" };
export const lines = (texts: readonly string[], style: Style = "plain"): readonly Line[] => texts.map((text) => line(text, style));
