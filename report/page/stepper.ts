// Going through a trace: where one is, and what keys and buttons do. Knows nothing of how a step is shown.

import type { PageTrace } from "../html/page-data.js";
import { button, element } from "./dom.js";

export interface Stepper {
  /** Shows the state after `count` steps, because somebody chose it. */
  readonly go: (count: number) => void;
  /** The same, because the address says so; null: the last one. */
  readonly start: (count: number | null) => void;
  /** True when the key meant something. */
  readonly press: (key: string) => boolean;
  readonly controls: HTMLElement;
}

const FAR = 10;

export interface StepperEvents {
  /** To show the state after so many steps. */
  readonly show: (count: number) => void;
  /** Somebody went there. */
  readonly moved: (count: number) => void;
  /** Null: there is nothing to fold. */
  readonly fold: (() => void) | null;
}

export function stepper(trace: PageTrace, { show, moved, fold }: StepperEvents): Stepper {
  const total = trace.steps.length;
  let now = total;
  const start = (count: number | null): void => {
    now = Math.max(0, Math.min(total, count ?? total));
    show(now);
  };
  const go = (count: number): void => {
    start(count);
    moved(now);
  };
  /** Forward from the end of a loop goes on at its beginning. */
  const forward = (): void => go(now === total && typeof trace.loop === "number" ? trace.loop : now + 1);
  const back = (): void => go(now - 1);
  const ofContext = (direction: 1 | -1) => (): void => go(sameContext(trace, now, direction));
  const actions: Readonly<Record<string, () => void>> = {
    ...Object.fromEntries(["ArrowRight", "j", "n"].map((key) => [key, forward])),
    ...Object.fromEntries(["ArrowLeft", "k", "p"].map((key) => [key, back])),
    "]": ofContext(1),
    "[": ofContext(-1),
    PageDown: () => go(now + FAR),
    PageUp: () => go(now - FAR),
    Home: () => go(0),
    End: () => go(total),
    ...(fold === null ? {} : { f: fold }),
  };
  const controls = element(
    "div.controls",
    button("⇤", "First state (Home)", () => go(0)),
    button("←", "One step back (left arrow)", back),
    button("→", "One step forward (right arrow)", forward),
    button("⇥", "Last state (End)", () => go(total)),
    button("[", "Back to the step of the same context before ([)", ofContext(-1)),
    button("]", "On to the next step of the same context (])", ofContext(1)),
    fold === null ? null : button("fold", "Show or fold steps that only their own context can see (f)", fold),
  );
  return { go, start, controls, press: (key) => pressed(actions[key]) };
}

function pressed(action: (() => void) | undefined): boolean {
  action?.();
  return action !== undefined;
}

function sameContext({ steps }: PageTrace, now: number, direction: 1 | -1): number {
  const context = steps[now - 1]?.context.id;
  for (let count = now + direction; count >= 1 && count <= steps.length; count += direction)
    if (context === undefined || steps[count - 1]?.context.id === context) return count;
  return now;
}
