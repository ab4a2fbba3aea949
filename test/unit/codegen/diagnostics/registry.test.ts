// The registry keeps its promises: unique stable numbers in their groups, sentences, parameters that are filled in.

import { assert } from "chai";
import { createDiagnostic, DiagnosticLog, nearest, registry } from "../../../../codegen/diagnostics/index.js";

const entries = Object.entries(registry);

describe("[U] the registry of diagnostics", () => {
  it("gives each name a number of its own", () => {
    assert.equal(new Set(entries.map(([, entry]) => entry.code)).size, entries.length);
  });

  it("states the fact and then the repair, in sentences", () => {
    for (const [name, { code, message, repair }] of entries) {
      assert.match(code, /^LM[123459]\d\d$/u, name);
      assert.match(message, /(?:\.|\})\)?$|\(TS\{number\}\)$/u, name);
      assert.match(repair, /^To fix, .*\.$/u, name);
    }
  });

  it("fills in parameters and makes control characters visible", () => {
    const found = createDiagnostic("recursion", null, { name: "f\u001b[2J", path: "'f' → 'f'" });
    assert.equal(found.message, "'f\\u{1b}[2J' calls itself: 'f' → 'f'.");
    assert.equal(found.code, "LM104");
  });

  it("collects each fact once, in the order of places", () => {
    const log = new DiagnosticLog();
    const span = (line: number) => ({ file: "a.ts", line, column: 0, endLine: line, endColumn: 1 });
    for (const line of [3, 1, 3]) log.add(createDiagnostic("empty-name", span(line), { what: "a context" }));
    log.add(createDiagnostic("no-context", null, {}));
    assert.deepEqual(
      log.all().map((found) => found.span?.line ?? null),
      [1, 3, null],
    );
    assert.isTrue(log.failed);
  });

  it("finds the nearest name, or none", () => {
    assert.equal(nearest("spin_lokc", ["spin_lock", "spin_unlock", "mutex_lock"]), "spin_lock");
    assert.equal(nearest("Spin_Lock", ["spin_lock"]), "spin_lock");
    assert.isNull(nearest("frobnicate", ["spin_lock", "mutex_lock"]));
  });
});
