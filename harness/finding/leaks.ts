// What a context that has ended did not give back, and the way out of the source on which it did not: read off the nodes it came by.

import type { Node } from "../../codegen/ir/graph.js";
import type { Context } from "../../codegen/ir/program.js";
import type { Span, StackFrame } from "../result.js";
import type { BuiltTrace } from "../trace/build-trace.js";
import { framesAt } from "../trace/call-trace.js";
import { type Acquired, heldName } from "../trace/held.js";
import { passedNodes } from "../trace/passed-nodes.js";
import { locationOf } from "../trace/situation.js";
import { lastFlip, leftOff } from "./switched-off.js";
import { inWords, sameSpan, since } from "./words.js";

/** Where the context left the function it leaves something behind in. */
export interface WayOut {
  readonly at: Span;
  readonly function: string;
  readonly callTrace: StackFrame[];
}

/** The `return` after the last step; null when the code came to its end without one. */
export function wayOutOf(built: BuiltTrace, context: Context): WayOut | null {
  const last = passedNodes(built, context).at(-2);
  const graph = built.last.program.graphs.find(({ graph: { id } }) => id === locationOf(built.last, context.id)?.graph)?.graph;
  const taken = graph?.returns?.find(({ from, way }) => from === last?.node.id && way === last.way);
  if (taken === undefined) return null;
  return { at: taken.span, function: taken.stack.at(-1)?.function ?? "", callTrace: [...framesAt(taken.stack, taken.span)] };
}

/** `f ends with m still held (taken at x.ts:3:5) and interrupts still off (disabled at x.ts:4:5).` */
export function leakMessage(built: BuiltTrace, context: Context): string {
  const held = (built.held.get(context.id) ?? []).filter(({ at, held: { lockClass } }) => at !== null || !context.maps.includes(lockClass));
  return `${context.id} ends with ${inWords([...held.map((entry) => heldText(built, entry)), ...switchTexts(built, context, held)])}.`;
}

function heldText({ last }: BuiltTrace, entry: Acquired): string {
  const type = last.program.program.lockClasses.find(({ id }) => id === entry.held.lockClass)?.type;
  const isSection = type === "rcu" || type === "rcu_bh" || type === "rcu_sched";
  const name = heldName(last, entry);
  return isSection ? `its ${name} read section still open${since("entered", entry.at)}` : `${name} still held${since("taken", entry.at)}`;
}

/** Interrupts, bottom halves and preemption, unless it was a lock that is still held that switched them off. */
function switchTexts(built: BuiltTrace, context: Context, held: readonly Acquired[]): readonly string[] {
  const end = locationOf(built.last, context.id)?.state;
  if (end === undefined) return [];
  const passed = passedNodes(built, context);
  const began = context.level !== "hardirq";
  const own = (places: readonly Node[]): Node | undefined => places.findLast(({ span }) => !held.some(({ at }) => sameSpan(at, span)));
  const irqs = end.irqs === began ? [] : lastFlip(passed, began, end.irqs);
  const softirqs = end.bottomHalves === 0 ? [] : leftOff(passed, "bottom-halves");
  const preemption = end.preemption === 0 ? [] : leftOff(passed, "preemption");
  return [
    ...textOf(
      own(irqs),
      end.irqs ? "interrupts on, which were off when it began" : "interrupts still off",
      end.irqs ? "enabled" : "disabled",
    ),
    ...textOf(own(softirqs), "bottom halves still disabled", "disabled"),
    ...textOf(own(preemption), "preemption still disabled", "disabled"),
  ];
}

const textOf = (node: Node | undefined, text: string, verb: string): readonly string[] =>
  node === undefined ? [] : [`${text}${since(verb, node.span)}`];
