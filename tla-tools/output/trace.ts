/** The behaviour TLC prints for a violation: states, and how it goes on after the last one. */
import { codes } from "./codes.js";
import { parseAction, type TlaAction } from "./location.js";
import type { TlcMessage } from "./message.js";
import { parseValue } from "./parse-value.js";
import type { TlaValue } from "./value.js";

export interface TlcTrace {
  readonly states: readonly TlcState[];
  readonly end: TraceEnd;
}

/** A safety violation ends; a behaviour that violates a temporal property goes on for ever. */
export type TraceEnd =
  | { readonly kind: "finite" }
  | { readonly kind: "stuttering" }
  | { readonly kind: "back-to-state"; readonly number: number };

export interface TlcState {
  /** TLC's number, from 1. */
  readonly number: number;
  /** The disjunct of the next-state action that led here; null for an initial state. */
  readonly action: TlaAction | null;
  /** In the order printed, which is TLC's own. */
  readonly variables: ReadonlyMap<string, TlaValue>;
}

const header = /^(\d+):(?: (<.*>))?$/;
const conjunct = /^\/\\ (\w+) = /;
const single = /^(\w+) = /;

/** Reads a message that prints one state; null when it is not the text of a state. */
export function parseState(message: TlcMessage): TlcState | null {
  const [first = "", ...rest] = message.text.split("\n");
  const found = header.exec(first);
  const variables = parseVariables(rest);
  if (found === null || variables === null) {
    return null;
  }
  const label = found[2];
  const action = label === undefined ? null : parseAction(label);
  if (label !== undefined && action === null && label !== "<Initial predicate>") {
    return null;
  }
  return { number: Number(found[1]), action, variables };
}

/** Reads an initial state that stands in the error message itself, after its first line. */
export function parseStateInBody(text: string): TlcState | null {
  const variables = parseVariables(text.split("\n").slice(1));
  return variables === null ? null : { number: 1, action: null, variables };
}

/** Reads the conjuncts of a state that stand alone, as in a dump; null when they cannot be read. */
export function parseStateText(text: string): ReadonlyMap<string, TlaValue> | null {
  return parseVariables(text.split("\n"));
}

/** Reads a message that closes a behaviour: stuttering, or back to an earlier state. */
export function parseTraceEnd(message: TlcMessage): TraceEnd | null {
  if (message.code === codes.stuttering) {
    return /^\d+: Stuttering$/.test(message.text) ? { kind: "stuttering" } : null;
  }
  const back = /^(\d+): Back to state\b/.exec(message.text);
  return back === null ? null : { kind: "back-to-state", number: Number(back[1]) };
}

/** One variable stands alone without a mark; two or more each start with `/\` in the first column. */
function parseVariables(lines: readonly string[]): ReadonlyMap<string, TlaValue> | null {
  const variables = new Map<string, TlaValue>();
  for (const text of splitConjuncts(lines)) {
    const found = conjunct.exec(text) ?? single.exec(text);
    const name = found?.[1];
    const parsed = found === null ? null : parseValue(text.slice(found[0].length));
    if (name === undefined || parsed?.ok !== true || variables.has(name)) {
      return null;
    }
    variables.set(name, parsed.value);
  }
  return variables.size === 0 ? null : variables;
}

function splitConjuncts(lines: readonly string[]): readonly string[] {
  const parts: string[][] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last === undefined || line.startsWith("/\\")) {
      parts.push([line]);
    } else {
      last.push(line);
    }
  }
  return parts.map((part) => part.join("\n"));
}
