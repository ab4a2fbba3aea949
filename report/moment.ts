// The state after some steps of a trace, put together from the first state and what each step changed.

import type { Position, Trace } from "../harness/result.js";

export interface Moment {
  /** By context. */
  readonly positions: ReadonlyMap<string, Position>;
  readonly values: readonly Value[];
}

export interface Value {
  readonly name: string;
  readonly value: string;
  /** What it was before the last step; null when that did not change it. */
  readonly before: string | null;
}

/** `count` steps after the first state. */
export function momentAfter(trace: Trace, count: number): Moment {
  const values = new Map([...trace.initial, ...trace.unchanged].map(({ name, value }) => [name, value]));
  const positions = new Map(trace.start.map((position) => [position.context, position]));
  const steps = trace.steps.slice(0, count);
  for (const step of steps) {
    for (const { name, after } of step.changes) values.set(name, after);
    for (const position of step.positions) positions.set(position.context, position);
  }
  const changed = new Map((steps.at(-1)?.changes ?? []).map(({ name, before }) => [name, before]));
  return { positions, values: [...values].map(([name, value]) => ({ name, value, before: changed.get(name) ?? null })) };
}
