import { assert } from "chai";
import type { VariableGroup } from "../../../../codegen/emit/effects.js";
import { createNames } from "../../../../codegen/emit/names.js";
import { nameUnchanged } from "../../../../codegen/emit/unchanged.js";
import type { Tla, TlaUnit } from "../../../../codegen/tla/ast.js";
import { and, definition, ifThenElse, name, unchanged } from "../../../../codegen/tla/build.js";
import { printModule } from "../../../../codegen/tla/print.js";

const GROUPS: readonly VariableGroup[] = [
  { name: "pc", variables: ["pc"], parts: [] },
  { name: "owner", variables: ["owner"], parts: [] },
  { name: "lists", variables: ["first", "second"], parts: [] },
  {
    name: "locals",
    variables: ["a", "b", "c", "d", "e"],
    parts: [
      { name: "locals_of_f", variables: ["a", "b"], parts: [] },
      { name: "locals_of_g", variables: ["c", "d", "e"], parts: [] },
    ],
  },
];

describe("[U] lists of what is unchanged", () => {
  function named(bodies: readonly Tla[], names = createNames()) {
    const code = bodies.map((body, index): TlaUnit => definition(`Step${index}`, body));
    const result = nameUnchanged(code, GROUPS, names);
    return printModule({ name: "M", comment: [], extends: [], units: [...result.definitions, ...result.code] })
      .split("\n")
      .filter((line) => line.includes(" == "));
  }

  const often = (list: readonly string[]): readonly Tla[] => [1, 2, 3].map(() => unchanged(list));

  it("have a name after what is not among them, and steps use it", () => {
    assert.deepEqual(named(often(["lists", "a", "b", "locals_of_g"])), [
      "all_but_pc_owner == <<lists, a, b, locals_of_g>>",
      "Step0 == UNCHANGED all_but_pc_owner",
      "Step1 == UNCHANGED all_but_pc_owner",
      "Step2 == UNCHANGED all_but_pc_owner",
    ]);
  });

  it("name a group that changes as a whole, and single variables of others", () => {
    assert.match(named(often(["owner", "a", "locals_of_g", "x"]))[0] ?? "", /^all_but_pc_lists_b == /);
  });

  it("do not name more than four", () => {
    assert.match(named(often(["b", "c", "d", "x"]))[0] ?? "", /^all_but_pc_owner_lists_2_more == /);
  });

  it("stay lists where they are short, or seldom", () => {
    assert.deepEqual(named(often(["owner", "lists", "locals"]))[0], "Step0 == UNCHANGED <<owner, lists, locals>>");
    assert.deepEqual(named([unchanged(["owner", "a", "b", "c"])]), ["Step0 == UNCHANGED <<owner, a, b, c>>"]);
  });

  it("are found wherever they stand", () => {
    const list = unchanged(["owner", "lists", "a", "b"]);
    const inside = ifThenElse(name("x"), and(name("y"), list), {
      kind: "quantified",
      quantifier: "\\E",
      variable: "v",
      set: name("S"),
      body: list,
    });
    const [first] = named([inside, list]);
    assert.match(first ?? "", /^all_but_pc_locals_of_g == <<owner, lists, a, b>>/);
  });

  it("take no name that the model has", () => {
    const names = createNames();
    names.of("a variable", ["all_but_pc_owner"]);
    assert.match(named(often(["lists", "a", "b", "locals_of_g"]), names)[0] ?? "", /^all_but_pc_owner_2 == /);
  });
});
