// What the page of the HTML report is given: results with everything in words already. The page shows it and concludes nothing.

import type { Coverage, LockOrder, Trace } from "../../harness/result.js";
import type { Scenario } from "../scenario.js";

export interface PageData {
  readonly version: string;
  /** The closing line of a run. */
  readonly summary: string;
  readonly checks: readonly PageCheck[];
  /** Text of the model files. */
  readonly sources: Readonly<Record<string, string>>;
}

export interface PageCheck {
  /** Name in links; unique in the report. */
  readonly slug: string;
  /** As in the table of a run. */
  readonly label: string;
  readonly tone: "good" | "bad" | "doubt";
  readonly model: string;
  readonly version: string;
  readonly verdict: string;
  /** What stands beside it in the row, in a few words each: warnings, and that lockdep says otherwise. */
  readonly remarks: readonly string[];
  /** The same in full. */
  readonly beside: readonly { readonly text: string; readonly doubt: boolean }[];
  readonly expected: string;
  readonly size: string;
  readonly time: string;
  readonly engine: string;
  readonly repeat: string;
  /** The report for the terminal. */
  readonly text: string;
  readonly finding: PageFinding | null;
  readonly trace: PageTrace | null;
  readonly coverage: Coverage | null;
  /** Whether there are edges to draw, and what is to be said of them. */
  readonly lockOrder: LockOrder | null;
  /** Ids of the drawings that the document has for this check. */
  readonly graphs: readonly { readonly id: string; readonly title: string; readonly note: string }[];
}

export interface PageFinding {
  readonly title: string;
  readonly message: string;
  readonly why: string;
  readonly scenario: Scenario | null;
  /** Name and text: the lock, the context, the place, the property. */
  readonly facts: readonly { readonly name: string; readonly text: string }[];
  /** The deciding place. */
  readonly at: { readonly file: string; readonly line: number } | null;
}

export interface PageTrace extends Trace {
  /** How contexts are called, by id, in the order of their lanes. */
  readonly lanes: readonly PageLane[];
  /** Names of the contexts that are never active, and have no lane. */
  readonly inactive: readonly string[];
  /** For each step whether it only moves its own context. */
  readonly minor: readonly boolean[];
}

export interface PageLane {
  readonly context: string;
  readonly name: string;
  readonly kind: string;
  readonly interrupt: boolean;
  /** `CPU 0`; where it runs first. */
  readonly cpu: string;
}
