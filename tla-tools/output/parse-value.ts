/**
 * Reads the text of a TLA+ value: recursive descent on the tokens of `value-tokens.ts`.
 *
 * Total: whatever the text is, the answer is a value or a position with a reason. Nesting is limited,
 * so a hostile text cannot exhaust the stack.
 */
import type { TlaEntry, TlaField, TlaValue } from "./value.js";
import { type Punctuation, scanToken, type ValueToken } from "./value-tokens.js";

/** How deep values may nest. */
export const maximumValueDepth = 200;

export type ParsedValue =
  | { readonly ok: true; readonly value: TlaValue }
  | { readonly ok: false; readonly position: number; readonly reason: string };

export type ParsedValues =
  | { readonly ok: true; readonly values: readonly TlaValue[] }
  | { readonly ok: false; readonly position: number; readonly reason: string };

/** Reads exactly one value that fills the whole text. */
export function parseValue(text: string): ParsedValue {
  return attempt(() => {
    const reader = new ValueReader(text);
    const value = reader.value(0);
    reader.end();
    return { ok: true, value };
  });
}

/** Reads one or more values with white space between them, as `Print(out, val)` leaves on a line. */
export function parseValues(text: string): ParsedValues {
  return attempt(() => {
    const reader = new ValueReader(text);
    const values = [reader.value(0)];
    while (!reader.atEnd()) {
      values.push(reader.value(0));
    }
    return { ok: true, values };
  });
}

/** Thrown inside this file only. */
class ValueProblem extends Error {
  constructor(
    readonly position: number,
    readonly reason: string,
  ) {
    super(reason);
  }
}

type Failure = { readonly ok: false; readonly position: number; readonly reason: string };

function attempt<T>(read: () => T): T | Failure {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof ValueProblem) {
      return { ok: false, position: problem.position, reason: problem.reason };
    }
    throw problem;
  }
}

class ValueReader {
  private current: ValueToken;
  private next: number;

  constructor(private readonly text: string) {
    const first = scanToken(text, 0);
    this.current = first.token;
    this.next = first.next;
  }

  value(depth: number): TlaValue {
    if (depth > maximumValueDepth) {
      throw new ValueProblem(this.current.position, "values nest too deep");
    }
    const token = this.current;
    switch (token.kind) {
      case "string":
        this.advance();
        return { kind: "string", value: token.value };
      case "number":
        this.advance();
        return this.integerOrInterval(token.value);
      case "word":
        this.advance();
        return wordValue(token.text);
      case "punctuation":
        return this.bracketed(token.text, depth);
      case "end":
        throw new ValueProblem(token.position, "a value is missing");
      case "bad":
        throw new ValueProblem(token.position, "not a TLA+ value");
    }
  }

  atEnd(): boolean {
    return this.current.kind === "end";
  }

  end(): void {
    if (!this.atEnd()) {
      throw new ValueProblem(this.current.position, "text after the value");
    }
  }

  private bracketed(open: Punctuation, depth: number): TlaValue {
    const start = this.current.position;
    this.advance();
    switch (open) {
      case "<<":
        return { kind: "tuple", elements: this.list(">>", () => this.value(depth + 1)) };
      case "{":
        return { kind: "set", elements: this.list("}", () => this.value(depth + 1)) };
      case "[":
        return { kind: "record", fields: this.list("]", () => this.field(depth + 1)) };
      case "(":
        return { kind: "function", entries: this.entries(depth + 1) };
      default:
        throw new ValueProblem(start, `a value cannot start with '${open}'`);
    }
  }

  private integerOrInterval(low: number): TlaValue {
    if (!this.take("..")) {
      return { kind: "int", value: low };
    }
    const token = this.current;
    if (token.kind !== "number") {
      throw new ValueProblem(token.position, "the upper end of the interval is missing");
    }
    this.advance();
    return { kind: "interval", low, high: token.value };
  }

  private list<T>(close: Punctuation, item: () => T): readonly T[] {
    const items: T[] = [];
    if (this.take(close)) {
      return items;
    }
    do {
      items.push(item());
    } while (this.take(","));
    this.expect(close);
    return items;
  }

  private field(depth: number): TlaField {
    const token = this.current;
    if (token.kind !== "word") {
      throw new ValueProblem(token.position, "a field name is missing");
    }
    this.advance();
    this.expect("|->");
    return { name: token.text, value: this.value(depth) };
  }

  private entries(depth: number): readonly TlaEntry[] {
    const entries: TlaEntry[] = [];
    do {
      const key = this.value(depth);
      this.expect(":>");
      entries.push({ key, value: this.value(depth) });
    } while (this.take("@@"));
    this.expect(")");
    return entries;
  }

  private advance(): void {
    const scanned = scanToken(this.text, this.next);
    this.current = scanned.token;
    this.next = scanned.next;
  }

  private take(mark: Punctuation): boolean {
    const found = this.current.kind === "punctuation" && this.current.text === mark;
    if (found) {
      this.advance();
    }
    return found;
  }

  private expect(mark: Punctuation): void {
    if (!this.take(mark)) {
      throw new ValueProblem(this.current.position, `'${mark}' is missing`);
    }
  }
}

function wordValue(word: string): TlaValue {
  switch (word) {
    case "TRUE":
      return { kind: "bool", value: true };
    case "FALSE":
      return { kind: "bool", value: false };
    case "null":
      return { kind: "unset" };
    default:
      return { kind: "model-value", name: word };
  }
}
