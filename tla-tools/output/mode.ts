/** The line in which TLC says how it is going to search. */
import { codes } from "./codes.js";
import type { TlcMessage } from "./message.js";

export interface TlcMode {
  readonly search: "breadth-first" | "depth-first" | "simulation";
  /** Index of the fingerprint polynomial; null in simulation. */
  readonly fp: number | null;
  /** 64 bits, so kept as text. */
  readonly seed: string;
  readonly workers: number;
  readonly cores: number;
  readonly heapMb: number;
}

const searches: Readonly<Record<number, TlcMode["search"]>> = {
  [codes.modeBreadthFirst]: "breadth-first",
  [codes.modeDepthFirst]: "depth-first",
  [codes.modeSimulation]: "simulation",
};

const pattern = /with (?:fp (\d+) and )?seed (-?\d+) with (\d+) workers? on (\d+) cores? with (\d+)MB heap/;

/** Whether a message is the mode line. */
export function isModeMessage(message: TlcMessage): boolean {
  return message.code in searches;
}

export function parseMode(message: TlcMessage): TlcMode | null {
  const search = searches[message.code];
  const found = pattern.exec(message.text);
  if (search === undefined || found === null) {
    return null;
  }
  return {
    search,
    fp: found[1] === undefined ? null : Number(found[1]),
    seed: found[2] ?? "",
    workers: Number(found[3]),
    cores: Number(found[4]),
    heapMb: Number(found[5]),
  };
}
