import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { assert } from "chai";
import { findJava, type JavaResult } from "../../../tla-tools/index.js";
import { temporaryFolder } from "./support.js";

const settings = (version: string, bits = "64"): string =>
  [
    "Property settings:",
    "    java.home = /opt/java",
    `    java.version = ${version}`,
    "    java.vm.name = OpenJDK 64-Bit Server VM",
    `    sun.arch.data.model = ${bits}`,
    "",
    `openjdk version "${version}"`,
  ].join("\n");

describe("[U] Finding Java", () => {
  const cleanups: (() => void)[] = [];
  let folder = "";

  beforeEach(() => {
    folder = temporaryFolder(cleanups);
  });

  afterEach(() => {
    for (const cleanup of cleanups.splice(0)) {
      cleanup();
    }
  });

  it("takes the one of JAVA_HOME before the one on PATH", async () => {
    const result = await findJava({ JAVA_HOME: fake("home", settings("21.0.1")), PATH: pathOf("path", settings("17.0.2")) });
    assert.strictEqual(versionOf(result), "21.0.1");
  });

  it("takes the one on PATH without a JAVA_HOME", async () => {
    assert.strictEqual(versionOf(await findJava({ PATH: pathOf("path", settings("17.0.2")) })), "17.0.2");
  });

  it("passes over a JAVA_HOME without a java, and says so", async () => {
    const result = await findJava({ JAVA_HOME: join(folder, "gone"), PATH: pathOf("path", settings("11")) });
    assert.strictEqual(versionOf(result), "11");
    assert.match(result.kind === "found" ? (result.java.notes[0] ?? "") : "", /JAVA_HOME is set/);
  });

  it("passes over a java on PATH that is too old", async () => {
    const path = [pathOf("old", settings("1.8.0_402")), pathOf("new", settings("17.0.2"))].join(":");
    assert.strictEqual(versionOf(await findJava({ PATH: path })), "17.0.2");
  });

  it("is not disturbed by noise", async () => {
    const noise = `Picked up something\nWARNING: java.version is nice\n${settings("17.0.2")}\nbye`;
    assert.strictEqual(versionOf(await findJava({ PATH: pathOf("noisy", noise) })), "17.0.2");
  });

  it("does not pass on the variables from which Java takes options", async () => {
    const home = fake("home", settings("17.0.2"), '[ -z "$JAVA_TOOL_OPTIONS" ] || exit 1');
    assert.strictEqual(versionOf(await findJava({ JAVA_HOME: home, JAVA_TOOL_OPTIONS: "-Xmx1m", PATH: "" })), "17.0.2");
  });

  const failures: readonly (readonly [string, () => NodeJS.ProcessEnv, string, RegExp])[] = [
    ["there is none", () => ({ PATH: folder }), "not-found", /^No Java was found\./],
    ["PATH is not set", () => ({}), "not-found", /^No Java was found\./],
    ["it is Java 8", () => ({ PATH: pathOf("p", settings("1.8.0_402")) }), "too-old", /is Java 1\.8\.0_402, and at least Java 11/],
    ["it is Java 10", () => ({ PATH: pathOf("p", settings("10.0.2")) }), "too-old", /is Java 10\.0\.2/],
    ["it has 32 bits", () => ({ PATH: pathOf("p", settings("17.0.2", "32")) }), "32-bit", /32-bit/],
    ["it is something else", () => ({ PATH: pathOf("p", "hello") }), "not-java", /does not work as a Java/],
    ["it fails", () => ({ PATH: pathOf("p", settings("17.0.2"), "exit 3") }), "not-java", /does not work as a Java/],
    ["it gives no answer", () => ({ PATH: pathOf("p", "", "exec sleep 30") }), "no-answer", /gave no answer/],
  ];

  for (const [title, env, reason, message] of failures) {
    it(`fails with one sentence and the way out when ${title}`, async () => {
      const result = await findJava(env(), { timeoutMs: 1000 });
      assert.strictEqual(result.kind === "failed" ? result.reason : "found", reason);
      assert.match(result.kind === "failed" ? result.message : "", message);
      assert.match(result.kind === "failed" ? result.message : "", /To fix, install a 64-bit Java 11 or later/);
    });
  }

  it("says that a java cannot be executed", async () => {
    const home = fake("home", settings("17.0.2"));
    chmodSync(join(home, "bin", "java"), 0o644);
    const result = await findJava({ JAVA_HOME: home, PATH: "" });
    assert.strictEqual(result.kind === "failed" ? result.reason : "found", "not-executable");
  });

  describe("that has answered before", () => {
    const versions = async (env: NodeJS.ProcessEnv, ...asked: boolean[]): Promise<string[]> => {
      const found: string[] = [];
      for (const ask of asked) found.push(versionOf(await findJava(env, { ask })));
      return found;
    };
    /** Each time it is run it has another version, which the file does not show. */
    const counting = (name: string): NodeJS.ProcessEnv => {
      const home = fake(name, settings("17.0.1"), `sed -i 's/17[.]0[.]\\(.*\\)/17.0.\\11/' '${join(folder, name, "bin", "java.txt")}'`);
      return { JAVA_HOME: home, PATH: "", LOCKPROOF_CACHE: join(folder, "cache") };
    };

    it("is not run again while it is the same file, unless it is to be asked", async () => {
      const env = counting("same");
      image("same");
      assert.deepStrictEqual(await versions(env, false, false, true, false), ["17.0.1", "17.0.1", "17.0.11", "17.0.11"]);
    });

    it("is run again when it or its classes have changed", async () => {
      const env = counting("changed");
      image("changed");
      const before = await versions(env, false);
      image("changed", "updated");
      assert.deepStrictEqual([...before, ...(await versions(env, false))], ["17.0.1", "17.0.11"]);
    });

    it("is run again when it could be a script that chooses one", async () => {
      const env = counting("usr");
      mkdirSync(join(folder, "usr", "lib", "modules"), { recursive: true });
      assert.deepStrictEqual(await versions(env, false, false), ["17.0.1", "17.0.11"]);
      assert.deepStrictEqual(await versions(counting("shim"), false, false), ["17.0.1", "17.0.11"]);
    });

    it("is run again when what was kept is damaged", async () => {
      const env = counting("damaged");
      image("damaged");
      const before = await versions(env, false);
      const kept = readdirSync(join(folder, "cache", "java"));
      for (const file of kept) writeFileSync(join(folder, "cache", "java", file), '{"version": 17}');
      assert.deepStrictEqual([kept.length, ...before, ...(await versions(env, false))], [1, "17.0.1", "17.0.11"]);
    });
  });

  /** The image of classes that a Java has beside it. */
  function image(name: string, text = ""): void {
    mkdirSync(join(folder, name, "lib"), { recursive: true });
    writeFileSync(join(folder, name, "lib", "modules"), text);
  }

  /** A home with a `bin/java` that prints `text` on standard error. */
  function fake(name: string, text: string, command = ""): string {
    const path = join(folder, name, "bin", "java");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.txt`, text);
    writeFileSync(path, `#!/bin/sh\nPATH=/usr/bin:/bin\ncat '${path}.txt' >&2\n${command}\n`);
    chmodSync(path, 0o755);
    return join(folder, name);
  }

  function pathOf(name: string, text: string, command = ""): string {
    return join(fake(name, text, command), "bin");
  }
});

function versionOf(result: JavaResult): string {
  return result.kind === "found" ? result.java.version : result.message;
}
