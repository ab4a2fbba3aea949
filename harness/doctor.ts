// Looks at everything lockproof needs of the machine: Node, Java, the jar of TLC and Maven that fetches it, folders, space, the locale.
// Says what is wrong and what to do; shows nothing.

import { execFile } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { cacheDirectory, findJava, locateJar, serverClasses, temporaryFolder, tlcArtifact } from "../tla-tools/index.js";

export interface Finding {
  /** `broken`: checks cannot run. `doubt`: they can, but not always or not well. */
  readonly state: "ok" | "doubt" | "broken";
  readonly what: string;
  readonly text: string;
}

const LEAST_NODE = [20, 19] as const;
const LEAST_FREE_MB = 200;
const ADVISED_FREE_MB = 2000;

export async function examine(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const jar = await examineJar(env);
  return [
    examineNode(process.versions.node),
    await examineJava(env),
    jar,
    await examineServer(env),
    await examineMaven(env, jar.state === "ok"),
    examineTemporaryFolder(),
    examineSpace(temporaryFolder()),
    await examineCache(env),
    examineLocale(env),
  ];
}

const ok = (what: string, text: string): Finding => ({ state: "ok", what, text });
const doubt = (what: string, text: string): Finding => ({ state: "doubt", what, text });
const broken = (what: string, text: string): Finding => ({ state: "broken", what, text });

export function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  const least = LEAST_NODE.join(".");
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
    ? ok("node", version)
    : broken("node", `${version}, and at least ${least} is needed. To fix, install Node ${leastMajor} or later.`);
}

async function examineJava(env: NodeJS.ProcessEnv): Promise<Finding> {
  const result = await findJava(env, { ask: true });
  if (result.kind === "failed") return broken("java", result.message);
  const { version, vmName, path, notes } = result.java;
  const text = `${version}, ${vmName}, ${path}`;
  return notes.length === 0 ? ok("java", text) : doubt("java", [text, ...notes].join(" "));
}

/** Whether TLC can be kept running from model to model. */
async function examineServer(env: NodeJS.ProcessEnv): Promise<Finding> {
  const [java, jar] = await Promise.all([findJava(env), locateJar({ env })]);
  if (java.kind === "failed" || jar.kind === "failed") return doubt("server", "It needs java and tlc.");
  const classes = await serverClasses({ java: java.java, jar: jar.jar, env });
  return classes.kind === "found"
    ? ok("server", "one Java process checks many models")
    : doubt("server", `Each check starts a Java process of its own, which is slower: ${classes.reason} ${classes.repair}`);
}

/** Fetches it, if it is not there: then the first check need not. */
async function examineJar(env: NodeJS.ProcessEnv): Promise<Finding> {
  const result = await locateJar({ env });
  if (result.kind === "failed") return broken("tlc", result.message);
  const { path, known, sha256 } = result.jar;
  if (known) return ok("tlc", `${tlcArtifact.name} ${tlcArtifact.version}, ${path}`);
  return doubt("tlc", `${path} is not the jar that lockproof was tested with (SHA-256 ${sha256}). To fix, unset TLA2TOOLS_JAR.`);
}

/** Needed only while there is no jar. */
async function examineMaven(env: NodeJS.ProcessEnv, haveJar: boolean): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)("mvn", ["-B", "-Dstyle.color=never", "--version"], { env, timeout: 20_000 });
    return ok("maven", stripVTControlCharacters(stdout.split("\n")[0] ?? ""));
  } catch {
    const text = "Not found on PATH, or does not work.";
    return haveJar
      ? ok("maven", `${text} Not needed: the jar is there.`)
      : broken("maven", `${text} To fix, install Maven, or let TLA2TOOLS_JAR name a jar of TLC.`);
  }
}

function examineTemporaryFolder(): Finding {
  const folder = temporaryFolder();
  try {
    rmSync(mkdtempSync(join(folder, "lockproof-doctor-")), { recursive: true });
    return ok("temp", folder);
  } catch {
    return broken("temp", `${folder} cannot be written. To fix, let TMPDIR name a folder that can be written.`);
  }
}

function examineSpace(folder: string): Finding {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return judgeSpace(folder, Math.floor((bavail * bsize) / 2 ** 20));
  } catch {
    return doubt("disk", `How much space is left in ${folder} cannot be told.`);
  }
}

export function judgeSpace(folder: string, megabytes: number): Finding {
  const text = `${megabytes} MB left in ${folder}`;
  if (megabytes < LEAST_FREE_MB)
    return broken("disk", `${text}, too little for TLC. To fix, make room, or let TMPDIR name another folder.`);
  if (megabytes < ADVISED_FREE_MB) return doubt("disk", `${text}, enough for small models only.`);
  return ok("disk", text);
}

async function examineCache(env: NodeJS.ProcessEnv): Promise<Finding> {
  const folder = await cacheDirectory(env);
  if (folder === null)
    return doubt("cache", "There is no home directory for it. To fix, let LOCKPROOF_CACHE name a folder that can be written.");
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return ok("cache", folder);
  } catch {
    return doubt(
      "cache",
      `${folder} cannot be written, so nothing is kept. To fix, let LOCKPROOF_CACHE name a folder that can be written.`,
    );
  }
}

/** TLC gets a locale of its own; what is left to go wrong is a terminal that cannot show what models are called. */
export function examineLocale(env: NodeJS.ProcessEnv): Finding {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "C";
  return /utf-?8/i.test(locale)
    ? ok("locale", locale)
    : doubt("locale", `${locale} is not UTF-8: names may be shown wrongly. To fix, set LC_ALL=C.UTF-8.`);
}
