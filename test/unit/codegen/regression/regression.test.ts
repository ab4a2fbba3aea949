// The text of a model that expects a counterexample.

import { assert } from "chai";
import { type Found, regressionModel } from "../../../../codegen/regression/index.js";

const FOUND: Found = {
  variants: {},
  configuration: "raw-lock-nesting",
  parameters: {},
  asExpected: false,
  kind: "circular-wait",
  lock: "&dev->lock",
  function: "poll",
  property: null,
  lockdep: null,
};

function text(model: string, found: Partial<Found> = {}, expects = true): string {
  const made = regressionModel(model, { ...FOUND, ...found }, expects, (path) => `moved/${path.slice(2)}`);
  return made.kind === "text" ? made.text : `elsewhere: ${made.what}`;
}

const VIOLATES = `violates("circular-wait", { lock: "&dev->lock", in: "poll" })`;

describe("[U] codegen/regression", () => {
  it("replaces what a model of one version expects", () => {
    assert.equal(
      text(`import { expect, verified } from "lockproof/dsl";\nexpect(verified());\n`),
      `import { violates, expect, verified } from "lockproof/dsl";\nexpect(${VIOLATES});\n`,
    );
  });

  it("keeps what other versions and configurations expect", () => {
    const model = `import {
  configurations,
  expect,
} from "lockproof/dsl";
const version = variant("a", "b");
configurations("raw-lock-nesting", "preempt-rt");
expect(version === "a" ? verified() : violates("stuck"));
`;
    const made = text(model, { variants: { version: "b" }, configuration: "preempt-rt" });
    assert.include(
      made,
      `expect(version === "b" && config.PREEMPT_RT ? ${VIOLATES} : version === "a" ? verified() : violates("stuck"));\n`,
    );
    assert.include(made, "import {\n  violates,\n  config,\n  configurations,\n");
  });

  it("states what lockdep says where the model did", () => {
    const lockdep = { rule: "circular", lock: null, function: "poll" };
    assert.include(
      text(`expect(verified(), lockdep("silent"));`, { lockdep }),
      `expect(${VIOLATES}, lockdep("circular", { in: "poll" }));`,
    );
  });

  it("adds an expectation where there is none, and the import it needs", () => {
    assert.equal(
      text(`task("a", f);`, {}, false),
      `import { violates, expect } from "lockproof/dsl";\ntask("a", f);\n\nexpect(${VIOLATES});\n`,
    );
  });

  it("keeps what is expected already", () => {
    const model = `expect(violates("circular-wait"));\n`;
    assert.equal(text(model, { asExpected: true }), model);
  });

  it("goes on importing the same files, with the parameters of the counterexample", () => {
    const model = `import { f } from "./lib.js";\nconst N = param("n", 2, { min: 1, max: 4 });\nexpect(verified());\n`;
    const made = text(model, { parameters: { n: 3, other: 1 } });
    assert.include(made, `import { f } from "moved/lib.js";`);
    assert.include(made, `param("n", 3, { min: 1, max: 4 })`);
  });

  it("says what stands in a file that is imported", () => {
    assert.equal(text(`task("a", f);`), "elsewhere: what the model expects");
    assert.equal(text(`expect(verified());`, { variants: { version: "a" } }), "elsewhere: the versions 'version'");
  });

  it("writes names as strings, whatever is in them", () => {
    const made = text(`expect(verified());`, { lock: `"); evil(" \n*/`, function: null });
    assert.include(made, String.raw`violates("circular-wait", { lock: "\"); evil(\" \n*/" })`);
  });
});
