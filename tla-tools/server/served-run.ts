/** One run of TLC in a JVM that is kept; to its supervisor it looks like a process. */
import { codes } from "../output/codes.js";
import type { StopReason } from "../output/process-end.js";
import { tlcOptions } from "../run/arguments.js";
import { isCheckpointWhole } from "../run/checkpoint.js";
import { errorTailBytes, type PreparedRun } from "../run/java-process.js";
import type { Runner } from "../run/run-tlc.js";
import { Supervisor } from "../run/supervisor.js";
import { TailBuffer } from "../run/tail-buffer.js";
import type { TlcServer } from "./tlc-server.js";

/** How long a last checkpoint may take: whoever has pressed Ctrl-C does not wait long. */
const checkpointMs: Readonly<Record<StopReason["kind"], number>> = { timeout: 60_000, abort: 3000, "output-limit": 0 };
/** How long a last word may take on how far the search came, which TLC by itself says once a minute. */
const progressMs: Readonly<Record<StopReason["kind"], number>> = { timeout: 1000, abort: 300, "output-limit": 0 };

/** The exit status is the one with which a process would have ended. */
export function servedRun(server: TlcServer): Runner {
  return async (run) => {
    const { request, directory } = run;
    const errors = new TailBuffer(errorTailBytes);
    const ending = new Ending(run, server);
    const supervisor = new Supervisor(run, (reason) => ending.begin(reason));
    run.onStart(() => server.kill(), null);
    const served = await server.run([directory.spec, ...tlcOptions(request, directory)], {
      onOutput(chunk) {
        supervisor.onOutput(chunk);
        ending.look();
      },
      onErrors: (chunk) => errors.add(chunk),
    });
    ending.end();
    supervisor.end();
    const [exitCode, signal] = served.kind === "exit" ? [served.status, null] : [served.exitCode, served.signal];
    const stopped = ending.stopped || served.kind === "lost" ? supervisor.reason : null;
    return { kind: "ended", end: { exitCode, signal, stopped, errorOutput: errors.text() } };
  };
}

/** Stops a run, after a last checkpoint where the search is to be kept, else after a last word on how far it came. */
class Ending {
  /** False, too, when the search came to its end meanwhile. */
  stopped = false;
  private timer: NodeJS.Timeout | null = null;
  private before = 0;
  private readonly last: "checkpoint" | "progress";

  constructor(
    private readonly run: PreparedRun,
    private readonly server: TlcServer,
  ) {
    this.last = run.request.checkpoint === null ? "progress" : "checkpoint";
  }

  begin({ kind }: StopReason): void {
    const { [kind]: patience } = this.last === "checkpoint" ? checkpointMs : progressMs;
    if (patience === 0 || !this.isSearching()) {
      this.stop();
      return;
    }
    this.before = this.told();
    this.timer = setTimeout(() => this.stop(), patience);
    this.server.ask(this.last);
  }

  /** Called when there is more output. */
  look(): void {
    const isWhole = this.last === "progress" || isCheckpointWhole(this.run.parser);
    if (this.timer !== null && isWhole && this.told() > this.before) this.stop();
  }

  private told(): number {
    return this.run.parser.count(this.last === "progress" ? codes.progress : codes.checkpointEnded);
  }

  end(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  /** Before that there is nothing to keep. */
  private isSearching(): boolean {
    const { parser } = this.run;
    return [codes.initialStates, codes.initialStatesSomeDistinct, codes.recovered].some((code) => parser.count(code) > 0);
  }

  private stop(): void {
    this.end();
    this.stopped = true;
    this.server.stop();
  }
}
