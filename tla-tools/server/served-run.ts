/** One run of TLC in a JVM that is kept; to its supervisor it looks like a process. */
import { tlcOptions } from "../run/arguments.js";
import { errorTailBytes } from "../run/java-process.js";
import type { Runner } from "../run/run-tlc.js";
import { Supervisor } from "../run/supervisor.js";
import { TailBuffer } from "../run/tail-buffer.js";
import type { TlcServer } from "./tlc-server.js";

/** The exit status is the one with which a process would have ended. */
export function servedRun(server: TlcServer): Runner {
  return async (run) => {
    const { request, directory } = run;
    const errors = new TailBuffer(errorTailBytes);
    const supervisor = new Supervisor(run, () => server.stop());
    run.onStart(() => server.kill(), null);
    const served = await server.run([directory.spec, ...tlcOptions(request, directory)], {
      onOutput: (chunk) => supervisor.onOutput(chunk),
      onErrors: (chunk) => errors.add(chunk),
    });
    supervisor.end();
    const [exitCode, signal] = served.kind === "exit" ? [served.status, null] : [served.exitCode, served.signal];
    return { kind: "ended", end: { exitCode, signal, stopped: supervisor.reason, errorOutput: errors.text() } };
  };
}
