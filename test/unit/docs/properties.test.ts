// The table of properties in models/README.md: what it says a model states it states, and it has a reason for each of the others.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import { inClone } from "../../support/clone.js";
import { OWN, propertyRows, statedNumbers } from "../../support/property-table.js";

describe("[U] models/README.md", () => {
  const stated = statedNumbers(inClone("models", "io-uring"));
  const rows = propertyRows(readFileSync(inClone("models", "README.md"), "utf8"));

  it("has a row of properties for every model of io_uring", () => {
    assert.deepEqual(
      rows.map(({ model }) => model),
      [...stated.keys()],
    );
  });

  for (const row of rows) {
    it(`has the properties that ${row.model} states, and why it states no other`, () => {
      assert.deepEqual(row.stated, stated.get(row.model) ?? []);
      assert.sameMembers([...row.stated, ...row.others], OWN);
    });
  }
});
