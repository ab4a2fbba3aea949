import { assert } from "chai";
import { extendedBy, readLibrary } from "../../../harness/library.js";
import { compilationOf } from "../../support/compile.js";

describe("[U] harness/library", () => {
  it("gives a run the modules that its specification extends, and those that these extend", () => {
    const library = { "A.tla": "EXTENDS Integers, B\n", "B.tla": "EXTENDS C, Sequences\n", "C.tla": "no more\n", "D.tla": "EXTENDS A\n" };
    assert.hasAllKeys(extendedBy("---- MODULE M ----\n\\* EXTENDS D\nEXTENDS TLC, A\n", library), ["A.tla", "B.tla", "C.tla"]);
    assert.deepEqual(extendedBy("---- MODULE M ----\n", library), {});
  });

  it("knows how specifications and the library say what they extend", () => {
    const { module } = compilationOf(
      'let done = bool(); const q = wait_queue_head(); task("t", () => { wait_event(q, () => done); }); task("u", () => { done = true; wake_up(q); });',
    );
    const found = Object.keys(extendedBy(module, readLibrary()));
    for (const file of ["Locks.tla", "WaitQueues.tla", "Contexts.tla", "Observation.tla"]) assert.include(found, file);
    assert.notInclude(found, "Lists.tla");
  });
});
