// Parentheses: TLA+'s own table of precedence ranges, and which of two operators side by side takes the operand between them.

import { assert } from "chai";
import type { Tla, TlaInfix } from "../../../../codegen/tla/ast.js";
import { and, infix, name, not, number } from "../../../../codegen/tla/build.js";
import { printExpression } from "../../../../codegen/tla/print.js";

type Prefix = Extract<Tla, { kind: "prefix" }>["operator"];

/** Lamport, Specifying Systems, table 6: lowest and highest precedence. */
const INFIX: Readonly<Record<TlaInfix, readonly [number, number]>> = {
  "=>": [1, 1],
  "~>": [2, 2],
  "=": [5, 5],
  "#": [5, 5],
  "<": [5, 5],
  "<=": [5, 5],
  ">": [5, 5],
  ">=": [5, 5],
  "\\in": [5, 5],
  "\\notin": [5, 5],
  "\\subseteq": [5, 5],
  "@@": [6, 6],
  ":>": [7, 7],
  "\\cup": [8, 8],
  "\\cap": [8, 8],
  "\\": [8, 8],
  "..": [9, 9],
  "+": [10, 10],
  "-": [11, 11],
  "%": [10, 11],
  "*": [13, 13],
  "\\div": [13, 13],
  "\\o": [13, 13],
};

const PREFIX: Readonly<Record<Prefix, readonly [number, number]>> = {
  "~": [4, 4],
  "[]": [4, 15],
  "<>": [4, 15],
  ENABLED: [4, 15],
  UNCHANGED: [4, 15],
  UNION: [8, 8],
  DOMAIN: [9, 9],
  "-": [12, 12],
};

/** Those of them that may stand in a row. */
const LEFT_ASSOCIATIVE: ReadonlySet<TlaInfix> = new Set(["@@", "\\cup", "\\cap", "+", "-", "*", "\\o"]);

const operators = Object.keys(INFIX) as readonly TlaInfix[];
const prefixes = Object.keys(PREFIX) as readonly Prefix[];
const [x, y, z] = [name("x"), name("y"), name("z")];

function prefixed(operator: Prefix, operand: Tla): Tla {
  return { kind: "prefix", operator, operand };
}

function holdsMore(inner: readonly [number, number], outer: readonly [number, number]): boolean {
  return inner[0] > outer[1];
}

/** `x + y - z` is x + (y - z) in TLA+: the same number, so the tree (x + y) - z is printed like that, too. */
function sameNumber(outer: TlaInfix, inner: TlaInfix): boolean {
  return outer === "-" && inner === "+";
}

describe("[U] parentheses of the TLA+ printer", () => {
  it("stand around a left operand that TLA+ would read otherwise", () => {
    for (const outer of operators)
      for (const inner of operators) {
        const text = printExpression(infix(infix(x, inner, y), outer, z));
        const alone = holdsMore(INFIX[inner], INFIX[outer]) || (inner === outer && LEFT_ASSOCIATIVE.has(outer)) || sameNumber(outer, inner);
        if (!alone) assert.match(text, /^\(/u, `${inner} left of ${outer}`);
      }
  });

  it("stand around a right operand that TLA+ would read otherwise", () => {
    for (const outer of operators)
      for (const inner of operators) {
        const text = printExpression(infix(x, outer, infix(y, inner, z)));
        if (!holdsMore(INFIX[inner], INFIX[outer])) assert.match(text, /\)$/u, `${inner} right of ${outer}`);
      }
  });

  it("stand around prefix operators and what they apply to, where TLA+ would read them otherwise", () => {
    for (const operator of prefixes)
      for (const other of operators) {
        const inside = printExpression(infix(prefixed(operator, x), other, y));
        if (!holdsMore(PREFIX[operator], INFIX[other])) assert.match(inside, /^\(/u, `${operator} left of ${other}`);
        const around = printExpression(prefixed(operator, infix(x, other, y)));
        if (!holdsMore(INFIX[other], PREFIX[operator])) assert.match(around, /\)$/u, `${operator} over ${other}`);
      }
  });

  it("are left out where people leave them out", () => {
    const texts: readonly (readonly [Tla, string])[] = [
      [infix(infix(x, "=", y), "=>", infix(y, "#", z)), "x = y => y # z"],
      [infix(infix(x, "=>", y), "~>", z), "(x => y) ~> z"],
      [infix(x, "=>", infix(y, "~>", z)), "x => y ~> z"],
      [infix(infix(x, "~>", y), "=", z), "(x ~> y) = z"],
      [infix(infix(x, ":>", y), "@@", infix(y, ":>", z)), "x :> y @@ y :> z"],
      [infix(x, "=", infix(y, "@@", z)), "x = y @@ z"],
      [infix(infix(x, "@@", y), ":>", z), "(x @@ y) :> z"],
      [infix(x, ":>", infix(y, "\\cup", z)), "x :> y \\cup z"],
      [infix(x, ":>", infix(y, "\\cap", z)), "x :> y \\cap z"],
      [infix(x, ":>", infix(y, "\\", z)), "x :> y \\ z"],
      [infix(infix(x, "\\", y), "\\", z), "(x \\ y) \\ z"],
      [infix(x, "\\cup", infix(y, "..", z)), "x \\cup y..z"],
      [infix(infix(x, "..", y), "+", z), "(x..y) + z"],
      [infix(x, "..", infix(y, "+", z)), "x..y + z"],
      [infix(x, "..", infix(y, "-", z)), "x..y - z"],
      [infix(x, "..", infix(y, "%", z)), "x..(y % z)"],
      [infix(infix(x, "*", y), "+", infix(y, "\\div", z)), "x * y + y \\div z"],
      [infix(infix(x, "<", y), "=", infix(y, ">=", z)), "(x < y) = (y >= z)"],
      [infix(infix(x, "<=", y), "=>", infix(y, ">", z)), "x <= y => y > z"],
      [not(not(x)), "~(~x)"],
      [prefixed("[]", prefixed("<>", x)), "[]<>x"],
      [infix(prefixed("[]", x), "~>", prefixed("<>", y)), "[]x ~> <>y"],
      [and(prefixed("UNCHANGED", x), prefixed("ENABLED", y)), "UNCHANGED x /\\ ENABLED y"],
      [prefixed("-", prefixed("-", x)), "-(-x)"],
      [prefixed("-", infix(x, "*", y)), "-x * y"],
      [prefixed("UNION", infix(x, "..", y)), "UNION x..y"],
      [prefixed("DOMAIN", infix(x, "+", y)), "DOMAIN x + y"],
      [infix(x, "\\in", prefixed("DOMAIN", y)), "x \\in DOMAIN y"],
      [infix(x, "-", number(-1)), "x - -1"],
      [infix(infix(x, "\\notin", y), "=>", infix(y, "\\subseteq", z)), "x \\notin y => y \\subseteq z"],
    ];
    for (const [tree, text] of texts) assert.equal(printExpression(tree), text);
  });
});
