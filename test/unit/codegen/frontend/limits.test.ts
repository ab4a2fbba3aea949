// Hostile and oversized models: bounded, rejected, never executed.

import { assert } from "chai";
import { loadModel } from "../../../../codegen/frontend/index.js";
import { compile, marked, memoryHost, rejected, withImports } from "../../../support/compile-model.js";

function codes(source: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return rejected(source, { files }).map((diagnostic) => diagnostic.code);
}

describe("[U] limits of the frontend", () => {
  it("bounds the size of a file", () => {
    assert.deepEqual(codes(`// ${"x".repeat(1_048_576)}\ntask("t", () => {});`), ["LM301"]);
  });

  it("bounds the depth of nesting, also where the parser would overflow", () => {
    assert.deepEqual(codes(`let x = int(0, 3);\ntask("t", () => { x = ${"(".repeat(200)}1${")".repeat(200)}; });`), ["LM302"]);
    for (const text of [
      "(".repeat(300_000),
      "!".repeat(300_000),
      "[".repeat(300_000),
      "a=>".repeat(100_000),
      `x${"?1:x".repeat(20_000)}`,
      `x${"+1".repeat(100_000)}`,
      "if(x)".repeat(50_000),
      `\`\${${"`${".repeat(50_000)}`,
    ]) {
      assert.deepEqual(codes(`const y = ${text}`), ["LM302"], text.slice(0, 10));
    }
  });

  it("bounds the errors of a text that is no program", () => {
    assert.isAtMost(codes(`const y = ${"{".repeat(100_000)}`).length, 101);
  });

  it("bounds the nodes of inlined code, and says so once", () => {
    const ten = (call: string): string => `${call}; `.repeat(10);
    const source = `let x = int(0, 3);
function a() { ${ten("x = 1")} } function b() { ${ten("a()")} } function c() { ${ten("b()")} } function d() { ${ten("c()")} } function e() { ${ten("d()")} } function f() { ${ten("e()")} }
task("t", f);`;
    assert.deepEqual(codes(source), ["LM303"]);
  });

  it("bounds expressions that grow by expansion of macros", () => {
    const macros = Array.from({ length: 40 }, (_, index) => `const m${index + 1} = () => m${index}() + m${index}();`).join("\n");
    assert.deepEqual(codes(`let x = int(0, 3); const m0 = () => x;\n${macros}\ntask("t", () => { x = m40(); });`), ["LM303"]);
    assert.deepEqual(codes(`let x = int(0, 3); const m0 = () => x;\n${macros}\ntask("t", () => {}); invariant("i", () => m40() > 0);`), [
      "LM303",
    ]);
  });

  it("bounds the depth of calls", () => {
    const chain = Array.from({ length: 70 }, (_, index) => `function f${index + 1}() { f${index}(); }`).join("\n");
    assert.deepEqual(codes(`function f0() {}\n${chain}\ntask("t", f70);`), ["LM304"]);
  });

  it("bounds pools, CPUs and files", () => {
    assert.deepEqual(marked('class C { n = int(0, 1); } const c = pool(C, 1000000000);\ntask("t", () => {});'), ["LM305 1000000000"]);
    assert.deepEqual(codes(Array.from({ length: 17 }, (_, index) => `task("t${index}", () => {});`).join("\n")), ["LM307"]);
    const files = Object.fromEntries(
      Array.from({ length: 70 }, (_, index) => [`m${index}.ts`, `import "./m${index + 1}.js";\nexport const a${index} = 1;`]),
    );
    assert.deepEqual(codes('import "./m0.js";\ntask("t", () => {});', files), ["LM308"]);
  });

  it("accepts files that import each other", () => {
    const files = {
      "a.ts": 'import { b } from "./b.js";\nexport const a = 1; export const c = () => b;',
      "b.ts": 'import { a } from "./a.js";\nexport const b = a;',
    };
    assert.isNotNull(compile('import { c } from "./a.js";\ntask("t", () => { if (c() === 2) return; });', { files }).program);
  });

  it("reports consts that refer to each other in a circle", () => {
    const files = {
      "a.ts": 'import { b } from "./b.js";\nexport const a: number = b;',
      "b.ts": 'import { a } from "./a.js";\nexport const b: number = a;',
    };
    assert.deepEqual(
      new Set(codes('import { a } from "./a.js";\nlet x = int(0, a);\ntask("t", () => { x = 1; });', files)),
      new Set(["LM102"]),
    );
  });

  it("survives texts that are no programs", () => {
    for (const text of [
      "",
      "\u0000",
      "}",
      "task(",
      "class",
      "`${",
      "/*",
      "import",
      "export {",
      "task('t', () => { for (",
      "const a = a;",
      "\ufeff",
      "#!/usr/bin/env node",
      "@@@",
      "<div/>",
      "task(...[1])",
      "new task()",
      "task`t`",
      "expect(expect)",
      "pool(pool, pool)",
      "let a = int; a();",
      "task(task, task)",
    ]) {
      const { diagnostics } = compile(text);
      assert.isAbove(diagnostics.length, 0, text);
    }
  });

  it("never runs what it reads", () => {
    const poisoned =
      "globalThis.poisoned = true; (() => { globalThis.poisoned = true; })(); class C { static { globalThis.poisoned = true; } }";
    assert.isNull(compile(poisoned).program);
    assert.isFalse("poisoned" in globalThis);
  });

  it("reads only files that the model imports", () => {
    const read: string[] = [];
    const host = memoryHost({
      "main.ts": withImports('/// <reference path="/etc/passwd" />\n/// <reference types="node" />\ntask("t", () => {});'),
    });
    loadModel({ ...host, readFile: (path) => (read.push(path), host.readFile(path)) }, "/models/main.ts");
    assert.deepEqual(
      read.filter((path) => !path.startsWith("/package/dsl/")),
      ["/models/main.ts"],
    );
  });
});
