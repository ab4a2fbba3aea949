// A worker of a distributed search: finds Java and the jar, and lets TLC's worker run.

import { availableParallelism } from "node:os";
import { findJava, locateJar, type MeetingPoint, runWorker, type WorkerEnd } from "../tla-tools/index.js";

export interface WorkRequest {
  readonly point: MeetingPoint;
  readonly workers: number | "auto";
  readonly heapMb: number;
  readonly waitMs: number;
}

export async function work(request: WorkRequest, onRegistered: () => void, signal: AbortSignal): Promise<WorkerEnd> {
  const { point, workers, heapMb, waitMs } = request;
  const [java, jar] = await Promise.all([findJava(process.env), locateJar({ env: process.env, signal })]);
  if (java.kind === "failed") return { kind: "failed", message: java.message };
  if (jar.kind === "failed") return { kind: "failed", message: jar.message };
  const threads = workers === "auto" ? availableParallelism() : workers;
  return runWorker({ java: java.java, jar: jar.jar, point, threads, heapMb, waitMs, onRegistered }, signal);
}
