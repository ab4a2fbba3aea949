// Requests to the checker for tests.

import type { CheckRequest } from "../../harness/request.js";
import { inClone } from "./clone.js";

export function requestFor(models: readonly string[], changes: Partial<CheckRequest> = {}): CheckRequest {
  return {
    models,
    root: inClone(),
    parameters: {},
    variants: [],
    configurations: [],
    engine: "builtin",
    simulate: null,
    reductions: ["slice", "steps", "symmetry"],
    strict: false,
    workers: 1,
    timeoutMs: 60_000,
    heapMb: 512,
    cache: false,
    ...changes,
  };
}
