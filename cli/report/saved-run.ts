// A run that `check --json` or the reporter `json` saved.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileProblem } from "../../harness/file-problem.js";
import { type CheckOutput, checkOutputSchema, SCHEMA_VERSION } from "../../harness/result.js";
import { UsageError } from "../usage-error.js";

export function readSavedRun(file: string, cwd: string): CheckOutput {
  const value = parsed(file, cwd);
  const version = typeof value === "object" && value !== null && "schemaVersion" in value ? value.schemaVersion : undefined;
  if (version !== undefined && version !== SCHEMA_VERSION)
    throw new UsageError(
      `'${file}' has schema version ${JSON.stringify(version)}, not ${SCHEMA_VERSION}. To fix, check the models again with --json.`,
    );
  const outcome = checkOutputSchema.safeParse(value);
  if (outcome.success) return outcome.data;
  const [issue] = outcome.error.issues;
  throw new UsageError(
    `'${file}' is no saved run: ${issue === undefined ? "unknown" : `${issue.path.join(".") || "it"}: ${issue.message}`}. To fix, check the models again with --json.`,
  );
}

function parsed(file: string, cwd: string): unknown {
  const text = textOf(file, cwd);
  try {
    return JSON.parse(text);
  } catch {
    const why = text === "" ? "it is empty" : "it is no JSON, or not all of it";
    throw new UsageError(`'${file}' is no saved run: ${why}. To fix, check the models again with --json.`);
  }
}

function textOf(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    throw new UsageError(`'${file}' cannot be read: ${fileProblem(error)}.`);
  }
}
