// Runs checks. The cache is asked first: when nothing has changed, the checker and with it the compiler is not even loaded.

import type { CheckEvents, CheckRequest } from "../../harness/request.js";
import type { CheckResult } from "../../harness/result.js";
import type { Services } from "../services.js";

export async function runChecks(
  request: CheckRequest,
  events: CheckEvents,
  services: Services,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  const known = request.cache ? (await services.cache())?.lookupRun(request) : null;
  if (known != null) {
    events.planned?.(known.map(({ subject }) => subject));
    for (const result of known) events.finished?.(result);
    return known;
  }
  const checker = await services.checker();
  return checker.checkModels(request, events, signal);
}
