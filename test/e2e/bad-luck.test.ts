// No Java, a wrong jar, a model too large, Ctrl-C: each has an exit code and a sentence, and leaves nothing behind.

import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { findJava } from "../../tla-tools/index.js";
import { openWorkshop, type Workshop } from "../support/cli.js";
import { abba, ENDLESS } from "../support/models.js";

describe("[E] bad luck", () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
    workshop.put("models/abba.ts", abba('violates("circular-wait")'));
  });
  afterEach(() => workshop.remove());

  it("says that there is no Java, and what to do", async () => {
    const env = { PATH: join(workshop.folder, "empty"), JAVA_HOME: undefined };
    const { code, out } = await workshop.run(["check", "models"], { env });
    assert.equal(code, 4);
    assert.match(out, /^FAIL +\S*abba .* tool failure: LM5\d\d[^]*No Java was found[^]*To fix, install/);
    const doctor = await workshop.run(["doctor"], { env });
    assert.equal(doctor.code, 4);
    assert.match(doctor.out, /^broken +java +No Java was found/m);
  });

  it("works in a temporary folder that is named from where it is called", async () => {
    const { code, out } = await workshop.run(["check", "models", "--no-cache"], { env: { TMPDIR: "tmp" } });
    assert.equal(code, 0, out);
    assert.match(out, /^ok +\S*abba .* deadlock \(expected\)/);
    assert.isEmpty(workshop.leftOver());
  });

  it("says that there is no home directory, and makes no cache in the folder that it is called in", async () => {
    const env = { HOME: "", XDG_CACHE_HOME: undefined, LOCKPROOF_CACHE: undefined, TLA2TOOLS_JAR: undefined };
    const { code, out } = await workshop.run(["check", "models"], { env });
    assert.equal(code, 4);
    assert.match(out, /There is no home directory for the cache of lockproof\. To fix, let LOCKPROOF_CACHE name/);
    assert.isFalse(existsSync(join(workshop.folder, ".cache")));
  });

  it("says that a jar is not one", async () => {
    workshop.put("wrong.jar", "not a jar");
    const env = { TLA2TOOLS_JAR: join(workshop.folder, "wrong.jar") };
    const { code, out } = await workshop.run(["check", "models"], { env });
    assert.equal(code, 4, out);
    assert.match(out, /^FAIL +\S*abba .* tool failure: LM5\d\d/);
  });

  it("says that a jar is missing", async () => {
    const env = { TLA2TOOLS_JAR: join(workshop.folder, "nowhere.jar") };
    const { code, out } = await workshop.run(["check", "models"], { env });
    assert.equal(code, 4);
    assert.match(out, /TLA2TOOLS_JAR names .*nowhere\.jar/);
    assert.match((await workshop.run(["doctor"], { env })).out, /^broken +tlc +TLA2TOOLS_JAR names/m);
  });

  it("does not take a Java that lies for a verdict", async function () {
    const real = await findJava(process.env);
    if (real.kind === "failed") return this.skip();
    const bin = join(workshop.folder, "bin");
    mkdirSync(bin);
    const answer = `case "$*" in *XshowSettings*) exec "${real.java.path}" "$@";; esac`;
    writeFileSync(join(bin, "java"), `#!/bin/sh\n${answer}\necho 'Model checking completed. No error has been found.'\nexit 0\n`);
    chmodSync(join(bin, "java"), 0o755);
    const { code, out } = await workshop.run(["check", "models"], { env: { PATH: bin, JAVA_HOME: undefined } });
    assert.equal(code, 4, out);
    assert.notMatch(out, /^ok/m);
  });

  it("stops at the deadline, and calls it inconclusive", async () => {
    workshop.put("endless/endless.ts", ENDLESS);
    const { code, out } = await workshop.run(["check", "endless", "--timeout", "4s"]);
    assert.equal(code, 3, out);
    assert.match(out, /^\?{4} +\S*endless .* inconclusive: timeout[^]*--timeout/);
    assert.deepEqual(workshop.leftOver(), []);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`stops on ${signal}, tells what is known, and leaves nothing behind`, async () => {
      workshop.put("endless/a.ts", abba('violates("circular-wait")'));
      workshop.put("endless/endless.ts", ENDLESS);
      let stopped = 0;
      const { code, out, err } = await workshop.run(["check", "endless", "--timeout", "50s"], {
        wrote(text, kill) {
          if (stopped > 0 || !/^ok +\S*a /m.test(text)) return;
          stopped = performance.now();
          kill(signal);
        },
      });
      const took = performance.now() - stopped;
      assert.equal(code, 130, err);
      assert.match(out, /^ok +\S*a /m);
      assert.match(out, /^\?{4} +\S*endless .* inconclusive: interrupted/m);
      assert.match(out, /\n2 checks of 2 models: 1 as expected, 0 not, 1 inconclusive/);
      assert.isBelow(took, 10_000);
      assert.deepEqual(workshop.leftOver(), []);
    });
  }

  it("leaves at once on the second Ctrl-C", async () => {
    workshop.put("endless/endless.ts", ENDLESS);
    const { code } = await workshop.run(["check", "endless", "--timeout", "50s"], {
      running(kill) {
        setTimeout(() => kill("SIGINT"), 4000);
        setTimeout(() => kill("SIGINT"), 4020);
      },
    });
    assert.equal(code, 130);
  });

  it("is not disturbed by damage in the cache, or a cache that cannot be written", async () => {
    workshop.put("file", "");
    const { code, out } = await workshop.run(["check", "models"], { env: { LOCKPROOF_CACHE: join(workshop.folder, "file") } });
    assert.include([0, 4], code, out);
    assert.notInclude(out, " cached");
  });

  it("ends quietly when nobody reads on", async () => {
    const { code, err } = await workshop.run(["schema"]);
    assert.equal(code, 0, err);
  });
});
