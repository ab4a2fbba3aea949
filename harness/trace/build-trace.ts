// TLC's states -> the steps people read: who moved, what it did, where, what it holds then, what changed.

import type { Compilation } from "../../codegen/compile.js";
import type { Context } from "../../codegen/ir/program.js";
import type { TlcTrace } from "../../tla-tools/index.js";
import type { ContextInfo, Step, Trace } from "../result.js";
import { callTraceOf } from "./call-trace.js";
import { describeStep } from "./describe.js";
import type { FlatState } from "./flat-state.js";
import { type Acquired, type HeldLocks, heldAfter, heldAtStart, heldName } from "./held.js";
import type { LockPrinter } from "./lock-info.js";
import { changedPositions, positionsOf } from "./positions.js";
import { cpuOf, faultOf, locationOf, type Situation, situationOf } from "./situation.js";
import { standingsOf } from "./standings.js";
import { actionTexts, arrivalKey } from "./tla-text.js";

/** Text of a stretch of source, for steps. */
export type ReadSource = (span: {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}) => string | null;

/** A trace with what the finding needs of its end. */
export interface BuiltTrace {
  readonly trace: Trace;
  readonly last: Situation;
  readonly held: HeldLocks;
  /** Who made the last step; null when the first state is already the last. */
  readonly mover: Context | null;
}

export function buildTrace(tlc: TlcTrace, compilation: Compilation, readSource: ReadSource, locks: LockPrinter): BuiltTrace {
  const situations = behaviourOf(tlc).map((state) => situationOf(state, compilation.located, compilation.variables));
  const [first] = situations;
  if (first === undefined) throw new Error("a trace without a state");
  let held = heldAtStart(first);
  const start = positionsOf(first, held);
  let positions = start;
  let mover: Context | null = null;
  const steps: Step[] = [];
  situations.slice(1).forEach((after, index) => {
    const before = situations[index] ?? first;
    mover = moverOf(before, after);
    if (mover === null) return;
    held = heldAfter(held, before, after, mover.id);
    const now = positionsOf(after, held);
    const step = stepOf(before, after, mover, held.get(mover.id) ?? [], readSource);
    steps.push({ ...step, positions: changedPositions(positions, now) });
    positions = now;
  });
  const last = situations.at(-1) ?? first;
  const changing = new Set(steps.flatMap((step) => step.changes.map((change) => change.name)));
  const values = [...first.flat].map(([name, value]) => ({ name, value }));
  const trace: Trace = {
    initial: values.filter(({ name }) => changing.has(name)),
    unchanged: values.filter(({ name }) => !changing.has(name)),
    start,
    actions: actionTexts(
      compilation.stepwise().module,
      steps.map(({ action }) => action),
    ),
    steps,
    loop: tlc.end.kind === "finite" ? null : tlc.end.kind === "stuttering" ? "stuttering" : tlc.end.number,
    standing: standingsOf(last, held, locks),
  };
  return { trace, last, held, mover };
}

/** The states in their order; a behaviour that goes round ends in the state that it goes back to. */
function behaviourOf({ states, end }: TlcTrace): TlcTrace["states"] {
  return end.kind === "back-to-state" ? [...states, ...states.filter(({ number }) => number === end.number)] : states;
}

/** The context whose pc changed: every step changes exactly one. */
function moverOf(before: Situation, after: Situation): Context | null {
  return after.program.program.contexts.find((context) => before.pc.get(context.id) !== after.pc.get(context.id)) ?? null;
}

function stepOf(
  before: Situation,
  after: Situation,
  context: Context,
  held: readonly Acquired[],
  readSource: ReadSource,
): Omit<Step, "positions"> {
  const location = locationOf(before, context.id);
  const fault = faultOf(after, context.id);
  const info: ContextInfo = { id: context.id, kind: context.kind, cpu: cpuOf(after, context) ?? cpuOf(before, context) };
  const source = location === null ? "" : (readSource(location.node.span) ?? location.node.operation.kind);
  const what =
    location === null
      ? arrival(context)
      : fault !== null
        ? `${source}: ${fault.fault}`
        : describeStep(before, after, context.id, location, source);
  return {
    state: after.number,
    context: info,
    what,
    at: location?.node.span ?? context.span,
    callTrace: location === null ? [] : [...callTraceOf(location)],
    held: held.map((entry) => heldName(after, entry)),
    changes: changesBetween(before.flat, after.flat),
    action: location?.label ?? arrivalKey(context.id),
    arrival: location === null,
  };
}

function arrival(context: Context): string {
  switch (context.kind) {
    case "hrtimer":
    case "timer":
      return "timer expires";
    case "hardirq":
      return "interrupt comes";
    case "softirq":
      return "softirq comes";
    default:
      return "starts";
  }
}

/** A local that nobody will read again is dropped, which is no event of the model. */
function isForgotten(name: string, value: string): boolean {
  return value === "NULL" && name.includes(" of ");
}

function changesBetween(before: FlatState, after: FlatState): Step["changes"] {
  return [...after].flatMap(([name, value]) => {
    const old = before.get(name);
    return old === undefined || old === value || isForgotten(name, value) ? [] : [{ name, before: old, after: value }];
  });
}
