// The command that a report gives to repeat a check: it must ask for the same.

import { assert } from "chai";
import fc from "fast-check";
import { parseArguments } from "../../../cli/arguments.js";
import { optionsOf } from "../../../cli/commands-table.js";
import { requestOf } from "../../../cli/request.js";
import { repeatOptions } from "../../../harness/repeat-options.js";
import type { CheckRequest } from "../../../harness/request.js";
import { repeatCommand } from "../../../report/repeat-command.js";
import { verified } from "../../support/results.js";

/** What a verdict or an exit code depends on, with values that are not the default. */
const DECIDING: Readonly<Record<string, fc.Arbitrary<readonly string[]>>> = {
  variant: fc.constant(["--variant", "version=before"]),
  config: fc.constant(["--config", "raw-lock-nesting"]),
  set: fc.constant(["--set", "timeouts=2"]),
  reduce: fc.constantFrom(["--no-reduce"], ["--reduce", "steps"], ["--reduce", "slice,symmetry"]),
  engine: fc.constant(["--engine", "builtin"]),
  simulate: fc.constant(["--simulate", "10000"]),
  workers: fc.constantFrom(["--workers", "1"], ["--workers", "7"]),
  timeout: fc.constantFrom(["--timeout", "1500ms"], ["--timeout", "5m"], ["--timeout", "1h"]),
  heap: fc.constantFrom(["--heap", "512m"], ["--heap", "4g"]),
  strict: fc.constant(["--strict"]),
  distributed: fc.constant(["--distributed"]),
};
/** How it is shown, kept or met on the network; `resume` goes on with what is gone once it has come to its end. */
const OTHERS = ["cache", "resume", "json", "verbose", "reporter", "output-dir", "diff", "color", "listen", "wait"];

/** Of the subject of the test's result. */
const SUBJECT = ["--variant", "version=before", "--config", "raw-lock-nesting", "--set", "timeouts=2"];

async function requested(words: readonly string[]): Promise<CheckRequest> {
  const command = await parseArguments(["check", "models/example.ts", ...words], "1.2.3");
  if (typeof command === "string" || command.name !== "check") return assert.fail(`${words.join(" ")}: ${JSON.stringify(command)}`);
  const request = requestOf(command.options.models, "/", command.options);
  return command.options.distributed ? { ...request, distributed: { host: "h", port: 1, waitMs: 1 } } : request;
}

describe("[U] the command that repeats a check", () => {
  it("knows of each option of check whether a verdict or an exit code depends on it", () => {
    assert.sameMembers([...Object.keys(DECIDING), ...OTHERS], Object.keys(optionsOf("check")));
  });

  it("asks for the same, whatever was asked for", async () => {
    const words = fc
      .subarray(Object.keys(DECIDING).filter((name) => !SUBJECT.includes(`--${name}`)))
      .filter((names) => ["engine", "simulate", "distributed"].filter((name) => names.includes(name)).length < 2)
      .chain((names) => fc.tuple(...names.map((name) => DECIDING[name] ?? fc.constant([]))))
      .map((options) => options.flat());
    await fc.assert(
      fc.asyncProperty(words, async (options) => {
        const request = await requested([...SUBJECT, ...options]);
        const command = repeatCommand({ ...verified(), options: repeatOptions(request) });
        assert.deepEqual(await requested(command.split(" ").slice(4)), request);
      }),
      { numRuns: 20 },
    );
  });

  it("says nothing of what is the default", async () => {
    assert.deepEqual(repeatOptions(await requested([])), []);
  });
});
