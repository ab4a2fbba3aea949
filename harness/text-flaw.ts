// Whether bytes are text: UTF-8, and no NUL.

import { isUtf8 } from "node:buffer";
import type { TextFlaw } from "../codegen/source/host.js";

/** Null: all of it is text. */
export function textFlaw(bytes: Buffer): TextFlaw | null {
  const offset = firstFlaw(bytes);
  if (offset < 0) return null;
  const lines = bytes.subarray(0, offset).toString("utf8").split("\n");
  return { byte: bytes[offset] ?? 0, line: lines.length - 1, column: lines.at(-1)?.length ?? 0 };
}

/** What is invalid comes out of decoding and encoding as something else. */
function firstFlaw(bytes: Buffer): number {
  const nul = bytes.indexOf(0);
  if (isUtf8(bytes)) return nul;
  const again = Buffer.from(bytes.toString("utf8"));
  const differs = bytes.findIndex((byte, index) => byte !== again[index]);
  const invalid = differs >= 0 ? differs : lastCharacter(bytes);
  return nul >= 0 && nul < invalid ? nul : invalid;
}

/** Where the last character begins: of a cut one all bytes may be right. */
function lastCharacter(bytes: Buffer): number {
  return bytes.findLastIndex((byte) => (byte & 0xc0) !== 0x80);
}
