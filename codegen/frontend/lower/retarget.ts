// Rewrites the successors of an operation; the one place of the frontend that knows them all.

import type { Operation } from "../../ir/graph.js";

export function retarget(operation: Operation, to: (successor: string) => string): Operation {
  switch (operation.kind) {
    case "branch":
      return { ...operation, whenTrue: to(operation.whenTrue), whenFalse: to(operation.whenFalse) };
    case "try-acquire":
      return { ...operation, taken: to(operation.taken), failed: to(operation.failed) };
    case "wait-run":
      return { ...operation, queued: to(operation.queued), unqueued: to(operation.unqueued) };
    case "end":
      return operation;
    default:
      return { ...operation, next: to(operation.next) };
  }
}
