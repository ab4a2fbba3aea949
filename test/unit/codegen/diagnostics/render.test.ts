// Diagnostics as text: place, code, message, and the source around.

import { assert } from "chai";
import { createDiagnostic, renderDiagnostic } from "../../../../codegen/diagnostics/index.js";

const SOURCE = 'const a = 1;\nfunction f() {\n  spin_lokc(lock);\n}\ntask("t", f);\n';
const span = (line: number, column: number, endColumn: number) => ({ file: "models/a.ts", line, column, endLine: line, endColumn });

describe("[U] rendering of diagnostics", () => {
  it("prints place, code, message, repair and a code frame", () => {
    const found = createDiagnostic("unknown-call", span(2, 2, 11), { name: "spin_lokc", hint: "write 'spin_lock'" });
    assert.equal(
      renderDiagnostic(found, (file) => (file === "models/a.ts" ? SOURCE : null)),
      [
        "models/a.ts:3:3 - error LM103: 'spin_lokc' is neither a function of the language nor of the model. To fix, write 'spin_lock'.",
        "  1 | const a = 1;",
        "  2 | function f() {",
        "> 3 |   spin_lokc(lock);",
        "    |   ^^^^^^^^^",
        "  4 | }",
        '  5 | task("t", f);',
        "  6 |",
      ].join("\n"),
    );
  });

  it("prints notes with their own places", () => {
    const found = createDiagnostic("name-taken", span(4, 0, 4), { what: "contexts", name: "t" }, [
      { message: "the first is here", span: span(0, 0, 5) },
    ]);
    const text = renderDiagnostic(found, () => SOURCE);
    assert.include(text, "  models/a.ts:1:1 - note: the first is here\n");
    assert.include(text, "  > 1 | const a = 1;");
  });

  it("prints what has no place, and places whose source is gone", () => {
    assert.equal(renderDiagnostic(createDiagnostic("no-context", null, {}), () => null).split("\n").length, 1);
    assert.equal(renderDiagnostic(createDiagnostic("no-context", span(0, 0, 1), {}), () => null).split("\n").length, 1);
  });

  it("shows no escape sequence of a model", () => {
    const text = renderDiagnostic(
      createDiagnostic("empty-name", span(0, 0, 1), { what: "a context" }),
      () => "const a = '\u001b[2J\u202e';",
    );
    assert.notMatch(text, /[\u001b\u202e]/u);
    assert.include(text, "'?[2J?'");
  });
});
