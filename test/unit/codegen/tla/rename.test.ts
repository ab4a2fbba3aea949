import { assert } from "chai";
import type { Tla, TlaUnit } from "../../../../codegen/tla/ast.js";
import { printExpression, printModule } from "../../../../codegen/tla/print.js";
import { renameTla, renameUnit } from "../../../../codegen/tla/rename.js";

const renaming = { name: (name: string) => `${name}_2`, string: (value: string) => `${value} 2` };
const a: Tla = { kind: "name", name: "a" };
const b: Tla = { kind: "name", name: "b" };
const s: Tla = { kind: "string", value: "s" };

describe("[U] other names in TLA+ trees", () => {
  it("reach every name and every string of every kind of expression, and nothing else", () => {
    const texts: readonly (readonly [Tla, string])[] = [
      [a, "a_2"],
      [{ kind: "prime", name: "a" }, "a_2'"],
      [{ kind: "number", value: 3 }, "3"],
      [{ kind: "boolean", value: true }, "TRUE"],
      [s, '"s 2"'],
      [{ kind: "call", operator: "F", args: [a, s] }, 'F_2(a_2, "s 2")'],
      [{ kind: "apply", function: a, args: [b] }, "a_2[b_2]"],
      [{ kind: "except", function: a, updates: [{ key: s, value: b }] }, '[a_2 EXCEPT !["s 2"] = b_2]'],
      [{ kind: "infix", operator: "+", left: a, right: b }, "a_2 + b_2"],
      [{ kind: "prefix", operator: "~", operand: a }, "~a_2"],
      [{ kind: "and", items: [a, b] }, "a_2 /\\ b_2"],
      [{ kind: "or", items: [a, b] }, "a_2 \\/ b_2"],
      [{ kind: "tuple", items: [a, b] }, "<<a_2, b_2>>"],
      [{ kind: "set", items: [a, b] }, "{a_2, b_2}"],
      [{ kind: "if", condition: a, whenTrue: b, whenFalse: s }, 'IF a_2 THEN b_2 ELSE "s 2"'],
      [{ kind: "case", arms: [{ comment: [], guard: a, body: b }], other: null }, "CASE a_2 -> b_2"],
      [{ kind: "case", arms: [{ comment: [], guard: a, body: b }], other: a }, "CASE a_2 -> b_2 [] OTHER -> a_2"],
      [{ kind: "filter", variable: "v", set: a, predicate: b }, "{v \\in a_2 : b_2}"],
      [{ kind: "map", body: b, variable: "v", set: a }, "{b_2 : v \\in a_2}"],
      [{ kind: "function", variable: "v", set: a, body: b }, "[v \\in a_2 |-> b_2]"],
      [{ kind: "quantified", quantifier: "\\E", variable: "v", set: a, body: b }, "\\E v \\in a_2 : b_2"],
      [{ kind: "record", fields: [{ name: "f", value: a }] }, "[f |-> a_2]"],
      [{ kind: "member", record: a, field: "f" }, "a_2.f"],
      [{ kind: "let", definitions: [{ name: "v", body: a }], body: b }, "LET v == a_2 IN b_2"],
      [{ kind: "box-action", action: a, variables: b }, "[][a_2]_b_2"],
      [{ kind: "fairness", strength: "WF", variables: "vars", action: a }, "WF_vars_2(a_2)"],
    ];
    for (const [tree, text] of texts) assert.equal(printExpression(renameTla(tree, renaming)), text);
  });

  it("reach definitions, variables and assumptions, and leave headings and comments", () => {
    const units: readonly TlaUnit[] = [
      { kind: "heading", text: "a" },
      { kind: "variables", variables: [{ name: "a", comment: "a" }] },
      { kind: "definition", name: "a", parameters: [], comment: ["a"], body: b },
      { kind: "assumption", body: a },
    ];
    const text = printModule({ name: "M", comment: [], extends: ["TLC"], units: units.map((unit) => renameUnit(unit, renaming)) });
    const lines = text.split("\n").filter((line) => line !== "");
    assert.deepEqual(lines.slice(2, -1), [
      `\\* -------- a ${"-".repeat(99)}`,
      "VARIABLES",
      "  a_2  \\* a",
      "\\* a",
      "a_2 == b_2",
      "ASSUME a_2",
    ]);
  });
});
