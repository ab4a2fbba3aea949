import { assert } from "chai";
import { compilationOf } from "../../../support/compile.js";

describe("[U] locals in traces", () => {
  it("are told apart where functions have some of one name", () => {
    const { emitted } = compilationOf(`class T { n = int(0, 3); } const ts = pool(T, 2); let own = int(0, 9);
function store(t: T) { const at = t.n; own = at; t.n = at; }
function f() { for (const t of ts) store(t); let at = own; own = 0; own = at; }
task("one", f); task("two", () => { own = 1; });`);
    const labels = emitted.variables.flatMap((variable) => (variable.kind === "local" ? [variable.label] : []));
    assert.includeMembers(labels, ["at in store", "at in f"]);
    assert.lengthOf(new Set(labels), labels.length);
  });
});
