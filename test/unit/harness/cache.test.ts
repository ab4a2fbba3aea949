// The cache: found again only when nothing that matters has changed, and never half an entry.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { modelSources } from "../../../harness/cache/model-sources.js";
import { type CheckKey, openCache } from "../../../harness/cache.js";
import { type CheckRequest, REDUCTIONS } from "../../../harness/request.js";
import { finding, inconclusive, rejected, toolFailure, verified, violated } from "../../support/results.js";

const results = [verified(), violated(finding("stuck"))];
const again = results.map((result) => ({ ...result, cached: true, milliseconds: 0 }));

describe("[U] harness/cache", () => {
  let folder = "";
  let root = "";
  const open = (code: string | null = "code", env: NodeJS.ProcessEnv = {}) => openCache(join(folder, "cache"), code, env);
  const put = (name: string, text: string): void => writeFileSync(join(root, name), text);
  const request = (over: Partial<CheckRequest> = {}): CheckRequest => ({
    models: ["models"],
    root,
    parameters: { n: 2 },
    variants: [],
    configurations: [],
    engine: "tlc",
    simulate: null,
    workers: 1,
    timeoutMs: 60_000,
    heapMb: 1024,
    cache: true,
    reductions: REDUCTIONS,
    strict: false,
    ...over,
  });
  /** What the compiler would have read. */
  const texts = (...imports: readonly string[]): ReadonlyMap<string, string> =>
    new Map([
      ...(modelSources(request()) ?? []),
      ...imports.map((name): [string, string] => [join(root, name), readFileSync(join(root, name), "utf8")]),
    ]);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lockproof-cache-"));
    root = join(folder, "clone");
    mkdirSync(join(root, "models/deep"), { recursive: true });
    mkdirSync(join(root, "lib"));
    put("models/a.ts", "a");
    put("models/deep/b.ts", "b");
    put("models/notes.md", "notes");
    put("lib/shared.ts", "shared");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("finds a run again, marked as cached", () => {
    assert.isNull(open().lookupRun(request()));
    open().storeRun(request(), { texts: texts("lib/shared.ts"), absent: new Set() }, results);
    assert.deepEqual(open().lookupRun(request()), again);
  });

  it("does not mind what does not matter: times of files, other files, the flag itself", () => {
    open().storeRun(request(), { texts: texts("lib/shared.ts"), absent: new Set() }, results);
    utimesSync(join(root, "models/a.ts"), 1, 1);
    put("models/notes.md", "other notes");
    assert.deepEqual(open().lookupRun(request({ cache: false })), again);
  });

  const changes: readonly (readonly [string, () => void, Partial<CheckRequest>?])[] = [
    ["a model", () => put("models/a.ts", "a2")],
    ["an imported file", () => put("lib/shared.ts", "shared2")],
    ["a new file", () => put("models/deep/c.ts", "c")],
    ["a file that is gone", () => rmSync(join(root, "models/deep/b.ts"))],
    ["an import that is gone", () => rmSync(join(root, "lib/shared.ts"))],
    ["text that moved from one file to the next", () => (put("models/a.ts", ""), put("models/deep/b.ts", "ab"))],
    ["a parameter", () => undefined, { parameters: { n: 3 } }],
    ["a version", () => undefined, { variants: ["fixed"] }],
    ["a configuration", () => undefined, { configurations: ["fixed"] }],
    ["the deadline", () => undefined, { timeoutMs: 1 }],
    ["the models asked for", () => undefined, { models: ["models/a.ts"] }],
  ];
  for (const [what, change, over] of changes) {
    it(`notices ${what}`, () => {
      open().storeRun(request(), { texts: texts("lib/shared.ts"), absent: new Set() }, results);
      change();
      assert.isNull(open().lookupRun(request(over)));
    });
  }

  it("notices other code of its own, and another jar", () => {
    open().storeRun(request(), { texts: texts(), absent: new Set() }, results);
    assert.isNull(open("other").lookupRun(request()));
    assert.isNull(open("code", { TLA2TOOLS_JAR: join(root, "lib/shared.ts") }).lookupRun(request()));
    assert.isNull(open(null).lookupRun(request()), "code unknown");
  });

  it("finds the old results when a change is taken back", () => {
    open().storeRun(request(), { texts: texts(), absent: new Set() }, results);
    put("models/a.ts", "a2");
    open().storeRun(request(), { texts: texts(), absent: new Set() }, [verified()]);
    assert.lengthOf(open().lookupRun(request()) ?? [], 1);
    put("models/a.ts", "a");
    assert.lengthOf(open().lookupRun(request()) ?? [], 2);
  });

  it("keeps no run of files that changed while it ran", () => {
    const before = texts();
    put("models/a.ts", "a2");
    open().storeRun(request(), { texts: before, absent: new Set() }, results);
    assert.isNull(open().lookupRun(request()));
    put("models/a.ts", "a");
    assert.isNull(open().lookupRun(request()));
    put("models/new.ts", "");
    open().storeRun(request(), { texts: before, absent: new Set() }, results);
    assert.isNull(open().lookupRun(request()));
  });

  it("keeps verdicts only", () => {
    for (const result of [inconclusive(), rejected(), toolFailure()]) {
      open().storeRun(request(), { texts: texts(), absent: new Set() }, [verified(), result]);
      assert.isNull(open().lookupRun(request()));
      open().store(key(), result);
      assert.isNull(open().lookup(key()));
    }
    open().storeRun(request(), { texts: texts(), absent: new Set() }, []);
    assert.isNull(open().lookupRun(request()));
  });

  const key = (over: Partial<CheckKey> = {}): CheckKey => ({
    files: { "m.tla": "M", "m.cfg": "C" },
    jarSha256: "j",
    about: ["subject"],
    options: { workers: 1 },
    ...over,
  });

  it("finds one check again, unless anything it depends on is different", () => {
    open().store(key(), verified());
    assert.deepEqual(open().lookup(key({ files: { "m.cfg": "C", "m.tla": "M" } })), again[0]);
    const others: readonly Partial<CheckKey>[] = [
      { files: { "m.tla": "M2", "m.cfg": "C" } },
      { files: { "m.tla": "M", "m.cfg": "C", "Locks.tla": "" } },
      { jarSha256: "k" },
      { about: ["other"] },
      { about: ["sub", "ject"] },
      { options: { workers: 2 } },
      { options: {} },
    ];
    for (const over of others) assert.isNull(open().lookup(key(over)), JSON.stringify(over));
    assert.isNull(open("other").lookup(key()));
  });

  it("takes a damaged entry for none, wherever it is cut or changed", () => {
    open().store(key(), verified());
    const file = join(folder, "cache/checks", readdirSync(join(folder, "cache/checks"))[0] ?? "");
    const whole = readFileSync(file, "utf8");
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(file, whole.slice(0, length));
      assert.isNull(open().lookup(key()), `cut at ${length}`);
      writeFileSync(file, `${whole.slice(0, length)}~${whole.slice(length + 1)}`);
      assert.isNull(open().lookup(key()), `changed at ${length}`);
    }
    writeFileSync(file, whole);
    assert.isNotNull(open().lookup(key()));
  });

  it("leaves no temporary file, and fails nothing where it cannot write", () => {
    open().store(key(), verified());
    assert.deepEqual(
      readdirSync(join(folder, "cache/checks")).filter((name) => !name.endsWith(".json")),
      [],
    );
    writeFileSync(join(folder, "file"), "");
    const nowhere = openCache(join(folder, "file"), "code", {});
    nowhere.store(key(), verified());
    nowhere.storeRun(request(), { texts: texts(), absent: new Set() }, results);
    assert.isNull(nowhere.lookup(key()));
  });

  it("has no answer for models that are not there", () => {
    assert.isNull(open().lookupRun(request({ models: ["nowhere"] })));
  });
});
