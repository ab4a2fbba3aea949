// Interrupt lines and tasklets that are disabled: kernel/irq/manage.c, kernel/softirq.c. A number says how often; while it is not 0 the handler
// does not come, and what came meanwhile comes afterwards.
//   disable_irq(i)        →   might-sleep · number + 1 · flush-begin · (while the handler runs) flush-wait
//   tasklet_disable(t)    →   number + 1 · might-sleep · the same
// Whoever waits for a handler with a thread waits for that, too, until there is nothing to wait for.

import type { ts } from "ts-morph";
import type { Expression, Place } from "../../../ir/expression.js";
import type { FlushTarget } from "../../../ir/graph.js";
import { freshId } from "../../elaborate/elaboration.js";
import { depthOf, MAX_DEPTH } from "../../elaborate/line-depth.js";
import type { SharedField } from "../../elaborate/world.js";
import { emit, type Lowering } from "../../lowering.js";
import { INVALID, type Meaning, VOID } from "../../meaning.js";
import { fetchedPlace } from "../operands.js";
import { settle } from "./deferred.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { contextArgument } from "./kthreads.js";
import { placeArgument } from "./places.js";
import { flush } from "./works.js";

/** In which order: what counts, whether it may sleep, and whether it waits for the handler, or only for what runs in hard interrupt context. */
type Step = "count" | "sleep" | "wait" | "wait-hard";

export const disablingFunctions: LanguageFunctions = [
  ["disable_irq", ofLine(["sleep", "count", "wait"], 1)],
  ["disable_irq_nosync", ofLine(["count"], 1)],
  ["disable_hardirq", ofLine(["count", "wait-hard"], 1)],
  ["enable_irq", ofLine(["count"], -1)],
  ["synchronize_irq", ofLine(["sleep", "wait"], 0)],
  ["synchronize_hardirq", ofLine(["wait-hard"], 0)],
  ["free_irq", ofLine(["sleep", "count", "wait"], 1)],
  ["tasklet_disable", ofTasklet(["count", "sleep", "wait"], 1)],
  ["tasklet_disable_in_atomic", ofTasklet(["count", "wait"], 1)],
  ["tasklet_disable_nosync", ofTasklet(["count"], 1)],
  ["tasklet_enable", ofTasklet(["count"], -1)],
  ["tasklet_unlock_wait", ofTasklet(["sleep", "wait"], 0)],
];

function ofLine(steps: readonly Step[], by: number): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const context = contextArgument(lowering, call);
      if (context === null) return INVALID;
      const depth = { field: depthOf(lowering, call, context).id, object: null, nullable: false };
      emitSteps(lowering, call, steps, { kind: "context", context }, depth, by);
      const thread = lowering.model.contexts.find(({ name }) => name === context)?.wakes?.thread;
      if (thread !== undefined && steps.includes("wait")) settle(lowering, call, { field: thread.id, object: null, nullable: false });
      return VOID;
    },
  };
}

function ofTasklet(steps: readonly Step[], by: number): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, "tasklet");
      if (argument === null) return INVALID;
      const item = fetchedPlace(lowering, argument.node, argument.place);
      const count = { ...item, field: countOf(lowering, argument.field).id };
      return emitSteps(lowering, call, steps, { kind: "running", item }, count, by);
    },
  };
}

function emitSteps(
  lowering: Lowering,
  call: ts.CallExpression,
  steps: readonly Step[],
  what: FlushTarget,
  count: Place,
  by: number,
): Meaning {
  for (const step of steps) {
    if (step === "sleep") emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
    else if (step === "count") addTo(lowering, call, count, by);
    else if (step === "wait" || !isThread(lowering, what)) flush(lowering, call, what, null);
  }
  return VOID;
}

/** On PREEMPT_RT the handler runs in a thread. */
function isThread({ model }: Lowering, what: FlushTarget): boolean {
  const { preemptRt } = model.choice.configuration;
  return preemptRt && what.kind === "context" && model.contexts.some(({ name, noThread }) => name === what.context && !noThread);
}

function addTo(lowering: Lowering, call: ts.CallExpression, place: Place, by: number): void {
  const value: Expression = {
    kind: "binary",
    operator: by > 0 ? "add" : "subtract",
    left: { kind: "field", place },
    right: { kind: "value", value: { kind: "int", value: 1 } },
  };
  const assignments = [{ target: { kind: "place", place }, value } as const];
  emit(lowering, call, (next) => ({ kind: "assign", indivisible: true, assignments, next }));
}

/** How often a tasklet is disabled: a field of the same objects. */
function countOf({ model }: Lowering, tasklet: SharedField): SharedField {
  const known = model.gates.get(tasklet);
  if (known !== undefined) return known;
  const zero = { value: { kind: "int", value: 0 }, entries: [], timer: null } as const;
  const field: SharedField = {
    ...tasklet,
    id: freshId(model, `${tasklet.id}.count`),
    name: `${tasklet.name}.count`,
    type: { kind: "int", min: 0, max: MAX_DEPTH, wraps: false },
    initial: new Map([...tasklet.initial.keys()].map((owner) => [owner, zero] as const)),
  };
  model.gates.set(tasklet, field);
  model.fields.push(field);
  return field;
}
