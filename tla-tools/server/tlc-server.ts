/**
 * One JVM that runs TLC many times, seen from here: TlcServer.java at the other end of three pipes. One
 * run at a time. Whatever is not as the protocol says ends the JVM; a JVM that has ended is not used again.
 */
import { Socket } from "node:net";
import { execa } from "execa";
import { tlcEnvironment } from "../java/java-environment.js";
import { javaOptions, type MemoryShares } from "../run/arguments.js";
import { guard } from "../run/exit-guard.js";
import { killDelayMs, pipeDelayMs } from "../run/java-process.js";
import type { CompleteRequest } from "../run/request.js";
import { makeServerDirectory, noteOwner, removeRunDirectory } from "../run/run-directory.js";
import type { ServerClasses } from "./server-classes.js";
import { encodeRequest, FrameReader, type ServerFrame } from "./server-frames.js";

export interface ServerSettings extends Pick<CompleteRequest, "java" | "jar" | "heapMb" | "profile" | "temporaryDirectory" | "env"> {
  /** How the JVM divides its heap; undefined: as for one search. */
  readonly memory?: MemoryShares | undefined;
}

export type FoundClasses = Extract<ServerClasses, { kind: "found" }>;

/** Who gets what a run prints. */
export interface RunListener {
  readonly onOutput: (chunk: Uint8Array) => void;
  readonly onErrors: (chunk: Uint8Array) => void;
}

export type ServedRun =
  | { readonly kind: "exit"; readonly status: number; readonly exception: string | null }
  /** The JVM ended, or was ended, in the middle. */
  | { readonly kind: "lost"; readonly exitCode: number | null; readonly signal: string | null };

/** Starts a JVM. Throws when not even its folder can be made. */
export async function startTlcServer(settings: ServerSettings, classes: FoundClasses): Promise<TlcServer> {
  const directory = await makeServerDirectory(settings.temporaryDirectory);
  const child = spawnServer(settings, classes, directory);
  // At once: what nobody listens to is dropped.
  const server = new TlcServer(child, directory.path);
  if (child.pid !== undefined) await noteOwner(directory, child.pid).catch(() => undefined);
  return server;
}

type Child = ReturnType<typeof spawnServer>;

function spawnServer(
  settings: ServerSettings,
  { jar, archive }: FoundClasses,
  { crashFile, temporary }: Awaited<ReturnType<typeof makeServerDirectory>>,
) {
  // An archive that does not suit is not used, and Java would say so between the frames.
  const loaded = archive === null ? [] : [`-XX:SharedArchiveFile=${archive}`, "-Xlog:disable"];
  return execa(settings.java.path, [...javaOptions(settings, crashFile, temporary, settings.memory), ...loaded, "-jar", jar, temporary], {
    reject: false,
    buffer: false,
    stdin: "pipe",
    encoding: "buffer",
    cwd: temporary,
    env: tlcEnvironment(settings.env),
    extendEnv: false,
    cleanup: false,
    forceKillAfterDelay: killDelayMs,
  });
}

export class TlcServer {
  /** How many runs it was given. */
  runs = 0;
  private readonly reader = new FrameReader();
  /** When nothing is left of it. */
  readonly ended: Promise<Extract<ServedRun, { kind: "lost" }>>;
  private readonly release: () => void;
  private state: "starting" | "ready" | "running" | "tidying" | "ended" = "starting";
  private spotless = true;
  private listener: RunListener | null = null;
  private onExit: ((run: ServedRun) => void) | null = null;
  private onReady: (() => void) | null = null;

  constructor(
    private readonly child: Child,
    private readonly directory: string,
  ) {
    this.release = guard({ directory, kill: () => child.kill("SIGKILL") });
    child.stdout.on("data", (chunk: Uint8Array) => this.onBytes(chunk));
    child.stderr.on("data", (chunk: Uint8Array) => this.listener?.onErrors(chunk));
    // A request to a JVM that has just ended: its end is noticed anyway.
    child.stdin.on("error", () => undefined);
    child.once("exit", () => setTimeout(() => this.destroyPipes(), pipeDelayMs).unref());
    this.ended = this.whenEnded();
    this.hold(false);
  }

  /** Whether it may be given another run: it is there, kept the protocol, and the last run left nothing behind. */
  get usable(): boolean {
    return this.state !== "ended" && this.spotless;
  }

  /** True when it waits for a run; false when it has ended, is not clean, or does not become ready in time. */
  async ready(withinMs: number, signal: AbortSignal | undefined): Promise<boolean> {
    const giveUp = (): void => this.kill();
    this.hold(true);
    const timer = setTimeout(giveUp, withinMs);
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      if (this.state === "starting" || this.state === "tidying") {
        await Promise.race([new Promise<void>((resolve) => (this.onReady = resolve)), this.ended]);
      }
      return this.state === "ready" && this.usable;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      this.hold(false);
    }
  }

  /** Must be ready. */
  async run(strings: readonly string[], listener: RunListener): Promise<ServedRun> {
    this.runs += 1;
    this.state = "running";
    this.listener = listener;
    this.hold(true);
    const exit = new Promise<ServedRun>((resolve) => (this.onExit = resolve));
    this.child.stdin.write(encodeRequest(strings));
    try {
      return await Promise.race([exit, this.ended]);
    } finally {
      this.listener = null;
      this.hold(false);
    }
  }

  /** Asks the run that goes on for a checkpoint, or how far it came. */
  ask(what: "checkpoint" | "progress"): void {
    this.child.stdin.write(encodeRequest([what]));
  }

  /** Asks it to end, and makes it end after two seconds: TLC says once more how far it came. */
  stop(): void {
    this.spotless = false;
    this.child.kill("SIGTERM");
  }

  kill(): void {
    this.spotless = false;
    this.child.kill("SIGKILL");
  }

  /** Ends it, and waits until nothing is left of it. */
  async close(): Promise<void> {
    this.hold(true);
    this.kill();
    await this.ended;
  }

  private onBytes(chunk: Uint8Array): void {
    for (const frame of this.reader.feed(chunk)) this.onFrame(frame);
    if (this.reader.breach) this.kill();
  }

  private onFrame(frame: ServerFrame): void {
    if (frame.kind === "ready" && (this.state === "starting" || this.state === "tidying")) {
      this.state = "ready";
      this.spotless &&= frame.leftovers.length === 0;
      this.onReady?.();
    } else if (frame.kind === "output" && this.state === "running") {
      this.listener?.onOutput(frame.bytes);
    } else if (frame.kind === "errors" && this.state === "running") {
      this.listener?.onErrors(frame.bytes);
    } else if (frame.kind === "exit" && this.state === "running") {
      this.state = "tidying";
      this.spotless &&= frame.exception === null;
      this.onExit?.(frame);
    } else {
      this.kill();
    }
  }

  private async whenEnded(): Promise<Extract<ServedRun, { kind: "lost" }>> {
    const { exitCode, signal } = await this.child;
    this.state = "ended";
    await removeRunDirectory(this.directory).catch(() => undefined);
    this.release();
    return { kind: "lost", exitCode: exitCode ?? null, signal: signal ?? null };
  }

  private destroyPipes(): void {
    this.child.stdout.destroy();
    this.child.stderr.destroy();
  }

  /** While it is idle, it does not keep our own process from ending. */
  private hold(on: boolean): void {
    const { stdin, stdout, stderr } = this.child;
    const pipes = [stdin, stdout, stderr].filter((pipe) => pipe instanceof Socket);
    for (const held of [this.child, ...pipes]) {
      if (on) held.ref();
      else held.unref();
    }
  }
}
