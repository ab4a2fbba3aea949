/**
 * Runs of TLC in JVMs that are kept: for many models, of which each alone would mostly wait for a JVM to
 * start. The results are those of `runTlc`. A run that ends in any surprise, in a JVM that is not fresh
 * any more, is no witness: the JVM is ended, and the run made again in a process of its own.
 */
import { availableParallelism } from "node:os";
import { MANY_SEARCHES, type MemoryShares } from "../run/arguments.js";
import { completeRequest } from "../run/complete-request.js";
import type { CompleteRequest, TlcRequest } from "../run/request.js";
import { removeRunDirectory } from "../run/run-directory.js";
import { runTlc, runWith, type TlcRunResult } from "../run/run-tlc.js";
import { servedRun } from "./served-run.js";
import { type ServerClasses, type ServerClassesRequest, serverClasses } from "./server-classes.js";
import { type ServerSettings, startTlcServer, type TlcServer } from "./tlc-server.js";

export interface TlcPool {
  /** As `runTlc`. As many JVMs run side by side as there are runs at a time. */
  readonly run: (request: TlcRequest, signal?: AbortSignal) => Promise<TlcRunResult>;
  /** Starts JVMs that suit such a request before they are needed; returns when they are on their way. */
  readonly prepare: (request: Omit<TlcRequest, "files" | "module">, count?: number) => Promise<void>;
  /** Ends all JVMs, when no run goes on any more. Without it they end with our own process, at the latest. */
  readonly close: () => Promise<void>;
  readonly counts: Readonly<PoolCounts>;
}

export interface PoolCounts {
  /** JVMs started. */
  started: number;
  /** Runs in a kept JVM. */
  warm: number;
  /** Runs made again in a process of their own. */
  again: number;
  /** Runs in a process of their own from the start. */
  alone: number;
}

const startMs = 20_000;
/** A run that finds a violation leaves threads behind, which wait and hold some of its memory. */
const runsPerServer = 200;

/** For tests. */
export interface PoolOptions {
  /** How long a JVM may take until it is ready for a run. */
  readonly startMs?: number;
  /** After how many runs a JVM is replaced. */
  readonly runsPerServer?: number;
  readonly findAsm?: NonNullable<ServerClassesRequest["findAsm"]>;
}

export function openTlcPool(options: PoolOptions = {}): TlcPool {
  return new Pool(options);
}

class Pool implements TlcPool {
  readonly counts: PoolCounts = { started: 0, warm: 0, again: 0, alone: 0 };
  private readonly idle: { readonly key: string; readonly server: Promise<TlcServer | null> }[] = [];
  /** All that have not ended. */
  private readonly servers = new Set<TlcServer>();
  private readonly most = availableParallelism();
  /** By the checksum of the jar. */
  private readonly classes = new Map<string, Promise<ServerClasses>>();
  /** JVMs that did not come up: after two, none is tried any more. */
  private failures = 0;
  private closed = false;
  /** Several were prepared: runs over many models. */
  private many = false;

  constructor(private readonly options: PoolOptions) {}

  readonly run = async (request: TlcRequest, signal?: AbortSignal): Promise<TlcRunResult> => {
    const complete = completeRequest(request);
    const server = this.suits(complete) ? await this.take(complete, signal) : null;
    if (server === null) {
      this.counts.alone += 1;
      return runTlc(request, signal);
    }
    this.counts.warm += 1;
    const began = performance.now();
    const result = await runWith(servedRun(server), request, signal).finally(() => this.giveBack(complete, server));
    // A process cannot go on from a checkpoint.
    if (!isSurprise(result) || complete.checkpoint?.resume === true) return result;
    this.counts.again += 1;
    server.kill();
    if (result.directory !== null) await removeRunDirectory(result.directory).catch(() => undefined);
    const again = await runTlc(request, signal);
    return { ...again, elapsedMs: Math.round(performance.now() - began) };
  };

