// The TLA+ of single steps, cut out of a module as the printer writes it.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import { actionTexts, arrivalKey } from "../../../harness/trace/tla-text.js";
import { inClone } from "../../support/clone.js";

const MODULE = readFileSync(inClone("specs/generated/patterns/irq-on-holder/irq_on_holder_broken.tla"), "utf8");

describe("[U] harness/trace/tla-text", () => {
  it("cuts out the arm of a place, with nothing of the next one", () => {
    const texts = actionTexts(MODULE, ["nic_deliver:41", "nic_poll:46", "nowhere:1"]);
    assert.deepEqual(Object.keys(texts).sort(), ["nic_deliver:41", "nic_poll:46"]);
    assert.match(texts["nic_deliver:41"] ?? "", /^pc\[self\] = "nic_deliver:41" ->\n {2}\/\\ Goto\(self, "nic_poll:48"\)\n/);
    assert.notInclude(texts["nic_deliver:41"] ?? "", "OTHER");
    assert.notInclude(texts["nic_poll:46"] ?? "", "\\*");
  });

  it("cuts out how an interrupt comes", () => {
    const text = actionTexts(MODULE, [arrivalKey("nic")])["Comes(nic)"] ?? "";
    assert.match(text, /^self = "nic" ->\n {2}\/\\ pc\[self\] = "idle"/);
    assert.include(text, "HardirqComes(self, cpu)");
  });

  it("has the text of every place of the shipped specification", () => {
    const labels = [...MODULE.matchAll(/^ +(?:CASE|\[\]) pc\[self\] = "([^"]+)" ->$/gm)].map(([, label]) => label ?? "");
    assert.isAbove(labels.length, 5);
    assert.sameMembers(Object.keys(actionTexts(MODULE, labels)), [...new Set(labels)]);
  });
});
