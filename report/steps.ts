// The way from the first state to the violation, step by step; a behaviour that goes on for ever has its loop marked.

import type { StackFrame, Step, Trace } from "../harness/result.js";
import { minorSteps, stretchesOf } from "./folding.js";
import { type Line, line } from "./lines.js";
import { contextName, count, frameText, place } from "./names.js";

/** Unless `verbose` steps in a row that only their context can see are one line; `diff`: of a step only what it changed. */
export function stepLines(
  trace: Trace,
  { verbose = false, diff = false }: { readonly verbose?: boolean; readonly diff?: boolean },
): readonly Line[] {
  const { steps, initial } = trace;
  const digits = String(steps.length).length;
  const stretches = stretchesOf(steps, verbose ? [] : minorSteps(trace));
  const title = steps.length === 0 ? "violated in the first state" : `${count(steps.length, "step")} from the first state:`;
  return [
    line(title, "heading"),
    ...firstLines(initial),
    ...stretches.flatMap((stretch) => {
      const first = steps[stretch.kind === "step" ? stretch.index : stretch.first];
      if (first === undefined) return [];
      const shown = stretch.kind === "step" ? oneStep(first, stretch.index, digits, diff) : [foldedLine(first, stretch, digits)];
      return [...loopBegins(first, trace), ...shown];
    }),
    ...loopEnds(trace),
  ];
}

function foldedLine({ context }: Step, { first, last }: { readonly first: number; readonly last: number }, digits: number): Line {
  const numbers = `${first + 1}-${last + 1}`.padStart(digits + 2);
  return line(`${numbers}. ${contextName(context)}: ${last - first + 1} steps that only it can see (--verbose shows them)`, "quiet");
}

const WIDTH = 110;

/** First values of what changes later, several to a line. */
function firstLines(initial: Trace["initial"]): readonly Line[] {
  const texts = initial.filter(({ name, value }) => !isNoValue(name, value)).map(({ name, value }) => `${name} = ${value}`);
  const rows = texts.reduce<readonly string[]>((done, text) => {
    const last = done.at(-1);
    const joined = `${last}, ${text}`;
    return last === undefined || joined.length > WIDTH ? [...done, text] : [...done.slice(0, -1), joined];
  }, []);
  return rows.map((row, index) => line(`   ${index === 0 ? "at first:" : "         "} ${row}`));
}

/** A local that nothing reads any more has no value: the compiler drops it, the model's author did nothing. */
function isNoValue(name: string, value: string): boolean {
  return value === "NULL" && / of [^ ]/.test(name);
}

function oneStep(step: Step, index: number, digits: number, diff: boolean): readonly Line[] {
  const number = String(index + 1).padStart(digits + 2);
  const indent = " ".repeat(digits + 4);
  const frame = functionOf(step);
  const where = frame === undefined ? (step.at === null ? "" : place(step.at)) : frameText(frame);
  return [
    line(`${number}. ${contextName(step.context)}: ${step.what}`),
    ...(diff || where === "" ? [] : [line(`${indent}at ${where}`, "quiet")]),
    ...(diff || step.held.length === 0 ? [] : [line(`${indent}holds ${step.held.join(", ")}`, "quiet")]),
    ...step.changes
      .filter(({ name, after }) => !isNoValue(name, after))
      .map(({ name, before, after }) => line(`${indent}${name}: ${before} -> ${after}`)),
  ];
}

/** The model's function: a lock function on top of the stack stands at the same place as its caller. */
function functionOf({ callTrace }: Step): StackFrame | undefined {
  const [top] = callTrace;
  return top === undefined ? undefined : callTrace.findLast((frame) => place(frame.at) === place(top.at));
}

/** Before the first step of the loop: a loop back to state n consists of the steps to the states after n. */
function loopBegins(step: Step, { loop }: Trace): readonly Line[] {
  return typeof loop === "number" && step.state === loop + 1 ? [line("   --- from here on again and again:", "heading")] : [];
}

function loopEnds({ loop, steps }: Trace): readonly Line[] {
  if (loop === null) return [];
  if (loop === "stuttering") return [line("   --- and nothing happens any more, for ever", "heading")];
  const index = steps.findIndex((step) => step.state === loop + 1);
  return [line(index < 0 ? "   --- and so on, for ever" : `   --- back to before step ${index + 1}, for ever`, "heading")];
}
