// Command lines that are understood; the others stand in wrong-inputs.test.ts.

import { assert } from "chai";
import { parseArguments } from "../../../cli/arguments.js";
import { COMMANDS } from "../../../cli/commands-table.js";

describe("[U] cli/arguments", () => {
  it("takes models and options in any order, and lists by repetition", async () => {
    const command = await parseArguments(
      ["check", "--set", "a=1", "x.ts", "--variant", "fixed", "--set=b=2", "y.ts", "--no-cache"],
      "1.2.3",
    );
    assert.deepInclude(command, { name: "check" });
    if (typeof command === "string" || command.name !== "check") return assert.fail();
    const { models, set, variant, cache, json, workers, color } = command.options;
    assert.deepEqual(
      { models, set, variant, cache, json, workers, color },
      {
        models: ["x.ts", "y.ts"],
        set: ["a=1", "b=2"],
        variant: ["fixed"],
        cache: false,
        json: false,
        workers: "auto",
        color: undefined,
      },
    );
  });

  it("checks the folder models when none is named", async () => {
    const command = await parseArguments(["check"], "1.2.3");
    assert.deepNestedInclude(command, { "options.models": ["models"] });
  });

  it("takes a model whose name begins with a dash after --", async () => {
    const command = await parseArguments(["check", "--", "-strange.ts"], "1.2.3");
    assert.deepNestedInclude(command, { "options.models": ["-strange.ts"] });
  });

  it("keeps numbers and dots in names as they are", async () => {
    assert.deepNestedInclude(await parseArguments(["compile", "007.5"], "1.2.3"), { "options.model": "007.5" });
  });

  it("has a help for every command", async () => {
    for (const name of Object.keys(COMMANDS))
      for (const help of ["--help", "-h"]) {
        const text = await parseArguments([name, help], "1.2.3");
        if (typeof text !== "string") return assert.fail(name);
        assert.match(text, new RegExp(`^lockproof ${name}[^]*\\nOptions:[^]*--help`), name);
      }
    const script = await parseArguments(["completion"], "1.2.3");
    assert.match(typeof script === "string" ? script : "", /^###-begin-lockproof-completions-###/);
  });

  it("prints the version and the help", async () => {
    assert.equal(await parseArguments(["--version"], "1.2.3"), "1.2.3\n");
    assert.include(await parseArguments(["--help"], "1.2.3"), "lockproof check [models..]");
  });
});
