// What the explorer found wrong.

import type { FindingKind } from "../../codegen/ir/program.js";

export interface Finding {
  readonly kind: FindingKind;
  /** The context it is about; null when it is about the whole state (stuck, invariant, eventually). */
  readonly context: string | null;
  /** The deciding location: of the faulting step, of the acquisition, of the end. */
  readonly label: string | null;
  /** Name of the invariant or eventuality, message of the assertion. */
  readonly property: string | null;
  /** The contexts that wait in a circle, each for the next one; the contexts that did not come to their end when stuck. Else empty. */
  readonly contexts: readonly string[];
}
