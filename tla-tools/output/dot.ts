/**
 * The state graph that `-dump dot,actionlabels` writes. Node ids are signed 64-bit fingerprints and stay text.
 */

import { parseStateText } from "./trace.js";
import type { TlaValue } from "./value.js";

export interface DotGraph {
  readonly states: ReadonlyMap<string, ReadonlyMap<string, TlaValue>>;
  readonly initial: readonly string[];
  /** One entry for each line; TLC writes one for each step it generates. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly action: string }[];
}

const node = /^(-?\d+) \[label="((?:[^"\\]|\\.)*)"(,style = filled)?\];?$/;
const edge = /^(-?\d+) -> (-?\d+) \[label="((?:[^"\\]|\\.)*)"/;

/** Reads a dump; null when a line that should be a state cannot be read. */
export function parseDot(text: string): DotGraph | null {
  const states = new Map<string, ReadonlyMap<string, TlaValue>>();
  const initial: string[] = [];
  const edges: { from: string; to: string; action: string }[] = [];
  for (const line of text.split("\n")) {
    const step = edge.exec(line);
    if (step !== null) {
      edges.push({ from: step[1] ?? "", to: step[2] ?? "", action: step[3] ?? "" });
      continue;
    }
    const found = node.exec(line);
    if (found === null) {
      continue;
    }
    const variables = parseStateText(unescaped(found[2] ?? ""));
    if (variables === null) {
      return null;
    }
    states.set(found[1] ?? "", variables);
    if (found[3] !== undefined) {
      initial.push(found[1] ?? "");
    }
  }
  return { states, initial, edges };
}

/** The label is a DOT string: `\n` is a line end, `\"` and `\\` stand for themselves. */
function unescaped(label: string): string {
  return label.replaceAll(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}
