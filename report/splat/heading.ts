// The frame of a lockdep report: a title between rulers of its length, and under it what was running. The kernel prints its version there.

import type { Subject } from "../../harness/result.js";
import { blank, type Line, line } from "../lines.js";
import { subjectText } from "../names.js";

export function heading(title: string, subject: Subject): readonly Line[] {
  return [
    blank,
    line("=".repeat(title.length), "title"),
    line(title, "title"),
    line(subjectText(subject)),
    line("-".repeat(title.length), "title"),
  ];
}
