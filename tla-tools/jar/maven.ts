/**
 * Lets Maven copy the jar of `pom.xml` into a folder. Maven brings the repository, the mirror and the
 * proxy of the user's settings; we name none.
 */
import { execa } from "execa";

export interface MavenRequest {
  readonly pom: string;
  /** Where the jar goes; the folder exists. */
  readonly into: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export type MavenResult = { readonly kind: "copied" } | { readonly kind: "failed"; readonly reason: MavenFailure; readonly detail: string };

export type MavenFailure = "no-maven" | "offline" | "timeout" | "aborted" | "maven-failed";

/** The version of the plugin stands in the pom. */
const goal = "org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies";

const noNetwork =
  /Could not transfer|Unknown host|UnknownHostException|Connection refused|Connection timed out|Network is unreachable|in offline mode|Temporary failure in name resolution|No route to host/i;

export async function copyWithMaven(request: MavenRequest): Promise<MavenResult> {
  const result = await execa("mvn", mavenArguments(request), {
    reject: false,
    stdin: "ignore",
    all: true,
    env: request.env,
    extendEnv: false,
    cwd: request.into,
    timeout: request.timeoutMs,
    forceKillAfterDelay: 2000,
    maxBuffer: 1024 * 1024,
    ...(request.signal === undefined ? {} : { cancelSignal: request.signal }),
  });
  if (!result.failed) {
    return { kind: "copied" };
  }
  const reason = reasonOf(result, result.all ?? "");
  return { kind: "failed", reason, detail: errorLine(result.all ?? "") };
}

function mavenArguments(request: MavenRequest): readonly string[] {
  return ["-B", "-q", "-Dstyle.color=never", "-f", request.pom, goal, "-DexcludeTransitive=true", `-DoutputDirectory=${request.into}`];
}

interface Ended {
  readonly code?: string | undefined;
  readonly timedOut: boolean;
  readonly isCanceled: boolean;
}

function reasonOf(result: Ended, output: string): MavenFailure {
  if (result.code === "ENOENT" || result.code === "EACCES") {
    return "no-maven";
  }
  if (result.timedOut) {
    return "timeout";
  }
  if (result.isCanceled) {
    return "aborted";
  }
  return noNetwork.test(output) ? "offline" : "maven-failed";
}

/** The first error that Maven prints says what went wrong; the others say how to learn more. */
function errorLine(output: string): string {
  const lines = output.split(/\r?\n/);
  const line = lines.find((text) => text.startsWith("[ERROR]")) ?? lines.findLast((text) => text.trim() !== "");
  return (line ?? "")
    .replace(/^\[ERROR\]\s*/, "")
    .replace(/ -> \[Help \d+\]$/, "")
    .slice(0, 500);
}
