// The text of one lock, as far as it is there (lockdep.c: print_lock): `<instance> (NAME){usage}-{outer:inner}, at: symbol+0xoff/0xsize`.

import { symbolOf, withoutAddresses } from "./symbol.js";

export interface LockText {
  readonly addr: string | null;
  readonly name: string;
  /** Null: cut off before it. */
  readonly usage: string | null;
  readonly waitTypes: string | null;
  /** What stands after "at:"; null: nothing yet. */
  readonly at: string | null;
}

const ADDRESS = String.raw`(?:(?:0x)?[0-9a-f]{6,16}|\((?:null|efault|_*ptrval_*)\))`;
/** lockproof's own reports have the name of the instance there. */
const INSTANCE = String.raw`(?:${ADDRESS}|[^\s(#]\S*(?= \())`;
const WAIT_TYPES = String.raw`-\s?\{(\d+:\d+)\}`;
const CLASS = new RegExp(String.raw`^(${INSTANCE})?\s*\(\s*(.+?)\s*\)\s*(?:\{([.+?\-]{3,10})\}\s*(?:${WAIT_TYPES})?|${WAIT_TYPES})`, "i");

/** Cut off behind the name, or printed or quoted without what follows it. */
const CUT = new RegExp(String.raw`^(${ADDRESS})?\s*\((.+?)\)(\{[^}]*|,?\s+at:.*|,)?$`, "i");
const AT = /^\s*,?\s*at:/;

export const LOCK_START = new RegExp(String.raw`^(?:(?:${ADDRESS})?\s*\(|[^\s(#]\S* \(.+\)(?:\{[.+?\-]{4}\}|-\{\d:\d\}))`, "i");

/** Null: the name is not whole. */
export function parseLockText(text: string): LockText | null {
  const match = CLASS.exec(text);
  if (match === null) return parseCut(text);
  const [whole, addr, name = "", usage = null, typed, untold] = match;
  const rest = text.slice(whole.length);
  const at = AT.test(rest) ? withoutAddresses(rest.replace(AT, "").trim()) : "";
  return { addr: addr ?? null, name, usage, waitTypes: typed ?? untold ?? null, at: at === "" ? null : at };
}

function parseCut(text: string): LockText | null {
  const [, addr, name, rest = ""] = CUT.exec(text) ?? [];
  if (name === undefined || !balanced(name)) return null;
  const at = withoutAddresses(/\bat:\s*(.*)$/.exec(rest)?.[1] ?? "");
  return { addr: addr ?? null, name, usage: null, waitTypes: null, at: at === "" ? null : at };
}

function balanced(name: string): boolean {
  let depth = 0;
  for (const character of name) {
    if (character === "(") depth++;
    if (character === ")" && --depth < 0) return false;
  }
  return depth === 0;
}

/** The function after "at:"; null for an inlined one, which has a place in a file but no offset. */
export function functionAt({ at }: LockText): string | null {
  if (at === null || /\[inline\]$/.test(at)) return null;
  return !at.includes("+0x") && /^\S+ [^\s(]+:\d+/.test(at) ? null : symbolOf(at);
}
