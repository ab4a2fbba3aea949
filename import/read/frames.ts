// Frames of stack traces, of all architectures: `symbol+0xoff/0xsize`, with addresses before it, with modules, files and marks after it.

import { symbolOf, withoutAddresses } from "./symbol.js";

export interface Frame {
  readonly function: string;
  /** Marked `?`: found on the stack, perhaps left over. */
  readonly doubtful: boolean;
  readonly inlined: boolean;
  /** It has an offset: nothing else in a log looks like it. */
  readonly certain: boolean;
}

const OFFSET = /\+0x[0-9a-f]+(?:\/0x[0-9a-f]+)?/i;
/** `<IRQ>`; old kernels glue `...` to the first frame of some traces. */
const MARKS = /^(?:(?:<\/?[A-Z#]+>|\.{2,3})\s*)+/;
const ARM = /^(?:\[<[0-9a-f]+>\]\s+)?\(?([^\s()]+?)\)?(?: \[[^\]]+\])?\)? from (?:\[<[0-9a-f]+>\]\s+)?\(?([^\s()]+)/i;

/** The frames on one line: none, one, or many where a trace was flowed into a paragraph. */
export function framesOf(text: string): readonly Frame[] {
  const plain = text.replace(MARKS, "");
  const arm = ARM.exec(plain);
  if (arm !== null && OFFSET.test(plain)) return [arm[1], arm[2]].flatMap((name = "") => certain(name, false));
  if (!OFFSET.test(plain)) return withoutOffset(plain);
  const many = plain.match(/(?:\? )?[^\s()[\]]+\+0x[0-9a-f]+\/0x[0-9a-f]+/gi) ?? [];
  if (many.length > 1) return many.flatMap((one) => certain(one.replace(/^\? /, ""), one.startsWith("? ")));
  return one(plain);
}

/** Nothing but addresses and marks stands before the symbol. */
function one(plain: string): readonly Frame[] {
  const rest = withoutAddresses(plain).replace(/^\((?=\[<)/, "");
  const doubtful = rest.startsWith("?");
  const symbol = rest.replace(/^\?\s*/, "");
  return OFFSET.test(symbol.split(/\s/, 1)[0] ?? "") ? certain(symbol, doubtful) : [];
}

function certain(text: string, doubtful: boolean): readonly Frame[] {
  const name = symbolOf(text);
  return name === null ? [] : [{ function: name, doubtful, inlined: false, certain: true }];
}

const PLACE = String.raw`[^\s()]+:[\d?]+(?: \(discriminator \d+\))?`;
/** `symbol file.c:12 [inline]`. */
const INLINED = /^(\? )?(\S+) [^\s()]+\.(?:c|h|S|rs):\d+(?: \[inline\])?$/;
/** What decode_stacktrace.sh makes of a frame: `symbol (file.c:12 (discriminator 3)) module`. */
const DECODED = new RegExp(String.raw`^(\? )?(\S+) \(${PLACE}(?: ${PLACE})*\)`);

function withoutOffset(text: string): readonly Frame[] {
  const plain = withoutAddresses(text);
  const [inlined, decoded] = [INLINED.exec(plain), DECODED.exec(plain)];
  const [, mark, symbol = ""] = decoded ?? inlined ?? [];
  const name = symbolOf(symbol);
  if (name === null) return [];
  return [{ function: name, doubtful: mark !== undefined, inlined: decoded === null, certain: decoded !== null }];
}

/** A frame whose offset somebody took out: one word. */
export function bareFrame(text: string): Frame | null {
  const match = /^(\? )?([A-Za-z_.][\w.]*\w)(?:\(\))?(?: \[[\w-]+\])?$/.exec(withoutAddresses(text.replace(MARKS, "")));
  if (match?.[2] === undefined) return null;
  return { function: match[2], doubtful: match[1] !== undefined, inlined: false, certain: false };
}
