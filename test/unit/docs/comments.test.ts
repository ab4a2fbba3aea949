// The comments of what programs and models import are their manual: every name has one, and what it links to is there.

import { assert } from "chai";
import ts from "typescript";
import { inClone } from "../../support/clone.js";

const ENTRIES = ["dsl/index.ts", "harness/api.ts"].map((file) => inClone(file));
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

describe("[U] comments of what can be imported", function () {
  this.timeout(60_000);
  const program = ts.createProgram(ENTRIES, OPTIONS);
  const checker = program.getTypeChecker();

  for (const entry of ENTRIES) {
    const name = entry.slice(inClone().length);
    const source = program.getSourceFile(entry);
    const module_ = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    const exported = module_ === undefined ? [] : checker.getExportsOfModule(module_);
    const target = (symbol: ts.Symbol): ts.Symbol => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

    it(`${name}: every function, constant and class has one`, () => {
      const values = exported.map(target).filter(({ flags }) => (flags & ts.SymbolFlags.Value) !== 0);
      assert.isAbove(values.length, 0);
      const bare = values.filter((symbol) => symbol.getDocumentationComment(checker).length === 0);
      assert.deepEqual(
        bare.map((symbol) => symbol.name),
        [],
      );
    });

    it(`${name}: every link names something that is exported`, () => {
      const names = new Set(exported.map((symbol) => symbol.name));
      const lost = exported.map(target).flatMap((symbol) => {
        const text = (symbol.declarations ?? []).map((declaration) => declaration.getFullText()).join("\n");
        return [...text.matchAll(/\{@link (\w+)/g)].flatMap(([, link = ""]) => (names.has(link) ? [] : [`${symbol.name}: ${link}`]));
      });
      assert.deepEqual(lost, []);
    });
  }
});