  readonly prepare = async (request: Omit<TlcRequest, "files" | "module">, count = 1): Promise<void> => {
    const complete = completeRequest({ ...request, module: "Any", files: { "Any.tla": "", "Any.cfg": "" } });
    if (!this.suits(complete)) return;
    this.many ||= count > 1;
    const wanted = Math.min(count, this.most) - this.idle.length;
    const started = Array.from({ length: Math.max(0, wanted) }, () => ({ key: keyOf(complete), server: this.start(complete) }));
    this.idle.push(...started);
    await Promise.all(started.map(({ server }) => server));
  };

  readonly close = async (): Promise<void> => {
    this.closed = true;
    await Promise.all(this.idle.splice(0).map(({ server }) => server));
    await Promise.all([...this.servers].map((server) => server.close()));
  };

  /** Two line ends could forge a message. */
  private suits({ temporaryDirectory }: CompleteRequest): boolean {
    return !this.closed && this.failures < 2 && !/[\r\n]/.test(temporaryDirectory);
  }

  /** A JVM that waits; null when there is no having one. */
  private async take(request: CompleteRequest, signal: AbortSignal | undefined): Promise<TlcServer | null> {
    const key = keyOf(request);
    for (;;) {
      const index = this.idle.findIndex((entry) => entry.key === key);
      const [found] = index === -1 ? [] : this.idle.splice(index, 1);
      const server = await (found?.server ?? this.start(request));
      if (server === null) return null;
      if (await server.ready(this.options.startMs ?? startMs, signal)) return server;
      await server.close();
      if (server.runs === 0 && signal?.aborted !== true) this.failures += 1;
      if (server.runs === 0) return null;
    }
  }

  private async start(settings: ServerSettings): Promise<TlcServer | null> {
    const classes = await this.classesFor(settings);
    if (classes.kind === "failed") {
      this.failures = 2;
      return null;
    }
    this.counts.started += 1;
    const server = await startTlcServer({ ...settings, memory: this.memoryOf(settings) }, classes).catch(() => null);
    if (server !== null) this.servers.add(server);
    void server?.ended.then(() => this.servers.delete(server));
    return server;
  }

  /** Undefined: as for one search, which a long one is also among many. */
  private memoryOf({ profile }: ServerSettings): MemoryShares | undefined {
    return this.many && profile === "short" ? MANY_SEARCHES : undefined;
  }

  private classesFor({ java, jar, env }: ServerSettings): Promise<ServerClasses> {
    const { findAsm } = this.options;
    const found = this.classes.get(jar.sha256) ?? serverClasses({ java, jar, env, ...(findAsm === undefined ? {} : { findAsm }) });
    this.classes.set(jar.sha256, found);
    return found;
  }

  private giveBack(request: CompleteRequest, server: TlcServer): void {
    if (this.closed || !server.usable || server.runs >= (this.options.runsPerServer ?? runsPerServer)) {
      server.kill();
      return;
    }
    this.idle.push({ key: keyOf(request), server: Promise.resolve(server) });
    if (this.idle.length > this.most) void this.idle.shift()?.server.then((oldest) => oldest?.kill());
  }
}

/** Runs that may share a JVM. Long ones want another: more compilation. */
function keyOf({ java, jar, heapMb, profile, temporaryDirectory, env }: ServerSettings): string {
  return JSON.stringify([java.path, jar.path, jar.sha256, heapMb, profile, temporaryDirectory, env]);
}

/** Neither a result that TLC reaches in good order, nor our own decision to stop. */
function isSurprise({ outcome }: TlcRunResult): boolean {
  switch (outcome) {
    case "killed":
    case "out-of-memory":
    case "disk-full":
    case "stack-overflow":
    case "tool-failure":
      return true;
    case "verified":
    case "invariant":
    case "deadlock":
    case "temporal":
    case "action-property":
    case "property-initial":
    case "assertion":
    case "assumption":
    case "evaluation-error":
    case "spec-error":
    case "no-initial-state":
    case "incomplete":
    case "timeout":
    case "interrupted":
    case "output-limit":
      return false;
  }
}
