// Counterexamples in the Informal Trace Format (Apalache's ADR 015), which trace viewers and model-based tests read: one trace a line.

import type { CheckResult, Position, Trace } from "../harness/result.js";
import { place, subjectText } from "./names.js";
import type { Violated } from "./splat/index.js";

type Value =
  | boolean
  | string
  | { readonly "#bigint": string }
  | { readonly "#map": readonly (readonly [Value, Value])[] }
  | readonly Value[]
  | { readonly [field: string]: Value };

export function renderItf(results: readonly CheckResult[]): string {
  return results.flatMap((result) => (result.outcome === "violated" ? [`${JSON.stringify(traceOf(result))}\n`] : [])).join("");
}

/** Names of what is no variable of the model; a name of the model has no such beginning. */
const STEP = "lockproof: step";
const AT = "lockproof: at";
const HELD = "lockproof: held";

function traceOf({ subject, finding, trace }: Violated) {
  const values = [...trace.initial, ...trace.unchanged];
  return {
    "#meta": {
      format: "ITF",
      "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
      source: subject.file,
      description: `${subjectText(subject)}: ${finding.message}`,
      status: "violation",
    },
    vars: [STEP, AT, HELD, ...values.map(({ name }) => variable(name))],
    states: statesOf(trace),
    ...(typeof trace.loop === "number" ? { loop: trace.loop - 1 } : {}),
  };
}

/** Keys that begin with `#` mean something to readers. */
function variable(name: string): string {
  return name.startsWith("#") || name.startsWith("lockproof:") ? `_${name}` : name;
}

function statesOf(trace: Trace): readonly unknown[] {
  const values = new Map([...trace.initial, ...trace.unchanged].map(({ name, value }) => [name, value]));
  const positions = new Map(trace.start.map((position) => [position.context, position]));
  const first = stateOf(0, { context: "", what: "" }, values, positions);
  const steps = typeof trace.loop === "number" ? trace.steps.slice(0, -1) : trace.steps;
  const others = steps.map((step, index) => {
    for (const { name, after } of step.changes) values.set(name, after);
    for (const position of step.positions) positions.set(position.context, position);
    return stateOf(index + 1, { context: step.context.id, what: step.what }, values, positions);
  });
  return [first, ...others];
}

function stateOf(
  index: number,
  step: Readonly<Record<string, string>>,
  values: ReadonlyMap<string, string>,
  positions: ReadonlyMap<string, Position>,
) {
  const perContext = (value: (position: Position) => Value): Value => ({
    "#map": [...positions].map(([context, position]) => [context, value(position)] as const),
  });
  return {
    "#meta": { index },
    [STEP]: step,
    [AT]: perContext(({ at, state }) => (at === null ? state : place(at))),
    [HELD]: perContext(({ held }) => held),
    ...Object.fromEntries([...values].map(([name, text]) => [variable(name), valueOf(text)])),
  };
}

/** What a state shows as text: numbers and truth values are what they look like. */
function valueOf(text: string): Value {
  if (/^-?\d+$/.test(text)) return { "#bigint": text };
  return text === "true" || text === "false" ? text === "true" : text;
}
