// Command lines: what is understood, and what is said about the rest.

import { assert } from "chai";
import { parseArguments } from "../../../cli/arguments.js";
import { UsageError } from "../../../cli/usage-error.js";

async function mistake(...argv: readonly string[]): Promise<string> {
  try {
    await parseArguments(argv, "1.2.3");
  } catch (error) {
    assert.instanceOf(error, UsageError);
    assert.notInclude(error.message, "\n", "one line");
    return error.message;
  }
  return "no mistake";
}

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

  it("prints the version and the help", async () => {
    assert.equal(await parseArguments(["--version"], "1.2.3"), "1.2.3\n");
    assert.include(await parseArguments(["--help"], "1.2.3"), "lockproof check [models..]");
  });

  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^No command\.$/],
    [["chek"], /^Unknown command: chek\. Did you mean check\?$/],
    [["check", "--timeot", "3s"], /^Unknown option: --timeot\. Did you mean --timeout\?$/],
    [["check", "--jsno"], /Did you mean --json\?$/],
    [["check", "--no-colour"], /^Unknown option: --no-colour\. Did you mean --no-color\?$/],
    [["check", "--zzzzzz"], /^Unknown option: --zzzzzz\.$/],
    [["check", "-x"], /^Unknown option: -x\.$/],
    [["check", "--timeout"], /^Not enough arguments following: timeout\.$/],
    [["check", "--timeout", "1s", "--timeout", "2s"], /^--timeout is given more than once\.$/],
    [["compile"], /^Not enough non-option arguments/],
    [["compile", "a.ts", "b.ts"], /^Unknown argument: b\.ts\.$/],
    [["check", "--engine", "z"], /^--engine is 'z', not tlc or builtin\.$/],
  ];
  for (const [argv, message] of mistakes) {
    it(`says what is wrong with "${argv.join(" ")}"`, async () => {
      assert.match(await mistake(...argv), message);
    });
  }
});
