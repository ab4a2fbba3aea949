/**
 * Finds a Java that can run TLC: the one of JAVA_HOME, else the first on PATH. Each candidate is run
 * and asked what it is, once for as long as it is the same file.
 */
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { execa } from "execa";
import { errorCode } from "../system-error.js";
import { withoutJavaOptions } from "./java-environment.js";
import { type JavaProperties, parseJavaProperties } from "./java-version.js";
import { recallJava, rememberJava } from "./known-java.js";

/**
 * Our jar would do with Java 8, but newer releases of TLC, which TLA2TOOLS_JAR may name, are compiled
 * for 11, and nothing older is tested.
 */
export const leastJavaMajor = 11;

export interface Java {
  readonly path: string;
  readonly version: string;
  readonly major: number;
  readonly vmName: string;
  readonly home: string;
  /** Remarks, such as a JAVA_HOME that was passed over. */
  readonly notes: readonly string[];
}

export type JavaResult =
  | { readonly kind: "found"; readonly java: Java }
  | {
      readonly kind: "failed";
      readonly reason: JavaFailureReason;
      /** What is wrong and the way out. */
      readonly message: string;
    };

export type JavaFailureReason = "not-found" | "not-executable" | "no-answer" | "not-java" | "too-old" | "32-bit";

export interface FindJavaOptions {
  /** Whether it is run also when it has answered before and is the same file: to see that it still works. */
  readonly ask?: boolean;
  /** For tests. */
  readonly platform?: NodeJS.Platform;
  /** For tests. */
  readonly timeoutMs?: number;
}

const wayOut = `To fix, install a 64-bit Java ${leastJavaMajor} or later and put it on PATH, or let JAVA_HOME name it.`;

export async function findJava(env: NodeJS.ProcessEnv, options: FindJavaOptions = {}): Promise<JavaResult> {
  const problems: Problem[] = [];
  for (const path of await candidates(env, options.platform ?? process.platform)) {
    const answer = await answerOf(path, env, options);
    if (answer.kind === "java") {
      const { version, major, vmName, home } = answer.properties;
      const notes = problems.map((problem) => problem.fact);
      return { kind: "found", java: { path, version, major, vmName, home, notes } };
    }
    problems.push(answer);
  }
  const first = problems.find((problem) => problem.reason !== "not-found") ?? problems[0];
  return first === undefined
    ? { kind: "failed", reason: "not-found", message: `No Java was found. ${wayOut}` }
    : { kind: "failed", reason: first.reason, message: `${first.fact} ${wayOut}` };
}

interface Problem {
  readonly kind: "problem";
  readonly reason: JavaFailureReason;
  readonly fact: string;
}

type Answer = Problem | { readonly kind: "java"; readonly properties: JavaProperties };

/** The one of JAVA_HOME, whether it is there or not, then the first of each folder on PATH. */
async function candidates(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Promise<readonly string[]> {
  const name = platform === "win32" ? "java.exe" : "java";
  const home = env["JAVA_HOME"] ?? "";
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath: string[] = [];
  for (const folder of folders) {
    const path = resolve(folder, name);
    if (!onPath.includes(path) && (await isFile(path))) {
      onPath.push(path);
    }
  }
  return home === "" ? onPath : [resolve(join(home, "bin", name)), ...onPath];
}

async function answerOf(path: string, env: NodeJS.ProcessEnv, { ask = false, timeoutMs = 20_000 }: FindJavaOptions): Promise<Answer> {
  if (!(await isFile(path))) {
    return problem("not-found", `JAVA_HOME is set, and there is no ${path}.`);
  }
  try {
    await access(path, constants.X_OK);
  } catch (error) {
    return problem("not-executable", `${path} cannot be executed (${errorCode(error)}).`);
  }
  const known = ask ? null : await recallJava(path, env);
  if (known !== null) return judge(path, known, 0);
  const answer = await probe(path, env, timeoutMs);
  if (answer.kind === "java") await rememberJava(path, env, answer.properties);
  return answer;
}

async function probe(path: string, env: NodeJS.ProcessEnv, timeoutMs: number): Promise<Answer> {
  const result = await execa(path, ["-XshowSettings:properties", "-version"], {
    reject: false,
    stdin: "ignore",
    env: withoutJavaOptions(env),
    extendEnv: false,
    timeout: timeoutMs,
    forceKillAfterDelay: 1000,
    maxBuffer: 1024 * 1024,
  });
  if (result.timedOut) {
    return problem("no-answer", `${path} gave no answer in ${timeoutMs / 1000} seconds.`);
  }
  return judge(path, parseJavaProperties(`${result.stderr}\n${result.stdout}`), result.exitCode);
}

function judge(path: string, properties: JavaProperties | null, exitCode: number | undefined): Answer {
  if (properties === null || exitCode !== 0) {
    return problem("not-java", `${path} does not work as a Java.`);
  }
  if (properties.major < leastJavaMajor) {
    return problem("too-old", `${path} is Java ${properties.version}, and at least Java ${leastJavaMajor} is needed.`);
  }
  if (properties.bits !== null && properties.bits !== 64) {
    return problem("32-bit", `${path} is a ${properties.bits}-bit Java, and a 64-bit one is needed.`);
  }
  return { kind: "java", properties };
}

function problem(reason: JavaFailureReason, fact: string): Problem {
  return { kind: "problem", reason, fact };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
