// Where each report of a text begins and ends. A title counts when the rulers, the kernel's version or the first sentence of a report
// stand by it: the subject of a mail is none.

import { joinWrapped } from "../clean/join.js";
import type { Line } from "../clean/lines.js";
import type { ReportKind } from "../schema.js";
import { isOtherTitle, kindOf } from "./titles.js";

export interface Segment {
  readonly kind: ReportKind;
  readonly title: Line;
  /** After the title, without lines of other callers. */
  readonly lines: readonly Line[];
}

export interface Found {
  readonly segments: readonly Segment[];
  /** Titles of reports that are not imported. */
  readonly others: readonly Line[];
}

export function findSegments(lines: readonly Line[]): Found {
  const titles = lines.flatMap((_, index) => titleAt(lines, index) ?? []);
  const starts = new Set(titles.map(({ index }) => index));
  const segments = titles.map((title) => ({ kind: title.kind, title: title.line, lines: body(lines, title, starts) }));
  return { segments, others: lines.filter(({ text }) => isOtherTitle(text)) };
}

interface Title {
  readonly kind: ReportKind;
  /** With the whole title as its text. */
  readonly line: Line;
  readonly index: number;
  /** Of the line after it. */
  readonly next: number;
}

const MOST_LINES = 3;

/** A title on this line, which a mailer may have wrapped. */
function titleAt(lines: readonly Line[], index: number): Title | null {
  const first = at(lines, index);
  if (!/^(?:WARNING|INFO|BUG|\[ )/.test(first.text)) return null;
  for (let count = 1; count <= MOST_LINES; count++) {
    const text = joinWrapped(lines.slice(index, index + count).map((line) => line.text));
    const kind = kindOf(text);
    if (kind === null) continue;
    const title = { kind, line: { ...first, text }, index, next: index + count };
    return isReal(lines, title) ? title : null;
  }
  return null;
}

const EQUALS_RULER = /^={10,}$/;
const DASH_RULER = /^-{10,}$/;
const VERSION = /(?:^|\s)(?:Not tainted|Tainted:)/;
const FIRST_SENTENCE =
  / is trying to (?:acquire|lock|release lock)\b|\] takes:$| just changed the state of lock|^inconsistent \{|suspicious rcu_|^\S+:\d+ .*!$/;
const ATOMIC = /^(?:Call [Tt]race:|in_atomic\(\)|preempt_count:|no locks held by |\d+ locks? held by |CPU: \d)/;

function isReal(lines: readonly Line[], { index, next, kind, line: { caller } }: Title): boolean {
  const after = neighbours(lines, next - 1, 1, caller, 10);
  if (kind === "sleep-in-atomic") return after.length === 0 || after.some((text) => ATOMIC.test(text));
  const [before = ""] = neighbours(lines, index, -1, caller, 1);
  if (EQUALS_RULER.test(before)) return true;
  return after.slice(0, 4).some((text) => DASH_RULER.test(text) || VERSION.test(text) || FIRST_SENTENCE.test(text));
}

function at(lines: readonly Line[], index: number): Line {
  const line = lines[index];
  if (line === undefined) throw new Error(`no line ${index}`);
  return line;
}

/** The next `count` lines that are not blank and not of another caller. */
function neighbours(lines: readonly Line[], index: number, step: 1 | -1, caller: string | null, count: number): readonly string[] {
  const found: string[] = [];
  for (let next = lines[index + step], place = index + step; next !== undefined && found.length < count; next = lines[(place += step)]) {
    if (next.text !== "" && belongs(next, caller)) found.push(next.text);
  }
  return found;
}

function belongs(line: Line, caller: string | null): boolean {
  return line.caller === null || caller === null || line.caller === caller;
}

function body(lines: readonly Line[], { line: { caller }, next }: Title, starts: ReadonlySet<number>): readonly Line[] {
  const own: Line[] = [];
  for (let index = next; index < lines.length; index++) {
    const line = at(lines, index);
    if (!belongs(line, caller)) continue;
    if (starts.has(index) || isEnd(line.text)) break;
    own.push(line);
  }
  while (EQUALS_RULER.test(own.at(-1)?.text ?? "")) own.pop();
  return own;
}

/** What never stands inside of a report: other reports, the end of a commit message, a patch. */
const END: readonly RegExp[] = [
  /^-+\[ cut here \]-+$/,
  /^BUG: /,
  /^INFO: (?!lockdep is turned off|Lockdep is turned off)/,
  /^WARNING: /,
  /^Kernel panic/,
  /^Oops\b/,
  /^Internal error: /,
  /^Unable to handle kernel/,
  /^general protection fault/,
  /^watchdog: BUG/,
  /^diff --git /,
  /^(?:Reported|Signed-off|Reviewed|Acked|Tested|Suggested|Co-developed)-by: /,
  /^(?:Fixes|Link|Closes|Cc): /,
  /^---\[ end trace /,
];

function isEnd(text: string): boolean {
  return END.some((pattern) => pattern.test(text)) || kindOf(text) !== null || isOtherTitle(text);
}
