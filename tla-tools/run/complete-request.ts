/** Fills in the defaults of a request, and refuses one that no run can follow: that is a bug. */
import { defaultLimits } from "../output/limits.js";
import type { CompleteRequest, TlcRequest } from "./request.js";
import { temporaryFolder } from "./temporary-folder.js";

const fileName = /^[A-Za-z][A-Za-z0-9_]*\.(?:tla|cfg)$/;

export const defaultWorkers = 1;
export const defaultFp = 0;
export const defaultSeed = 1;

export function completeRequest(request: TlcRequest): CompleteRequest {
  const complete: CompleteRequest = {
    workers: defaultWorkers,
    heapMb: 1024,
    timeoutMs: 60_000,
    checkDeadlock: true,
    maxOutputBytes: 64 * 1024 * 1024,
    limits: defaultLimits,
    simulation: null,
    checkpoint: null,
    extra: "none",
    profile: "short",
    fp: defaultFp,
    seed: defaultSeed,
    keepDirectory: false,
    temporaryDirectory: temporaryFolder(),
    env: process.env,
    ...request,
  };
  checkNames(complete);
  checkNumbers(complete);
  return complete;
}

function checkNames({ files, module }: CompleteRequest): void {
  for (const name of Object.keys(files)) {
    if (!fileName.test(name)) {
      throw new TypeError(`Not the name of a TLA+ file: ${name}`);
    }
  }
  for (const name of [`${module}.tla`, `${module}.cfg`]) {
    if (!Object.hasOwn(files, name)) {
      throw new TypeError(`The file ${name} is missing from the request.`);
    }
  }
}

function checkNumbers(request: CompleteRequest): void {
  checkRange("workers", request.workers, 1, 1024);
  checkRange("heapMb", request.heapMb, 1, 1024 * 1024);
  checkRange("timeoutMs", request.timeoutMs, 1, 2 ** 31 - 1);
  checkRange("maxOutputBytes", request.maxOutputBytes, 1, Number.MAX_SAFE_INTEGER);
  checkRange("fp", request.fp, 0, 130);
  checkRange("simulation.executions", request.simulation?.executions ?? 1, 1, Number.MAX_SAFE_INTEGER);
  checkRange("simulation.states", request.simulation?.states ?? 1, 1, 2 ** 31 - 1);
  checkRange("seed", request.seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
}

function checkRange(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}.`);
  }
}
