import { assert } from "chai";
import { FALSE, NULL, TRUE } from "../../../interpreter/codes.js";
import { explore } from "../../../interpreter/index.js";
import { narrowPacking, widePacking } from "../../../interpreter/packing.js";
import { StateStore } from "../../../interpreter/store.js";
import { binary, get, goTo, int, model, named, set } from "./builders.js";

/** What comes out of packing and unpacking; null when it does not fit. */
function roundTrip(contexts: number, cells: readonly number[]): readonly number[] | null {
  const packing = narrowPacking(contexts, cells.length);
  const words = new Int32Array(packing.words + 2);
  const target = new Int32Array(packing.words);
  if (!packing.pack(Int32Array.from(cells), target)) return null;
  words.set(target, 2);
  const out = new Int32Array(cells.length);
  packing.unpack(words, 2, out);
  return [...out];
}

describe("[U] interpreter: packed states", () => {
  it("gives back what fits, for any number of pcs and values", () => {
    const values = [0, 1, -1, -32, 159, NULL, FALSE, TRUE, NULL + 63];
    for (let pcs = 0; pcs <= 5; pcs++) {
      for (let count = 0; count <= values.length; count++) {
        const cells = [...[65535, 0, 256, 255, 1].slice(0, pcs), ...values.slice(0, count)];
        assert.deepEqual(roundTrip(pcs, cells), cells);
      }
    }
  });

  it("refuses what does not fit", () => {
    for (const value of [160, -33, 100_000, NULL + 64, NULL - 1]) assert.isNull(roundTrip(1, [1, 0, value, 0]), `${value}`);
    assert.isNull(roundTrip(1, [65536, 0]));
  });

  it("keeps the numbers of states when a value comes that needs more room", () => {
    const store = new StateStore(1, 2);
    const states = Array.from({ length: 3000 }, (_, index) => Int32Array.from([index % 7, Math.floor(index / 7)]));
    assert.deepEqual(
      states.map((state) => store.add(state, 0)),
      states.map((_, index) => index),
    );
    states.forEach((state, index) => {
      assert.equal(store.add(state, 0), index);
      assert.isFalse(store.fresh);
      const copy = new Int32Array(2);
      store.load(index, copy);
      assert.deepEqual([...copy], [...state]);
    });
  });

  it("has a wide packing that takes everything", () => {
    const packing = widePacking(2);
    const words = new Int32Array(2);
    assert.isTrue(packing.pack(Int32Array.from([-5, 1 << 30]), words));
    assert.deepEqual([...words], [-5, 1 << 30]);
  });

  it("explores the same states with wide values", () => {
    const counter = (first: number) => {
      const step = set("n", binary("add", get("n"), int(1)));
      return model()
        .int("n", first, first + 100, first, true)
        .task("A", [named("1", set("n", int(first))), step, step, goTo("1")])
        .build();
    };
    assert.deepEqual(
      explore(counter(0)).statistics,
      explore(
        model()
          .int("n", 0, 5000)
          .task("A", [named("1", set("n", int(1000))), set("n", int(1001)), set("n", int(1002)), goTo("1")])
          .build(),
      ).statistics,
    );
  });
});
