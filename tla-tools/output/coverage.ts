/** How often each action of the specification was taken (`-coverage`). */
import { codes } from "./codes.js";
import { parseAction, type TlaLocation } from "./location.js";
import type { TlcMessage } from "./message.js";

export interface ActionCoverage {
  readonly name: string;
  /** Where the operator's name stands; the states of a trace give the place of its body. */
  readonly location: TlaLocation;
  readonly initial: boolean;
  /** States that this action was the first to reach. */
  readonly distinct: number;
  /** States that it generated; zero for an action that never fired. */
  readonly generated: number;
}

/** Whether a message counts an action. */
export function isCoverageMessage(message: TlcMessage): boolean {
  return message.code === codes.coverageAction || message.code === codes.coverageInit;
}

export function parseCoverage(message: TlcMessage): ActionCoverage | null {
  const found = /^(<.*>): (\d+):(\d+)$/.exec(message.text);
  const action = found === null ? null : parseAction(found[1] ?? "");
  if (found === null || action === null) {
    return null;
  }
  return {
    name: action.name,
    location: action.location,
    initial: message.code === codes.coverageInit,
    distinct: Number(found[2]),
    generated: Number(found[3]),
  };
}
