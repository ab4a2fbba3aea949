// All of a file, a pipe or standard input, as far as it can be a report: what has no end is none.

import { fileProblem } from "../harness/file-problem.js";
import { UsageError } from "./usage-error.js";

/** A console log of days. */
const LARGEST = 64 * 1024 * 1024;

/** `name` begins a sentence. */
export async function readInput(name: string, input: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of input) {
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (size > LARGEST) throw new UsageError(`${name} has more than 64 MiB. To fix, cut the report out of it.`);
    }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${name} cannot be read: ${fileProblem(error)}.`);
  }
  return Buffer.concat(chunks).toString("utf8");
}
