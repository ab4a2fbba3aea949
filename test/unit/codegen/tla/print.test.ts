import { assert } from "chai";
import fc from "fast-check";
import type { Tla } from "../../../../codegen/tla/ast.js";
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
  ifThenElse,
  infix,
  name,
  not,
  number,
  or,
  prime,
  set,
  string,
  table,
  tuple,
} from "../../../../codegen/tla/build.js";
import { printConfig, printExpression, printModule } from "../../../../codegen/tla/print.js";

const x = name("x");
const y = name("y");

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
      printConfig(config),
      "SPECIFICATION Spec\nCONSTANTS\n  N = 2\nINVARIANTS\n  A\n  B\nPROPERTIES\n  P\nACTION_CONSTRAINTS\n  C\n",
    );
  });
});
