// What the page of the HTML report computes by itself: the state after some steps, and addresses.

import { assert } from "chai";
import type { PageData, PageTrace } from "../../../report/html/page-data.js";
import { momentAfter } from "../../../report/moment.js";
import { fragmentOf, placeOf } from "../../../report/page/place.js";
import { longTrace } from "../../support/long-traces.js";

const TRACE: PageTrace = { ...longTrace(8), lanes: [], inactive: [], minor: [] };

describe("[U] report/page", () => {
  it("puts the state after some steps together, with what the last one changed", () => {
    assert.deepEqual(momentAfter(TRACE, 0).values, [
      { name: "counter", value: "0", before: null },
      { name: "limit", value: "7", before: null },
    ]);
    assert.deepEqual(momentAfter(TRACE, 4).values[0], { name: "counter", value: "3", before: "0" });
    assert.deepEqual(momentAfter(TRACE, 5).values[0], { name: "counter", value: "3", before: null });
    assert.equal(momentAfter(TRACE, 0).positions.get("nvme")?.state, "idle");
    assert.equal(momentAfter(TRACE, 8).positions.get("nvme")?.state, "running");
  });

  it("reads its own addresses, and takes none for the overview", () => {
    const slugs = ["a/b~broken", "a/b~fixed"];
    const data = { version: "", summary: "", sources: {}, checks: slugs.map((slug) => ({ slug })) } as unknown as PageData;
    for (const place of [
      { check: 0, step: null },
      { check: 1, step: 0 },
      { check: 1, step: 12 },
    ])
      assert.deepEqual(placeOf(data, fragmentOf(data, place)), place);
    assert.deepEqual(placeOf(data, ""), { check: null, step: null });
    assert.deepEqual(placeOf(data, "#a/b~broken/step-x"), { check: null, step: null });
    assert.deepEqual(placeOf(data, "#%zz"), { check: null, step: null });
    assert.deepEqual(placeOf(data, "#a/b%7Ebroken/step-3"), { check: 0, step: 3 });
  });
});
