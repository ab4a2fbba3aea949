// The search for rules and invariants in TLC's distributed mode. What it verifies is verified; what is wrong is searched again here, as the
// distributed one tells no execution.

import { registry } from "../../codegen/diagnostics/registry.js";
import { type Meeting, runDistributed, type TlcRequest, type TlcRunResult } from "../../tla-tools/index.js";
import { failure, type ResultBody } from "./outcome.js";

/** `observed`: the run told what executions reach. */
export type FoundTogether = { readonly run: TlcRunResult; readonly observed: boolean } | ResultBody;

export async function searchTogether(
  request: TlcRequest,
  meeting: Meeting,
  here: () => Promise<TlcRunResult>,
  signal: AbortSignal,
): Promise<FoundTogether> {
  const together = await runDistributed(request, meeting, signal);
  switch (together.kind) {
    case "ended":
      return { run: together.result, observed: false };
    case "no-worker":
      return nobodyCame(meeting);
    case "port-taken":
      return portTaken(meeting);
    case "error": {
      const run = await here();
      return run.outcome === "verified" ? contradiction(together.text, run) : { run, observed: true };
    }
  }
}

function nobodyCame({ point, waitMs }: Meeting): ResultBody {
  return {
    outcome: "inconclusive",
    reason: "timeout",
    message: `No worker came within ${Math.round(waitMs / 1000)} s.`,
    hints: [`start workers, before or after the check: lockproof worker ${point.host}:${point.port}`, "wait longer for them: --wait 10m"],
    statistics: { generated: null, distinct: null, depth: null, queue: null, collisionProbability: null, reductions: [] },
  };
}

function portTaken({ point }: Meeting): ResultBody {
  const { code } = registry["tlc-failed"];
  const message = `The port ${point.port} is taken, or this user may not have it. Choose another one, for the workers too: --listen ${point.host}:PORT.`;
  return { outcome: "tool-failure", code, message, detail: [] };
}

function contradiction(text: string, run: TlcRunResult): ResultBody {
  return failure("tlc-failed", `the distributed search says '${text}', and a search on this machine finds nothing wrong.`, run);
}
