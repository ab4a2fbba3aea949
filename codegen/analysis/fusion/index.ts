// Fused steps: finds the places where no context has to stop, because what it does there commutes with all that others do. A step then
// goes on through such places at once, up to the next place where it must stop. docs/reductions.md has the argument.
// Protects: every violation, every place that is reached, and every state in which two contexts can get into each other's way.

import { byLabel, type LocatedGraph, type LocatedProgram, type Location } from "../../ir/located.js";
import { type Movement, movementsOf } from "./movers.js";

/** A step goes on along no more ways and through no more places than these: more would make the specification long. */
const MAX_WAYS = 12;
const MAX_LENGTH = 24;

/** What the states are searched for: what is wrong with one, or with an infinite execution. */
export type Purpose = "safety" | "temporal";

/** Labels of the places that steps go through without a stop. */
export function passedPlaces(located: LocatedProgram, purpose: Purpose): ReadonlySet<string> {
  const coming = withoutIdle(located);
  const movements = movementsOf(coming);
  return new Set(coming.graphs.flatMap((graph) => [...new Passage(graph, movements, purpose).passed()]));
}

/** Callbacks of timers that never expire are in nobody's way, and their code in nobody's data. */
function withoutIdle({ program, graphs }: LocatedProgram): LocatedProgram {
  const contexts = program.contexts.filter(({ timer }) => timer?.expires !== false);
  return {
    program: { ...program, contexts },
    graphs: graphs.filter(({ graph }) => contexts.some((context) => context.graph === graph.id)),
  };
}

/** What a step has done so far: only what might as well have been done later, or more. */
type Phase = "before" | "after";

/** The places of one graph; begins with every place that commutes and takes back what must be stopped at. */
class Passage {
  private readonly places: ReadonlyMap<string, Location>;
  private readonly free: Set<string>;

  constructor(
    private readonly graph: LocatedGraph,
    private readonly movements: ReadonlyMap<string, Movement>,
    private readonly purpose: Purpose,
  ) {
    this.places = byLabel(graph);
    this.free = new Set(graph.locations.map(({ label }) => label).filter((label) => label !== graph.entry && this.mayPass(label)));
  }

  passed(): ReadonlySet<string> {
    this.stopInLoops();
    if (this.purpose === "temporal") this.stopBeforeReturning();
    this.stopBeforeSecondVisible();
    this.stopWhereLong();
    return this.free;
  }

  /** Fairness speaks of what is possible when, so for its sake only steps that change nothing for others are passed. */
  private mayPass(label: string): boolean {
    const { mover, visible } = this.movement(label);
    return this.purpose === "safety" ? mover === "both" || mover === "left" : mover === "both" && !visible;
  }

  private movement(label: string): Movement {
    return this.movements.get(label) ?? { mover: "none", visible: true };
  }

  private next(label: string): readonly string[] {
    return this.places.get(label)?.next ?? [];
  }

  private stops(): readonly string[] {
    return this.graph.locations.map(({ label }) => label).filter((label) => !this.free.has(label));
  }

  /** No step goes round a loop without end: the first place of each loop that would be passed whole is a stop. */
  private stopInLoops(): void {
    const done = new Set<string>();
    for (const start of this.graph.locations) {
      const path = new Set<string>();
      const pending: { readonly label: string; readonly leave: boolean }[] = [{ label: start.label, leave: false }];
      for (let work = pending.pop(); work !== undefined; work = pending.pop()) {
        const { label, leave } = work;
        if (leave) {
          path.delete(label);
          done.add(label);
        } else if (path.has(label)) this.free.delete(label);
        else if (!done.has(label) && this.free.has(label)) {
          path.add(label);
          pending.push({ label, leave: true }, ...this.next(label).map((next) => ({ label: next, leave: false })));
        }
      }
    }
  }

  /** A step that may lead to where it began would be no step for a temporal formula. */
  private stopBeforeReturning(): void {
    for (const stop of this.stops()) {
      for (const label of this.within(stop)) if (this.next(label).includes(stop)) this.free.delete(label);
    }
  }

  /** The places that a step from `stop` goes through. */
  private within(stop: string): ReadonlySet<string> {
    const found = new Set<string>();
    const pending = this.next(stop).filter((label) => this.free.has(label));
    for (let label = pending.pop(); label !== undefined; label = pending.pop()) {
      if (found.has(label)) continue;
      found.add(label);
      pending.push(...this.next(label).filter((next) => this.free.has(next)));
    }
    return found;
  }

  /** A visible step happens first, or after nothing but what might as well have been done later. */
  private stopBeforeSecondVisible(): void {
    const phases = new Map<string, Phase>();
    const pending = this.stops().map((label) => ({ label, phase: this.afterFirst(label) }));
    for (let work = pending.pop(); work !== undefined; work = pending.pop()) {
      const { label, phase } = work;
      for (const next of this.next(label)) {
        if (!this.free.has(next)) continue;
        const known = phases.get(next);
        if (known === phase || known === "after") continue;
        phases.set(next, phase);
        if (phase === "after" && this.movement(next).visible) {
          this.free.delete(next);
          pending.push({ label: next, phase: this.afterFirst(next) });
        } else pending.push({ label: next, phase: this.afterPassing(next, phase) });
      }
    }
  }

  private afterFirst(label: string): Phase {
    const { mover, visible } = this.movement(label);
    return (mover === "right" || mover === "both") && !visible ? "before" : "after";
  }

  private afterPassing(label: string, phase: Phase): Phase {
    const { mover, visible } = this.movement(label);
    return mover === "both" && !visible ? phase : "after";
  }

  /** Keeps steps short: where many branches follow each other, or many places, the ways come together again at a stop. */
  private stopWhereLong(): void {
    const extents = new Map<string, Extent>();
    for (const label of this.childrenFirst()) {
      const next = [...this.next(label)].filter((each) => this.free.has(each));
      const extentOf = (): Extent =>
        this.next(label).reduce<Extent>((sum, each) => {
          const extent = this.free.has(each) ? extents.get(each) : undefined;
          return { ways: sum.ways + (extent?.ways ?? 1), length: Math.max(sum.length, 1 + (extent?.length ?? 0)) };
        }, NO_EXTENT);
      for (let extent = extentOf(); ; extent = extentOf()) {
        extents.set(label, { ways: Math.max(1, extent.ways), length: extent.length });
        const longest = next.shift();
        if (longest === undefined || (extent.ways <= MAX_WAYS && extent.length <= MAX_LENGTH)) break;
        this.free.delete(longest);
      }
    }
  }

  /** All places, each behind those that a step goes on to from there. */
  private childrenFirst(): readonly string[] {
    const order: string[] = [];
    const seen = new Set<string>();
    for (const start of this.graph.locations) {
      const pending: { readonly label: string; readonly leave: boolean }[] = [{ label: start.label, leave: false }];
      for (let work = pending.pop(); work !== undefined; work = pending.pop()) {
        const { label, leave } = work;
        if (leave) order.push(label);
        else if (!seen.has(label)) {
          seen.add(label);
          const next = this.next(label).filter((each) => this.free.has(each));
          pending.push({ label, leave: true }, ...next.map((each) => ({ label: each, leave: false })));
        }
      }
    }
    return order;
  }
}

/** How far a step may go on from a place. */
interface Extent {
  readonly ways: number;
  readonly length: number;
}

const NO_EXTENT: Extent = { ways: 0, length: 0 };
