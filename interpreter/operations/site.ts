// One location of one context, as its step sees it: where to go on, which locals to forget on the way, and where a fault leads.

import type { Location } from "../../codegen/ir/located.js";
import { type Cells, NULL } from "../codes.js";
import { awaited } from "../flushing.js";
import { FAULTS, faultNumber } from "../labels.js";
import type { ContextCells } from "../layout.js";
import { readingWays } from "../read-sections.js";
import { contextOf, type Faults, type Scope } from "../scope.js";

/** Does the step in place. False: it is not enabled, and nothing was changed. `option` counts the options of `choose`, else it is 0. */
export type Step = (cells: Cells, option: number) => boolean;

/** A compiled location. */
export interface CompiledStep {
  readonly options: number;
  readonly step: Step;
}

/** A way out of a location. */
interface Edge {
  readonly pc: number;
  /** Cells of the locals that nothing reads from there on. */
  readonly drops: readonly number[];
  /** The read sections that it leads out of, as ways of waiting for the context. */
  readonly leaves: number;
}

export class Site {
  readonly scope: Scope;
  readonly faults: Faults;
  /** Number of the context, which is also the cell of its pc. */
  readonly me: number;
  private readonly edges: readonly Edge[];
  private readonly faultPcs: readonly number[];

  constructor(scope: Scope, location: Location) {
    this.scope = scope;
    this.faults = scope.faults;
    this.me = contextOf(scope);
    const cells = scope.layout.contexts[this.me];
    if (cells === undefined) throw new Error(`no context ${this.me}`);
    const { labels, locals } = cells;
    this.edges = location.next.map((label, index) => ({
      pc: labels.numberOf(label),
      drops: (location.drops[index] ?? []).flatMap((local) => locals.get(local) ?? []),
      leaves: sectionsLeft(scope, cells, location, label),
    }));
    const here = labels.numberOf(location.label);
    this.faultPcs = FAULTS.map((_, fault) => faultNumber(labels, here, fault));
  }

  /** Goes on to the successor `way`; always true, as the result of a step. */
  go(cells: Cells, way: number): boolean {
    const edge = this.edges[way];
    if (edge === undefined) throw new Error(`a location has no successor ${way}`);
    cells[this.me] = edge.pc;
    for (const cell of edge.drops) cells[cell] = NULL;
    if (edge.leaves !== 0) awaited.over(cells, this.scope.layout.flush, this.me, edge.leaves);
    return true;
  }

  /** Forgets the faults of earlier steps: to be called before anything is evaluated. */
  begin(): void {
    this.faults.mask = 0;
  }

  /** True when what was evaluated is a fault; then the context is at the label of the first of them, and nothing else may be changed. */
  failed(cells: Cells): boolean {
    const { mask } = this.faults;
    if (mask === 0) return false;
    cells[this.me] = this.faultPcs[31 - Math.clz32(mask & -mask)] ?? 0;
    return true;
  }
}

function sectionsLeft({ layout }: Scope, { context, labels }: ContextCells, from: Location, label: string): number {
  const to = labels.locations[labels.numberOf(label) - 1];
  if (layout.flush.first < 0 || to === undefined) return 0;
  return readingWays(layout, context, from) & ~readingWays(layout, context, to);
}

/** A location with one way of executing it. */
export function single(step: (cells: Cells) => boolean): CompiledStep {
  return { options: 1, step };
}
