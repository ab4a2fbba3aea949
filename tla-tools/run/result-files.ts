/** Reads what TLC left in its run directory besides its output. */
import { open } from "node:fs/promises";
import { parsePrints, type TlcPrint } from "../output/prints.js";

const mostPrinted = 4 * 1024 * 1024;
const mostDot = 256 * 1024 * 1024;

/** What the specification printed: in this file TLC puts each value on one line. */
export async function readPrints(path: string): Promise<readonly TlcPrint[]> {
  const text = await readStart(path, mostPrinted);
  const lines = text.text.split(/\r?\n/);
  return parsePrints(text.whole ? lines : lines.slice(0, -1));
}

/** The state graph; null when there is none or it is too large to keep. */
export async function readDot(path: string): Promise<string | null> {
  const read = await readStart(path, mostDot);
  return read.whole && read.text !== "" ? read.text : null;
}

async function readStart(path: string, most: number): Promise<{ text: string; whole: boolean }> {
  try {
    await using file = await open(path, "r");
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, most));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return { text: buffer.subarray(0, bytesRead).toString("utf8"), whole: size <= most };
  } catch {
    return { text: "", whole: false };
  }
}
