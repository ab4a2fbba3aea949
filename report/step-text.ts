// One step of a trace with everything around it: the source, where each context stands, what changed.

import type { Finding, Position, Step, Trace } from "../harness/result.js";
import { blank, type Line, line } from "./lines.js";
import { type Moment, momentAfter } from "./moment.js";
import { contextName, count, place } from "./names.js";
import type { RenderOptions } from "./options.js";
import type { Violated } from "./splat/index.js";

/** `made`: how many steps were made; 0 is the first state. */
export function stepTitle(trace: Trace, made: number): Line {
  const step = trace.steps[made - 1];
  if (step === undefined) return line("first state", "heading");
  return line(`step ${made} of ${trace.steps.length}: ${contextName(step.context)}: ${step.what}`, "heading");
}

/** Source lines around the place of the step; the lines at which contexts stand have their names. */
export function sourceLines(trace: Trace, made: number, around: number, options: RenderOptions): readonly Line[] {
  const step = trace.steps[made - 1];
  const { positions } = momentAfter(trace, made);
  const target = lookAt(step, positions) ?? [...positions.values()].find(({ at }) => at !== null)?.at ?? null;
  const source = target === null ? null : options.readSource(target.file);
  if (target === null || source === null) return [];
  const texts = source.split(/\r?\n/);
  const first = Math.max(0, target.line - around);
  const shown = texts.slice(first, target.line + around + 1);
  return [
    line(`${target.file}:`, "quiet"),
    ...shown.map((text, offset) => {
      const number = first + offset;
      const here = [...positions.values()].filter(({ at }) => at?.file === target.file && at.line === number).map(({ context }) => context);
      const mark = step?.arrival === false && step.at?.file === target.file && step.at.line === number ? ">" : " ";
      const names = here.length === 0 ? "" : `   <- ${here.join(", ")}`;
      return line(`${mark}${String(number + 1).padStart(5)} | ${text.replaceAll("\t", "  ")}${names}`, mark === ">" ? "plain" : "quiet");
    }),
  ];
}

/** The statement of the step; where an interrupt came, its first place. */
function lookAt(step: Step | undefined, positions: Moment["positions"]) {
  return step?.arrival === true ? (positions.get(step.context.id)?.at ?? null) : (step?.at ?? null);
}

/** A line for each context that is there at all. */
export function contextLines(trace: Trace, made: number): readonly Line[] {
  const { positions } = momentAfter(trace, made);
  const mover = trace.steps[made - 1]?.context.id;
  const shown = [...positions.values()].filter(({ state }) => state !== "idle");
  const width = Math.max(0, ...shown.map(({ context }) => context.length));
  return shown.map((position) =>
    line(`${position.context === mover ? "*" : " "} ${position.context.padEnd(width)}  ${standing(position)}`),
  );
}

function standing({ state, cpu, at, function: name, held, waitsFor }: Position): string {
  const where = cpu === null ? "" : ` on CPU ${cpu}`;
  const place_ = at === null ? "" : ` at ${name ?? ""} (${place(at)})`;
  const holds = held.length === 0 ? "" : `; holds ${held.join(", ")}`;
  const waits =
    waitsFor.length === 0
      ? ""
      : `; ${waitsFor.map(({ what }) => (what.startsWith("interrupted") ? what : `waits for ${what}`)).join("; ")}`;
  return `${state}${where}${place_}${holds}${waits}`;
}

export function changeLines(trace: Trace, made: number): readonly Line[] {
  const changes = trace.steps[made - 1]?.changes ?? [];
  return changes.map(({ name, before, after }) => line(`  ${name}: ${before} -> ${after}`));
}

/** All of it, one after the other: what `lockproof trace` prints where there is no terminal. */
export function wholeTraceLines({ finding, trace }: Violated, options: RenderOptions): readonly Line[] {
  const steps = Array.from({ length: trace.steps.length + 1 }, (_, made) => [
    blank,
    stepTitle(trace, made),
    ...sourceLines(trace, made, 1, options),
    ...changeLines(trace, made),
    ...contextLines(trace, made),
  ]);
  return [
    line(`${count(trace.steps.length, "step")} from the first state`, "heading"),
    ...steps.flat(),
    blank,
    ...endLines(finding, trace),
  ];
}

/** Behind the last step: that it goes on so, and what is wrong with that. */
export function endLines({ message }: Finding, { loop, steps }: Trace): readonly Line[] {
  const reason = line(message, "bad");
  if (loop === null) return [reason];
  if (loop === "stuttering") return [line("and nothing happens any more, for ever", "heading"), reason];
  return [line(`back to before step ${steps.findIndex(({ state }) => state === loop + 1) + 1}, for ever`, "heading"), reason];
}
