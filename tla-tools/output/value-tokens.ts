/**
 * Cuts the text of a TLA+ value into tokens. White space outside strings has no meaning: TLC breaks
 * wide values over lines, and this is the only place that knows.
 */

export type ValueToken =
  | { readonly kind: "punctuation"; readonly text: Punctuation; readonly position: number }
  | { readonly kind: "string"; readonly value: string; readonly position: number }
  | { readonly kind: "number"; readonly value: number; readonly position: number }
  | { readonly kind: "word"; readonly text: string; readonly position: number }
  | { readonly kind: "end"; readonly position: number }
  | { readonly kind: "bad"; readonly position: number };

/** The longest first, so that `<<` is not read as two tokens. */
const punctuation = ["|->", "<<", ">>", ":>", "@@", "..", "{", "}", "[", "]", "(", ")", ","] as const;

export type Punctuation = (typeof punctuation)[number];

const space = /[ \t\r\n]*/y;
const number = /-?[0-9]+(?![A-Za-z0-9_])/y;
const word = /[A-Za-z0-9_]+/y;
const string = /"(?:[^"\\]|\\["\\tnrf])*"/y;

/** A token and the position after it. */
export interface ScannedToken {
  readonly token: ValueToken;
  readonly next: number;
}

/** Reads the token that starts at or after `from`. */
export function scanToken(text: string, from: number): ScannedToken {
  const position = from + (matchAt(space, text, from)?.length ?? 0);
  if (position >= text.length) {
    return { token: { kind: "end", position }, next: position };
  }
  for (const mark of punctuation) {
    if (text.startsWith(mark, position)) {
      return { token: { kind: "punctuation", text: mark, position }, next: position + mark.length };
    }
  }
  return scanAtom(text, position);
}

function scanAtom(text: string, position: number): ScannedToken {
  const quoted = matchAt(string, text, position);
  if (quoted !== undefined) {
    return {
      token: { kind: "string", value: unescape(quoted), position },
      next: position + quoted.length,
    };
  }
  const digits = matchAt(number, text, position);
  if (digits !== undefined && Number.isSafeInteger(Number(digits))) {
    return {
      token: { kind: "number", value: Number(digits), position },
      next: position + digits.length,
    };
  }
  const name = matchAt(word, text, position);
  if (name !== undefined && !/^[0-9]+$/.test(name)) {
    return { token: { kind: "word", text: name, position }, next: position + name.length };
  }
  return { token: { kind: "bad", position }, next: position };
}

function matchAt(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}

const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };

function unescape(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}
