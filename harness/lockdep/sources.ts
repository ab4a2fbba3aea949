// What lockdep's reports are made from, and the two things that all of them print: places and classes.

import type { LockdepEvent } from "../../codegen/emit/lockdep/events.js";
import type { LocatedProgram } from "../../codegen/ir/located.js";
import type { LockdepClass, LockdepPlace } from "../result.js";
import { callTraceOf } from "../trace/call-trace.js";
import { type Observations, usageCharacters } from "../trace/observations.js";
import { bitName, type ToldOpinion } from "./told.js";

/** Everything a report is made from. */
export interface Sources {
  readonly located: LocatedProgram;
  readonly events: readonly LockdepEvent[];
  readonly opinion: ToldOpinion;
  readonly observations: Observations;
}

export function eventAt({ events }: Sources, number: number): LockdepEvent {
  const event = events[number - 1];
  if (event === undefined) throw new Error(`lockdep's rules speak of event ${number} of ${events.length}`);
  return event;
}

export function placeOf(sources: Sources, number: number): LockdepPlace {
  const { context, location } = eventAt(sources, number);
  const callTrace = [...callTraceOf(location)];
  const cpu = context.level === "task" ? (context.cpus[0] ?? null) : null;
  return {
    context: { id: context.id, kind: context.kind, cpu },
    function: location.node.stack.at(-1)?.function ?? "",
    at: location.node.span,
    callTrace,
  };
}

export function classLine({ opinion, observations }: Sources, name: string): LockdepClass {
  const bits = new Set(opinion.usage.filter((mark) => mark.class.name === name).map(({ bit }) => bitName(bit)));
  const types = observations.waitTypes.get(name) ?? { outer: 0, inner: 0 };
  return { name, usage: usageCharacters(bits), outer: types.outer, inner: types.inner };
}
