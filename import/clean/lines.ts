// A text becomes lines of the kernel's own words: trimmed, without prefixes, each with the number of the line it stands on.

import { breakLine } from "./breaks.js";
import { stripPrefixes } from "./prefixes.js";

export interface Line {
  readonly text: string;
  /** 1-based. */
  readonly number: number;
  readonly caller: string | null;
}

/** Longer ones are no lines of a report; what is cut off them is not read. */
const LONGEST = 16_384;

export function cleanLines(text: string): readonly Line[] {
  return text.split("\n").flatMap((raw, index) => cleanLine(raw, index + 1));
}

function cleanLine(raw: string, number: number): readonly Line[] {
  const first = stripPrefixes(visible(raw.slice(0, LONGEST)));
  let { caller } = first;
  return breakLine(first.text).map((piece) => {
    const stripped = stripPrefixes(piece);
    caller = stripped.caller ?? caller;
    return { text: stripped.text, number, caller };
  });
}

/** From web pages; the kernel prints none of these. */
const ENTITIES: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": " " };

/** Without colours and other terminal sequences, with plain spaces. */
function visible(raw: string): string {
  return raw
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "")
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, "")
    .replace(/[\x00-\x1f\x7f\u00a0\ufffd]/g, " ")
    .replace(/&(?:amp|lt|gt|quot|nbsp);/g, (entity) => ENTITIES[entity] ?? entity);
}
