import { assert } from "chai";
import { Knowledge } from "../../../../codegen/emit/knowledge.js";
import type { Tla } from "../../../../codegen/tla/ast.js";
import { and, apply, equals, FALSE, ifThenElse, infix, name, not, number, or, string, TRUE } from "../../../../codegen/tla/build.js";

const NULL = name("NULL");
const a = apply(name("a"), name("self"));
const b = apply(name("b"), name("self"));
const p: Tla = name("p");
const q: Tla = name("q");

describe("[U] codegen/emit/knowledge", () => {
  it("folds constants", () => {
    const { nothing } = Knowledge;
    assert.deepEqual(nothing.simplified(not(equals(NULL, NULL))), FALSE);
    assert.deepEqual(nothing.simplified(equals(string("x"), NULL)), FALSE);
    assert.deepEqual(nothing.simplified(equals(string("x"), string("y"))), FALSE);
    assert.deepEqual(nothing.simplified(equals(number(1), number(1))), TRUE);
    assert.deepEqual(nothing.simplified(equals(a, a)), TRUE);
    assert.deepEqual(nothing.simplified(or(p, FALSE)), p);
    assert.deepEqual(nothing.simplified(and(not(p), { kind: "prefix", operator: "~", operand: FALSE })), not(p));
    assert.deepEqual(nothing.simplified({ kind: "or", items: [p, TRUE] }), TRUE);
    assert.deepEqual(nothing.simplified({ kind: "and", items: [p, FALSE] }), FALSE);
    assert.deepEqual(nothing.simplified(ifThenElse(FALSE, p, q)), q);
    assert.deepEqual(nothing.simplified(not(not(p))), p);
  });

  it("does not compare what TLC does not compare, nor what may be equal", () => {
    const { nothing } = Knowledge;
    for (const open of [
      equals(a, b),
      equals(a, NULL),
      equals(number(1), string("x")),
      equals(number(0), NULL),
      infix(number(1), "<", number(2)),
    ])
      assert.deepEqual(nothing.simplified(open), open);
    const names = equals(name("Free"), NULL);
    assert.deepEqual(nothing.simplified(names), names, "another name may be the same");
  });

  it("knows what follows for the parts of what it is told", () => {
    assert.deepEqual(Knowledge.nothing.with(or(p, q), FALSE).simplified(p), FALSE);
    assert.deepEqual(Knowledge.nothing.with(and(p, q), TRUE).simplified(and(q, a)), a);
    assert.deepEqual(Knowledge.nothing.with(not(p), TRUE).simplified(or(p, q)), q);
    assert.deepEqual(Knowledge.nothing.with(equals(a, NULL), TRUE).simplified(equals(a, string("x"))), FALSE);
    assert.deepEqual(Knowledge.nothing.with(equals(NULL, a), TRUE).simplified(equals(a, NULL)), TRUE);
    assert.deepEqual(Knowledge.nothing.with(not(equals(a, NULL)), FALSE).simplified(equals(a, NULL)), TRUE);
    assert.deepEqual(Knowledge.nothing.with(equals(a, NULL), FALSE).simplified(not(equals(a, NULL))), TRUE);
    assert.deepEqual(Knowledge.nothing.with(p, TRUE).simplified(ifThenElse(p, q, a)), q);
  });

  it("does not know what does not follow", () => {
    assert.deepEqual(Knowledge.nothing.with(or(p, q), TRUE).simplified(p), p);
    assert.deepEqual(Knowledge.nothing.with(and(p, q), FALSE).simplified(q), q);
    const other = equals(a, string("x"));
    assert.deepEqual(Knowledge.nothing.with(equals(a, NULL), FALSE).simplified(other), other);
    assert.deepEqual(Knowledge.nothing.with(a, b).simplified(equals(a, string("x"))), equals(a, string("x")), "`b` is no constant");
  });
});
