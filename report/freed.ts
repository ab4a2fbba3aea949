// A finding about an object that is gone: who freed it, and the scenario of whoever frees it beside whoever uses it.

import type { Finding, Step, Trace } from "../harness/result.js";
import { contextName } from "./names.js";
import type { Scenario, ScenarioRow } from "./scenario.js";

/** The last step that freed the object of the finding. */
export function freeingStep({ object }: Finding, { steps }: Trace): Step | null {
  if (object === null) return null;
  return steps.findLast(({ changes }) => changes.some(({ name, after }) => name === object && after === "free")) ?? null;
}

/** Who frees on the left, who uses on the right, with lines; one column where both are the same. */
export function goneScenario(finding: Finding, trace: Trace): Scenario | null {
  const freed = freeingStep(finding, trace);
  const used = trace.steps.at(-1);
  if (freed === null || used === undefined) return null;
  const steps = [...found(finding, trace, freed), freed, used];
  const columns = [...new Set([freed, used].map(({ context }) => contextName(context)))];
  const oneFile = new Set(steps.map(({ at }) => at?.file)).size === 1;
  const rows = steps.map(
    (step): ScenarioRow => ({ column: columns.indexOf(contextName(step.context)), text: rowText(step, oneFile), depth: 0 }),
  );
  return { columns, rows, end: finding.kind === "double-free" ? "*** FREED TWICE ***" : "*** USED AFTER IT WAS FREED ***" };
}

/** Where the one who uses it got it first, as it was allocated last before it was freed. */
function found({ object }: Finding, { steps }: Trace, freed: Step): readonly Step[] {
  const user = steps.at(-1)?.context.id;
  const before = steps.slice(0, steps.indexOf(freed));
  const born = before.findLastIndex(({ changes }) => changes.some(({ name, after }) => name === object && after === "allocated"));
  const step = before.slice(born + 1).find(({ context, changes }) => context.id === user && changes.some(({ after }) => after === object));
  return step === undefined || user === freed.context.id ? [] : [step];
}

/** The last step is named after its fault. */
function rowText({ what, at }: Step, oneFile: boolean): string {
  const call = `${what.replace(/: (?:use-after-free|double-free)$/, "")};`;
  return at === null ? call : `${call}  (${oneFile ? "line " : `${at.file}:`}${at.line + 1})`;
}
