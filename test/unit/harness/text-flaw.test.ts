// Bytes that are no text, and where.

import { assert } from "chai";
import fc from "fast-check";
import { textFlaw } from "../../../harness/text-flaw.js";

describe("[U] harness/text-flaw", () => {
  const bytes = (...parts: readonly (string | number)[]): Buffer =>
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.of(part))));

  it("finds none in text, whatever the characters", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "\ufffd")),
        (text) => textFlaw(Buffer.from(text)) === null,
      ),
    );
  });

  it("gives the first byte that cannot stand there, with its line and column in characters", () => {
    assert.deepEqual(textFlaw(bytes("a\né€😀", 0xe9, "\n", 0)), { byte: 0xe9, line: 1, column: 4 });
    assert.deepEqual(textFlaw(bytes("ab", 0, "c", 0xff)), { byte: 0, line: 0, column: 2 });
    assert.deepEqual(textFlaw(bytes(0xff, 0xfe, "a", 0)), { byte: 0xff, line: 0, column: 0 });
    assert.deepEqual(textFlaw(bytes("x\n", 0xc3)), { byte: 0xc3, line: 1, column: 0 });
    assert.deepEqual(textFlaw(bytes("a\nb", 0xef)), { byte: 0xef, line: 1, column: 1 }, "cut off, with the bytes of U+FFFD");
    assert.deepEqual(textFlaw(bytes("a", 0xef, 0xbf)), { byte: 0xef, line: 0, column: 1 });
    assert.deepEqual(textFlaw(bytes("a", 0)), { byte: 0, line: 0, column: 1 });
  });

  it("finds a wrong byte wherever it is put into text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), fc.string(), (before, behind) => {
        const flaw = textFlaw(bytes(before, 0xc0, behind));
        const lines = before.split("\n");
        assert.deepEqual(flaw, { byte: 0xc0, line: lines.length - 1, column: lines.at(-1)?.length ?? 0 });
      }),
    );
  });
});
