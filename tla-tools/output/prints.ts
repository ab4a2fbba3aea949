/** What the specification printed with `Print` and `PrintT`. */
import { parseValues } from "./parse-value.js";
import type { TlaValue } from "./value.js";

export interface TlcPrint {
  readonly text: string;
  /** `PrintT` leaves one value, `Print(out, val)` two; none when the text is not that of values. */
  readonly values: readonly TlaValue[];
}

/** Reads printed lines; a line that starts with white space goes on the one before. */
export function parsePrints(lines: readonly string[]): readonly TlcPrint[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.length - 1;
    const before = texts[last];
    if (before !== undefined && /^\s+\S/.test(line)) {
      texts[last] = `${before}\n${line}`;
    } else if (line !== "") {
      texts.push(line);
    }
  }
  return texts.map(parsePrint);
}

function parsePrint(text: string): TlcPrint {
  const parsed = parseValues(text);
  return { text, values: parsed.ok ? parsed.values : [] };
}
