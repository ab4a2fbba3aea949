// Conditions that decide what else is evaluated, where the condition itself may be a fault.

import type { Cells } from "./codes.js";
import type { Scope, Test } from "./scope.js";

/** A choice whose condition may be a fault: then neither side is needed. */
export function guarded<Result>(
  scope: Scope,
  condition: Test,
  whenTrue: (cells: Cells) => Result,
  whenFalse: (cells: Cells) => Result,
  poisoned: Result,
): (cells: Cells) => Result {
  const { faults } = scope;
  return (cells) => {
    const before = faults.mask;
    faults.mask = 0;
    const holds = condition(cells);
    const failed = faults.mask !== 0;
    faults.mask |= before;
    if (failed) return poisoned;
    return holds ? whenTrue(cells) : whenFalse(cells);
  };
}
