import { assert } from "chai";
import fc from "fast-check";
import { parseValue, parseValues, printValue, type TlaValue } from "../../../tla-tools/index.js";

const int = (value: number): TlaValue => ({ kind: "int", value });
const identifier = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,12}$/);
const integer = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

const { value: anyValue } = fc.letrec<{ value: TlaValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    integer.map(int),
    fc.boolean().map((value): TlaValue => ({ kind: "bool", value })),
    fc.string({ unit: "binary" }).map((value): TlaValue => ({ kind: "string", value })),
    identifier.filter((name) => name !== "null").map((name): TlaValue => ({ kind: "model-value", name })),
    fc.constant<TlaValue>({ kind: "unset" }),
    fc.tuple(integer, integer).map(([low, high]): TlaValue => ({ kind: "interval", low, high })),
    fc.array(tie("value"), { maxLength: 5 }).map((elements): TlaValue => ({ kind: "tuple", elements })),
    fc.array(tie("value"), { maxLength: 5 }).map((elements): TlaValue => ({ kind: "set", elements })),
    fc
      .uniqueArray(fc.record({ name: identifier, value: tie("value") }), {
        selector: (field) => field.name,
        minLength: 1,
        maxLength: 5,
      })
      .map((fields): TlaValue => ({ kind: "record", fields })),
    fc
      .array(fc.record({ key: tie("value"), value: tie("value") }), { minLength: 1, maxLength: 4 })
      .map((entries): TlaValue => ({ kind: "function", entries })),
  ),
}));

describe("[U] Values of TLA+", () => {
  it("read back as they were printed, on one line and broken over lines", () => {
    fc.assert(
      fc.property(anyValue, fc.integer({ min: 0, max: 100 }), (value, width) => {
        assert.deepEqual(parseValue(printValue(value)), { ok: true, value });
        assert.deepEqual(parseValue(printValue(value, width)), { ok: true, value });
      }),
      { numRuns: 10_000 },
    );
  }).timeout(60_000);

  it("never make the reader throw, whatever the text", () => {
    const marks = ["<<", ">>", "|->", ":>", "@@", "..", "{", "}", "[", "]", "(", ")", ",", '"', "\\", "-", "1", "a", " "];
    const soup = fc.array(fc.constantFrom(...marks)).map((parts) => parts.join(""));
    fc.assert(fc.property(fc.oneof(soup, fc.string()), (text) => typeof parseValue(text).ok === "boolean"));
  });

  it("have the kinds that their text shows", () => {
    const kinds: readonly (readonly [string, TlaValue["kind"]])[] = [
      ["-5", "int"],
      ["TRUE", "bool"],
      ['"a\\"b\\\\c\\td\\ne\\rf\\fg"', "string"],
      ["NULL", "model-value"],
      ["1a", "model-value"],
      ["null", "unset"],
      ["<<>>", "tuple"],
      ["<< >>", "tuple"],
      ["[a |-> 1, b |-> 2]", "record"],
      ["(p1 :> 0 @@ p2 :> 0)", "function"],
      ["{}", "set"],
      ["-3..5", "interval"],
      ["{ [a |-> 1],\n  [a |-> 2] }", "set"],
    ];
    for (const [text, kind] of kinds) {
      const parsed = parseValue(text);
      assert.strictEqual(parsed.ok ? parsed.value.kind : parsed.reason, kind, text);
    }
  });

  it("undo the escapes of strings", () => {
    const parsed = parseValue('"a\\"b\\\\c\\td\\ne\\rf\\fg"');
    assert.deepEqual(parsed, { ok: true, value: { kind: "string", value: 'a"b\\c\td\ne\rf\fg' } });
  });

  it("are refused with a position when the text is not one value", () => {
    for (const text of ["", "<<1", "[a -> 1]", "{1,}", "(1)", '"a', "1 2", "1..", "[1 |-> 2]", "@@", "\u00e9"]) {
      assert.isFalse(parseValue(text).ok, text);
    }
    const bad = parseValue("<<1, ?>>");
    assert.deepEqual(bad, { ok: false, position: 5, reason: "not a TLA+ value" });
  });

  it("nest two hundred deep and not deeper", () => {
    const nest = (depth: number): string => "<<".repeat(depth) + ">>".repeat(depth);
    assert.isTrue(parseValue(nest(200)).ok);
    assert.isFalse(parseValue(nest(300)).ok);
    assert.isFalse(parseValue("{".repeat(1_000_000)).ok);
  });

  it("can stand side by side, as Print leaves them", () => {
    const parsed = parseValues('"p"  TRUE');
    assert.deepEqual(parsed, {
      ok: true,
      values: [
        { kind: "string", value: "p" },
        { kind: "bool", value: true },
      ],
    });
  });
});
