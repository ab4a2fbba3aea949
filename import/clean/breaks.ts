// Puts back line breaks that were lost: two printk calls on one line of a console, rsyslog's `#012`, a whole report that was flowed
// into a paragraph. Every piece keeps the number of the line it stood on.

/** Stands at the start of a line of the kernel, whatever is before it on this line came there later. */
const STARTS: readonly RegExp[] = [
  /\[\s*\d+\.\d{6}\]/,
  /(?:but task is already holding lock|and this task is already holding):/,
  /which (?:lock already depends on the new lock|would create a new lock dependency)/,
  /the existing dependency chain \(in reverse order\) is:/,
  /-> #\d+ \(/,
  /other info that might help us debug this:/,
  /Chain exists of:/,
  /Possible (?:interrupt )?unsafe locking scenario/,
  /\*\*\* DEADLOCK \*\*\*/,
  /(?:no|\d+) locks? held by /,
  /#\d+: (?=[0-9a-f]{8,16} \(|\s?\()/,
  /context-\{\d+:\d+\}/,
  /stack backtrace:/,
  /Call [Tt]race:/,
];

/** Ends its line. */
const ENDS =
  /(?:is trying to (?:acquire(?: lock)?|lock)|is already holding(?: lock)?|just changed the state of lock|which would create a new lock dependency|\] takes|stack backtrace|Call [Tt]race|Chain exists of|debug this|\(in reverse order\) is|locks? held by \S+\/\d+):\s+(?=\S)/g;

/** A title, with the kernel's version behind it. */
const TITLE_END = /(?:detected|lock state|RCU usage|wait context)(?: \]|[.!])?\s+(?=\S+ (?:#\S+ )?(?:Not tainted|Tainted))/g;

const RULER = /\s*(={20,}|-{20,})\s*/g;

const STARTING = new RegExp(String.raw`(?<=\S)\s+(?=${STARTS.map(({ source }) => `(?:${source})`).join("|")})`, "g");

/** Shorter than any two parts of a report on one line. */
const SHORTEST = 40;

export function breakLine(text: string): readonly string[] {
  return text.replace(/#011/g, " ").split("#012").flatMap(breakPiece);
}

function breakPiece(text: string): readonly string[] {
  if (text.length < SHORTEST) return [text];
  const marked = text
    .replace(RULER, "\n$1\n")
    .replace(STARTING, "\n")
    .replace(ENDS, (match) => `${match.trimEnd()}\n`)
    .replace(TITLE_END, (match) => `${match.trimEnd()}\n`);
  const pieces = marked.split("\n").filter((piece) => piece.trim() !== "");
  return pieces.length === 0 ? [""] : pieces;
}
