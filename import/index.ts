// Reads the reports of lockdep and its neighbours out of any text: `text -> reports`. Pure and total: every text has an answer.

import { cleanLines } from "./clean/lines.js";
import { findSegments } from "./find/segments.js";
import { type Reading, readReport } from "./read/report.js";
import { IMPORT_SCHEMA_VERSION, type ImportOutput } from "./schema.js";

export type { Reading } from "./read/report.js";

/** Something in the text that is not in the reports. */
export interface Remark {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

export interface Readings {
  readonly readings: readonly Reading[];
  readonly remarks: readonly Remark[];
}

export function readReports(text: string): Readings {
  const { segments, others } = findSegments(cleanLines(text));
  const readings = segments.map(readReport);
  const remarks = [
    ...others.map(({ text: title, number }) => ({ line: number, message: `'${title}' is not imported.` })),
    ...readings.flatMap(({ unread }) =>
      unread.map(({ text: part, number }) => ({ line: number, message: `'${part}' cannot be read as a lock.` })),
    ),
    ...readings.flatMap(({ missing, titleLine }) =>
      missing.length === 0 ? [] : [{ line: titleLine, message: `This report is cut off or shortened. Missing: ${missing.join(", ")}.` }],
    ),
  ];
  return { readings, remarks: [...remarks].sort((a, b) => a.line - b.line) };
}

export function importOutput({ readings }: Readings): ImportOutput {
  return { schemaVersion: IMPORT_SCHEMA_VERSION, reports: readings.map(({ report }) => report) };
}
