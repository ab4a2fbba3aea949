import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { execa } from "execa";
import { asmArtifact, jarNameOf, locateAsm, locateJar, tlcArtifact } from "../../tla-tools/index.js";
import { tools } from "../support/tlc.js";
import { repositoryRoot, temporaryFolder } from "../unit/tla-tools/support.js";

const pom = join(repositoryRoot, "tla-tools", "pom.xml");

describe("[T] The jar of TLC", () => {
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

  it("comes from the real Maven into an empty cache, and from the cache after that", async () => {
    const cache = join(folder, "cache with space");
    const first = await locateJar({ env: { ...process.env, TLA2TOOLS_JAR: "", LOCKPROOF_CACHE: cache }, pom });
    assert.strictEqual(first.kind === "found" ? first.jar.source : first.message, "maven");
    const second = await locateJar({ env: { PATH: "", LOCKPROOF_CACHE: cache }, pom });
    assert.strictEqual(second.kind === "found" ? second.jar.source : second.message, "cache");
    const asm = await locateAsm({ env: { PATH: "", LOCKPROOF_CACHE: cache }, pom });
    assert.include(asm.kind === "found" ? asm.jar.path : asm.message, jarNameOf(asmArtifact));
  }).timeout(150_000);

  it("is whole in the cache when four processes fetch it at once", async () => {
    const { jar } = await tools();
    const bin = fakeMaven(jar.path);
    for (let round = 0; round < 3; round += 1) {
      const cache = join(folder, `cache-${round}`);
      const results = await Promise.all([1, 2, 3, 4].map(() => locateInProcess({ PATH: bin, LOCKPROOF_CACHE: cache })));
      assert.deepEqual(results, ["found", "found", "found", "found"]);
      assert.deepEqual(readdirSync(join(cache, "jars")), [jarNameOf(tlcArtifact)]);
    }
  });

  /** A `mvn` that takes its time and then copies the real jar. */
  function fakeMaven(jar: string): string {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    const into = 'for a in "$@"; do case "$a" in -DoutputDirectory=*) into="${a#*=}";; esac; done';
    const script = `#!/bin/sh\nPATH=/usr/bin:/bin\n${into}\nsleep 0.$(($$ % 4))\ncp '${jar}' "$into/${jarNameOf(tlcArtifact)}"\n`;
    writeFileSync(join(bin, "mvn"), script);
    chmodSync(join(bin, "mvn"), 0o755);
    return bin;
  }
});

/** What kind of result a process of its own gets. */
async function locateInProcess(env: NodeJS.ProcessEnv): Promise<string> {
  const module = new URL("../../tla-tools/index.js", import.meta.url).href;
  const options = JSON.stringify({ env, pom });
  const code = `import { locateJar } from '${module}'; console.log((await locateJar(${options})).kind);`;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", code], { timeout: 20_000 });
  return stdout;
}
