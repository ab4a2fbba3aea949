// Explores a program without judging it: what is reached, and lockdep's usage bits, also behind a violation.

import type { LocatedProgram } from "../codegen/ir/located.js";
import type { Bounds } from "./search.js";
import { type Usage, usageOf } from "./usage.js";
import { searchWhole } from "./whole-search.js";

export interface Survey {
  /** False: a bound was met, and there may be more. */
  readonly complete: boolean;
  readonly reached: ReadonlySet<string>;
  /** Whether some context came to a location or a fault; `overSoftirq`: as a hardirq handler that came while a softirq handler ran. */
  readonly came: (label: string, overSoftirq: boolean) => boolean;
  readonly usage: readonly Usage[];
}

export function survey(program: LocatedProgram, bounds: Bounds = {}): Survey {
  const { machine, coverage, end } = searchWhole(program, null, null, bounds);
  return { complete: end.kind === "complete", reached: coverage.labels(), came: coverage.came(), usage: usageOf(machine.layout, coverage) };
}
