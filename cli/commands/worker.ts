// `lockproof worker`: this machine works on the distributed search of another one, or of this one.

import type { WorkRequest } from "../../harness/worker.js";
import type { WorkerEnd } from "../../tla-tools/index.js";
import { interruptible } from "../check/interrupt.js";
import { EXIT } from "../exit-codes.js";
import type { Services } from "../services.js";
import { duration, meetingPoint, size, threads } from "../values.js";

export interface WorkerArguments {
  readonly host: string;
  readonly workers: string;
  readonly heap: string;
  readonly wait: string;
}

/** Like `work` of harness/worker.ts. */
export type Work = (request: WorkRequest, onRegistered: () => void, signal: AbortSignal) => Promise<WorkerEnd>;

export async function worker(options: WorkerArguments, services: Services, work?: Work): Promise<number> {
  const { console } = services;
  const request = requestOf(options);
  const { host, port } = request.point;
  const registered = (): void => console.out(`lockproof: works for ${host}:${port}. Ctrl-C ends it.\n`);
  const run = work ?? (await import("../../harness/worker.js")).work;
  const { value: end } = await interruptible(services, (signal) => run(request, registered, signal));
  const { text, code } = told(end, request);
  (code === EXIT.expected ? console.out : console.err)(`lockproof: ${text}\n`);
  return code;
}

function requestOf({ host, workers, heap, wait }: WorkerArguments): WorkRequest {
  return {
    point: meetingPoint("HOST", host),
    workers: threads("workers", workers),
    heapMb: size("heap", heap),
    waitMs: duration("wait", wait),
  };
}

function told(end: WorkerEnd, { point, waitMs }: WorkRequest): { readonly text: string; readonly code: number } {
  const where = `${point.host}:${point.port}`;
  switch (end.kind) {
    case "done":
      return { text: `the search is over; ${end.states.toLocaleString("en-US")} states were computed here.`, code: EXIT.expected };
    case "server-gone":
      return { text: `the search at ${where} is gone.`, code: EXIT.expected };
    case "interrupted":
      return { text: "stopped; the search goes on without this machine.", code: EXIT.interrupted };
    case "not-there": {
      const seconds = Math.round(waitMs / 1000);
      return {
        text: `no search at ${where} within ${seconds} s (${end.reason}). There: lockproof check MODEL --distributed`,
        code: EXIT.toolFailure,
      };
    }
    case "failed":
      return { text: end.message, code: EXIT.toolFailure };
  }
}
