import { assert } from "chai";
import fc from "fast-check";
import type { Tla, TlaUnit } from "../../../../codegen/tla/ast.js";
import {
  and,
  apply,
  arm,
  call,
  cases,
  definition,
  equals,
  except,
  exists,
  FALSE,
  forAll,
  ifThenElse,
  infix,
  name,
  not,
  number,
  or,
  prime,
  set,
  string,
  TRUE,
  table,
  tuple,
  unchanged,
} from "../../../../codegen/tla/build.js";
import { printConfig, printExpression, printModule } from "../../../../codegen/tla/print.js";

const x = name("x");
const y = name("y");

function prefixed(operator: Extract<Tla, { kind: "prefix" }>["operator"], operand: Tla): Tla {
  return { kind: "prefix", operator, operand };
}

describe("[U] the TLA+ printer", () => {
  const lines: readonly (readonly [string, Tla, string])[] = [
    ["puts a disjunction inside a conjunction in parentheses", and(x, or(x, y)), "x /\\ (x \\/ y)"],
    ["puts a conjunction inside a disjunction in parentheses", or(and(x, y), y), "(x /\\ y) \\/ y"],
    ["puts IF as an operand in parentheses", infix(ifThenElse(x, y, x), "=", y), "(IF x THEN y ELSE x) = y"],
    ["puts a quantifier as an operand in parentheses", and(exists("v", set(x), y), x), "(\\E v \\in {x} : y) /\\ x"],
    ["keeps left-associative sums flat and right operands apart", infix(infix(x, "-", y), "-", infix(x, "-", y)), "x - y - (x - y)"],
    ["puts a sum inside a remainder in parentheses", infix(infix(x, "+", number(1)), "%", number(4)), "(x + 1) % 4"],
    ["turns the negation of an equation around", not(equals(x, y)), "x # y"],
    ["negates in parentheses what is not a name", not(infix(x, "\\in", y)), "~(x \\in y)"],
    ["prints negative numbers", infix(x, "=", number(-1)), "x = -1"],
    ["escapes quotes and backslashes in strings", string('a"b\\c'), '"a\\"b\\\\c"'],
    ["prints intervals without blanks", infix(x, "\\in", infix(number(0), "..", number(3))), "x \\in 0..3"],
    ["prints functions with identifier keys as records", table([["a", number(1)]]), "[a |-> 1]"],
    [
      "prints functions with other keys entry by entry",
      table([
        ["a.b", number(1)],
        ["c", number(2)],
      ]),
      '"a.b" :> 1 @@ "c" :> 2',
    ],
    ["prints EXCEPT", except(x, string("k"), y), '[x EXCEPT !["k"] = y]'],
    ["prints applications and calls", equals(prime("x"), call("F", apply(x, y), tuple(x, y))), "x' = F(x[y], <<x, y>>)"],
  ];
  for (const [title, expression, text] of lines) {
    it(title, () => assert.equal(printExpression(expression), text));
  }

  it("prints every kind of expression on one line", () => {
    const texts: readonly (readonly [Tla, string])[] = [
      [name("x"), "x"],
      [TRUE, "TRUE"],
      [FALSE, "FALSE"],
      [string("é"), '"?"'],
      [call("F"), "F"],
      [apply(infix(x, "@@", y), x, y), "(x @@ y)[x, y]"],
      [
        {
          kind: "except",
          function: x,
          updates: [
            { key: x, value: y },
            { key: y, value: x },
          ],
        },
        "[x EXCEPT ![x] = y, ![y] = x]",
      ],
      [unchanged(["x"]), "UNCHANGED x"],
      [unchanged(["x", "y"]), "UNCHANGED <<x, y>>"],
      [prefixed("UNION", x), "UNION x"],
      [prefixed("<>", x), "<>x"],
      [cases([arm(x, y), arm(y, x)], null), "CASE x -> y [] y -> x"],
      [cases([arm(x, y)], y), "CASE x -> y [] OTHER -> y"],
      [cases([arm(x, y)], cases([arm(y, x)], null)), "CASE x -> y [] OTHER -> (CASE y -> x)"],
      [{ kind: "filter", variable: "v", set: x, predicate: y }, "{v \\in x : y}"],
      [{ kind: "map", body: y, variable: "v", set: x }, "{y : v \\in x}"],
      [{ kind: "member", record: x, field: "f" }, "x.f"],
      [{ kind: "member", record: infix(x, "@@", y), field: "f" }, "(x @@ y).f"],
      [{ kind: "function", variable: "v", set: ifThenElse(x, y, x), body: y }, "[v \\in (IF x THEN y ELSE x) |-> y]"],
      [forAll("v", x, and(x, y)), "\\A v \\in x : x /\\ y"],
      [
        {
          kind: "let",
          definitions: [
            { name: "a", body: x },
            { name: "b", body: y },
          ],
          body: and(x, y),
        },
        "LET a == x b == y IN x /\\ y",
      ],
      [{ kind: "box-action", action: or(x, y), variables: tuple(x, y) }, "[][x \\/ y]_<<x, y>>"],
      [{ kind: "fairness", strength: "SF", variables: "vars", action: x }, "SF_vars(x)"],
    ];
    for (const [tree, text] of texts) assert.equal(printExpression(tree), text);
  });

  it("prints all kinds of units, and what is too long in lines that say what belongs together", () => {
    const [one, other] = ["l".repeat(60), "m".repeat(90)];
    const [long, longer] = [name(one), name(other)];
    const units: readonly (readonly [TlaUnit, readonly string[]])[] = [
      [{ kind: "heading", text: "Rules" }, [`\\* -------- Rules ${"-".repeat(95)}`]],
      [{ kind: "heading", text: "r".repeat(99) }, [`\\* -------- ${"r".repeat(99)} ----`]],
      [{ kind: "assumption", body: equals(x, y) }, ["ASSUME x = y"]],
      [
        {
          kind: "variables",
          variables: [
            { name: "x", comment: "one" },
            { name: "y", comment: "" },
          ],
        },
        ["VARIABLES", "  x,  \\* one", "  y  \\* "],
      ],
      [
        { kind: "definition", name: "F", parameters: ["a", "b"], comment: ["what it is", ""], body: x },
        ["\\* what it is", "\\*", "F(a, b) == x"],
      ],
      [definition("Three", and(x, y, x)), ["Three ==", "  /\\ x", "  /\\ y", "  /\\ x"]],
      [definition("Three", or(x, y, x)), ["Three ==", "  \\/ x", "  \\/ y", "  \\/ x"]],
      [definition("Two", and(x, y)), ["Two == x /\\ y"]],
      [definition("Act", and(x, unchanged(["y"]))), ["Act ==", "  /\\ x", "  /\\ UNCHANGED y"]],
      [definition("Act", and(x, call("F", prime("y")))), ["Act ==", "  /\\ x", "  /\\ F(y')"]],
      [
        definition("Act", and(x, y, exists("v", x, and(x, equals(y, prime("y")))))),
        ["Act ==", "  /\\ x", "  /\\ y", "  /\\ \\E v \\in x :", "         /\\ x", "         /\\ y = y'"],
      ],
      [
        definition("Act", and(x, y, ifThenElse(x, and(x, equals(prime("y"), y)), y))),
        ["Act ==", "  /\\ x", "  /\\ y", "  /\\ IF x", "     THEN /\\ x", "          /\\ y' = y", "     ELSE y"],
      ],
      [
        definition(
          "Act",
          and(x, y, {
            kind: "let",
            definitions: [
              { name: "a", body: x },
              { name: "b", body: y },
            ],
            body: and(x, not(equals(prime("y"), y))),
          }),
        ),
        ["Act ==", "  /\\ x", "  /\\ y", "  /\\ LET a == x", "         b == y", "     IN  /\\ x", "         /\\ y' # y"],
      ],
      [definition("Set", set(long, longer)), ["Set ==", `  {${one},`, `   ${other}}`]],
      [definition("Tuple", tuple(long, longer, x)), ["Tuple ==", `  <<${one},`, `    ${other}, x>>`]],
      [definition("Call", call("F", long, longer)), ["Call ==", `  F(${one},`, `    ${other})`]],
      [
        definition(
          "Record",
          table([
            ["a", long],
            ["b", longer],
          ]),
        ),
        ["Record ==", `  [a |-> ${one},`, `   b |-> ${other}]`],
      ],
      [
        definition("Function", { kind: "function", variable: "v", set: x, body: infix(long, "\\cup", longer) }),
        ["Function ==", "  [v \\in x |->", `          ${one}`, `     \\cup ${other}]`],
      ],
      [definition("Sum", infix(long, "+", infix(longer, "+", x))), ["Sum ==", `  ${one} + (${other} + x)`]],
      [definition("Nested", set(tuple(long, longer, long), x)), ["Nested ==", `  {<<${one},`, `     ${other},`, `     ${one}>>,`, "   x}"]],
      [definition("Long", infix(long, "@@", longer)), ["Long ==", `     ${one}`, `  @@ ${other}`]],
    ];
    const printed = (unit: TlaUnit): readonly string[] =>
      printModule({ name: "M", comment: [], extends: ["TLC"], units: [unit] })
        .split("\n")
        .slice(3, -2);
    for (const [unit, text] of units) assert.deepEqual(printed(unit), text);
  });

  it("puts the name of a module in the middle of its first line, and ends with a line as long", () => {
    const lines = printModule({ name: "Name", comment: ["a", ""], extends: ["TLC", "Integers"], units: [] }).split("\n");
    assert.deepEqual(lines, [
      `${"-".repeat(32)} MODULE Name ${"-".repeat(32)}`,
      "\\* a",
      "\\*",
      "EXTENDS TLC, Integers",
      "=".repeat(77),
      "",
    ]);
    const [first = ""] = printModule({ name: "N".repeat(90), comment: [], extends: [], units: [] }).split("\n");
    assert.equal(first, `---- MODULE ${"N".repeat(90)} ----`);
  });

  it("prints actions as lists, CASE with one arm below the other, and comments above arms", () => {
    const body = cases([arm(equals(x, number(1)), and(equals(prime("x"), y), equals(prime("y"), x)), ["swap"])], name("FALSE"));
    const module = { name: "M", comment: ["what"], extends: ["Integers"], units: [definition("Next", body)] };
    assert.deepEqual(printModule(module).split("\n").slice(1, -2), [
      "\\* what",
      "EXTENDS Integers",
      "",
      "Next ==",
      "       \\* swap",
      "  CASE x = 1 ->",
      "         /\\ x' = y",
      "         /\\ y' = x",
      "    [] OTHER -> FALSE",
    ]);
  });

  it("breaks lines without changing what belongs together", () => {
    const { tree } = fc.letrec<{ tree: Tla }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom("a", "b", "c").map((letter) => name(letter.repeat(30))),
        fc.tuple(tie("tree"), fc.constantFrom("+", "-", "%", "\\cup", "@@", "=", "=>"), tie("tree")).map(([l, o, r]) => infix(l, o, r)),
        fc.tuple(tie("tree"), tie("tree"), tie("tree")).map(([condition, l, r]) => ifThenElse(condition, l, r)),
        fc.tuple(tie("tree"), tie("tree")).map(([l, r]) => tuple(l, r)),
      ),
    }));
    const packed = (text: string): string => text.replace(/\s/g, "");
    fc.assert(
      fc.property(tree, (expression) => {
        const text = printModule({ name: "M", comment: [], extends: ["TLC"], units: [definition("Value", expression)] });
        assert.include(packed(text), `Value==${packed(printExpression(expression))}=`);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps a CASE apart from the arms that follow the one it stands in", () => {
    const inner = cases([arm(x, y)], null);
    assert.equal(printExpression(cases([arm(x, inner), arm(y, x)], null)), "CASE x -> (CASE x -> y) [] y -> x");
    const text = printModule({
      name: "M",
      comment: [],
      extends: ["TLC"],
      units: [definition("V", cases([arm(x, inner), arm(y, x)], null))],
    });
    assert.include(text.replace(/\s+/g, " "), "x -> (CASE x -> y) [] y -> x");
  });

  it("never lets a comment end itself or the module, or leave ASCII", () => {
    const module = { name: "M", comment: ["a *) b (* ===== é"], extends: ["Integers"], units: [] };
    assert.include(printModule(module), "\\* a * ) b ( * === ?");
  });

  it("prints the configuration with one name on a line", () => {
    const config = {
      specification: "Spec",
      constants: [{ name: "N", value: "2" }],
      invariants: ["A", "B"],
      properties: ["P"],
      actionConstraints: ["C"],
      view: null,
    };
    assert.equal(
      printConfig({ ...config, constants: [], invariants: [], properties: [], actionConstraints: [], view: "View" }),
      "SPECIFICATION Spec\nVIEW\n  View\n",
    );
    assert.equal(
      printConfig(config),
      "SPECIFICATION Spec\nCONSTANTS\n  N = 2\nINVARIANTS\n  A\n  B\nPROPERTIES\n  P\nACTION_CONSTRAINTS\n  C\n",
    );
  });
});
