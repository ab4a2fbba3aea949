// Which steps of a trace matter to others. A step that only moves its own context and changes its own locals can be folded: nobody else could
// tell whether it has happened.

import type { Step, Trace } from "../harness/result.js";

/** For each step whether a view may fold it. */
export function minorSteps({ steps, loop }: Trace): readonly boolean[] {
  return steps.map(
    (step, index) =>
      index < steps.length - 1 &&
      step.state !== Number(loop) + 1 &&
      isMinor(
        step,
        steps.slice(0, index).findLast((other) => other.context.id === step.context.id),
      ),
  );
}

/** `before`: the step of the same context before this one. */
function isMinor(step: Step, before: Step | undefined): boolean {
  if (step.arrival) return false;
  const own = step.changes.every(({ name }) => name.endsWith(` of ${step.context.id}`));
  const sameLocks = JSON.stringify(before?.held ?? []) === JSON.stringify(step.held);
  return own && sameLocks && before !== undefined && step.positions.every(({ context }) => context === step.context.id);
}

/** A step, or several in a row of one context that may be folded. */
export type Stretch =
  | { readonly kind: "step"; readonly index: number }
  | { readonly kind: "folded"; readonly first: number; readonly last: number };

export function stretchesOf(steps: readonly Step[], minor: readonly boolean[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (let index = 0; index < steps.length; index++) {
    const last = endOfRun(steps, minor, index);
    stretches.push(last > index ? { kind: "folded", first: index, last } : { kind: "step", index });
    index = last;
  }
  return stretches;
}

function endOfRun(steps: readonly Step[], minor: readonly boolean[], first: number): number {
  let last = first;
  while (minor[first] === true && minor[last + 1] === true && steps[last + 1]?.context.id === steps[first]?.context.id) last++;
  return last;
}
