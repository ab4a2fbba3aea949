// The execution of one check: lanes at one side, everything about the chosen step at the other.

import type { PageCheck, PageTrace } from "../html/page-data.js";
import { type Moment, momentAfter } from "../moment.js";
import { element, region, visible, withAttributes } from "./dom.js";
import { type Lanes, lanesOf } from "./lanes.js";
import { type SourceView, sourceView } from "./source.js";
import { contextTable, valueTable } from "./state.js";
import { type Stepper, stepper } from "./stepper.js";

export interface Execution {
  readonly box: HTMLElement;
  /** Shows the state after `count` steps; null: the last one. */
  readonly show: (count: number | null) => void;
  /** True when the key meant something. */
  readonly press: (key: string) => boolean;
}

const LEGEND =
  "Whole line: runs. Dashed: interrupted. Dotted: waits. Double: failed. Hatched: an interrupt. No line: not active. ●: makes the step.";

/** `moved` is told each time another step is shown. */
export function executionOf(
  check: PageCheck,
  trace: PageTrace,
  sources: Readonly<Record<string, string>>,
  moved: (count: number) => void,
): Execution {
  const lanes = lanesOf(trace, (count) => steps.go(count));
  const detail = detailOf(trace, sourceView(sourcesOf(trace, check, sources), check.coverage));
  const show = (count: number): void => {
    lanes.show(count);
    detail.show(count);
  };
  const steps: Stepper = stepper(trace, { show, moved, fold: lanes.hasFolds ? lanes.fold : null });
  detail.bar.prepend(steps.controls);
  return {
    box: element("div.execution", wayOf(trace, lanes), detail.box),
    show: steps.start,
    press: steps.press,
  };
}

function wayOf(trace: PageTrace, lanes: Lanes): HTMLElement {
  const inactive = trace.inactive.length === 0 ? null : element("p.legend", `Never active here: ${visible(trace.inactive.join(", "))}.`);
  const title = trace.steps.length === 0 ? "Violated in the first state" : "The way there";
  return region(
    "way",
    title,
    withAttributes(element("div.scroll.tall", lanes.table), { tabindex: "0" }),
    element("p.legend", LEGEND),
    inactive,
  );
}

interface Detail {
  readonly box: HTMLElement;
  readonly bar: HTMLElement;
  readonly show: (count: number) => void;
}

function detailOf(trace: PageTrace, source: SourceView): Detail {
  const fixed = new Set(trace.unchanged.map(({ name }) => name));
  const heading = withAttributes(element("p.step"), { "aria-live": "polite" });
  const [contexts, values, tla] = [element("div"), element("div"), element("pre.tla")];
  const bar = element("div.bar", heading);
  const box = element(
    "div.detail",
    bar,
    region("model", "Source", source.box),
    region("who", "Contexts", contexts),
    region("data", "State", values),
    region("spec", "TLA+ of the step", tla),
  );
  const show = (count: number): void => {
    const moment = momentAfter(trace, count);
    heading.replaceChildren(...headingOf(trace, count));
    showSource(trace, moment, count, source);
    contexts.replaceChildren(contextTable(trace, moment, trace.steps[count - 1]?.context.id ?? null, source.goTo));
    values.replaceChildren(valueTable(moment, fixed, values.querySelector("details")?.open === true));
    tla.textContent = visible(tlaOf(trace, count));
  };
  return { box, bar, show };
}

/** Where an interrupt comes, its first place is more of interest than its declaration; of a step without a place it is that of its context. */
function showSource(trace: PageTrace, moment: Moment, count: number, source: SourceView): void {
  const step = trace.steps[count - 1];
  const named = trace.lanes.flatMap(({ context, name }) => {
    const position = moment.positions.get(context);
    return position === undefined ? [] : [{ name, position }];
  });
  const entered = step?.arrival === true || step?.at === null ? (moment.positions.get(step.context.id)?.at ?? null) : null;
  source.show(named, step?.arrival === false ? step.at : null, entered);
}

function headingOf(trace: PageTrace, count: number): readonly (HTMLElement | string)[] {
  const step = trace.steps[count - 1];
  if (step === undefined) return [element("b", "First state")];
  const name = trace.lanes.find(({ context }) => context === step.context.id)?.name ?? step.context.id;
  return [element("b", `Step ${count} of ${trace.steps.length}`), " · ", element("span.by", visible(name)), " ", visible(step.what)];
}

function tlaOf(trace: PageTrace, count: number): string {
  const step = trace.steps[count - 1];
  return step === undefined ? "Init" : (trace.actions[step.action] ?? step.action);
}

/** The files that the trace comes through first, those where contexts are after them, then the others. */
function sourcesOf(trace: PageTrace, check: PageCheck, sources: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const positions = [...trace.start, ...trace.steps.flatMap((step) => step.positions)];
  const own = [
    ...[...trace.steps, ...positions].flatMap(({ at }) => at?.file ?? []),
    ...(check.coverage?.places ?? []).map(({ at }) => at.file),
  ];
  return Object.fromEntries([...new Set(own)].flatMap((file) => (sources[file] === undefined ? [] : [[file, sources[file]]])));
}
