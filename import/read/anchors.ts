// Finds a sentence of a report in its lines, also when a mailer has wrapped it over up to four of them.

import { joinWrapped } from "../clean/join.js";
import type { Line } from "../clean/lines.js";

export interface Found {
  readonly groups: readonly (string | undefined)[];
  /** The line it begins on. */
  readonly line: Line;
  readonly index: number;
  /** Of the line after it. */
  readonly next: number;
}

const MOST_LINES = 4;

/** The first place at or after `from` and before `to`; whole lines go before wrapped ones. `pattern` is for the whole line. */
export function find(lines: readonly Line[], pattern: RegExp, from = 0, to: number = lines.length): Found | null {
  for (let count = 1; count <= MOST_LINES; count++) {
    for (let index = from; index < to; index++) {
      const found = matchAt(lines, pattern, index, count);
      if (found !== null) return found;
    }
  }
  return null;
}

/** On `count` lines; a match that does without the first of them belongs to the next place. */
function matchAt(lines: readonly Line[], pattern: RegExp, index: number, count: number): Found | null {
  const parts = lines.slice(index, index + count);
  const [line, ...rest] = parts;
  if (line === undefined || parts.length < count || (count > 1 && parts.some(({ text }) => text === ""))) return null;
  const match = pattern.exec(joinWrapped(parts.map(({ text }) => text)));
  if (match === null || (rest.length > 0 && pattern.test(joinWrapped(rest.map(({ text }) => text))))) return null;
  return { groups: match, line, index, next: index + count };
}
