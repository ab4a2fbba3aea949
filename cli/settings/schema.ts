// What lockproof.json may say. One definition gives the check, the published schema and the list of names.

import * as z from "zod";
import { REDUCTIONS } from "../../harness/request.js";
import { FORMAT_NAMES } from "../../report/formats.js";

const amount = (units: string, like: string) => z.string().regex(new RegExp(`^[1-9]\\d{0,8}(${units})$`, "i"), `is not like ${like}`);
const REPORTER = new RegExp(`^(${FORMAT_NAMES.join("|")})(=.+)?$`);

export const settingsSchema = z
  .strictObject({
    $schema: z.string().describe("Where this schema is, for editors."),
    models: z
      .array(z.string().min(1, "is empty"))
      .min(1, "is empty")
      .describe("Model files and folders that are checked when none is named."),
    engine: z.enum(["tlc", "builtin"]).describe("Who answers: TLC, or the builtin engine within small bounds."),
    workers: z
      .union([z.int().min(1).max(1024), z.literal("auto")], "is not auto or a whole number from 1 to 1024")
      .describe(
        "TLC threads for each check, with 1 counterexamples are shortest; auto: 1, and all processors for what 1 does not finish in 10 s.",
      ),
    timeout: amount("ms|s|m|h", "60s, 2m or 500ms").describe("For each check, like 60s or 2m."),
    heap: amount("m|g", "512m or 1g").describe("Java heap for each check, like 512m or 1g."),
    cache: z.boolean().describe("Whether results of earlier checks are used and kept."),
    strict: z.boolean().describe("Whether lockdep must agree with every verdict."),
    reduce: z.array(z.enum(REDUCTIONS)).describe("Ways to search fewer states; an empty list: none."),
    verbose: z.boolean().describe("Reports also of what was expected, and every step."),
    diff: z.boolean().describe("Of each step only what it changed."),
    reporter: z
      .array(z.string().regex(REPORTER, `is not NAME or NAME=FILE with one of ${FORMAT_NAMES.join(", ")}`))
      .describe("As --reporter."),
    "output-dir": z.string().min(1, "is empty").describe("Folder that no report is written outside of."),
    color: z.boolean().describe("Colours, also where there is no terminal."),
  })
  .partial()
  .meta({ title: "lockproof.json", description: "Settings of lockproof; options on the command line go first." });

export type Settings = z.infer<typeof settingsSchema>;

export const SETTING_NAMES: readonly string[] = Object.keys(settingsSchema.shape);
