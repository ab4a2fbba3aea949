// Reads lockproof.json from the current folder. A mistake is named with its line.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { fileProblem } from "../../harness/file-problem.js";
import { didYouMean } from "../nearest.js";
import { UsageError } from "../usage-error.js";
import { SETTINGS_FILE } from "./file.js";
import { SETTING_NAMES, type Settings, settingsSchema } from "./schema.js";

const LARGEST = 1024 * 1024;

/** No file: no settings. */
export function readSettings(cwd: string): Settings {
  const text = readText(join(cwd, SETTINGS_FILE));
  if (text === null) return {};
  const parsed = settingsSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw issue === undefined ? parsed.error : mistake(issue, text);
}

function readText(path: string): string | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    if (!stats.isFile() || stats.size > LARGEST) throw new UsageError(`${SETTINGS_FILE} is no file of at most 1 MiB.`);
    return readFileSync(path, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${SETTINGS_FILE} cannot be read: ${fileProblem(error)}.`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = /at position (\d+)/.exec(message)?.[1];
    const end = offset === undefined ? text.trimEnd().length : Number(offset);
    throw new UsageError(`${SETTINGS_FILE}:${lineAt(text, end)}: This is no JSON: ${message.replace(/[\s.]*$/, "")}.`);
  }
}

function mistake(issue: z.core.$ZodIssue, text: string): UsageError {
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    return new UsageError(`${place(text, key)}: There is no setting '${key}'.${didYouMean(key, SETTING_NAMES)}`);
  }
  const [name, ...inner] = issue.path.map(String);
  if (name === undefined) return new UsageError(`${SETTINGS_FILE}: There is no object of settings in it.`);
  const what = [`'${name}'`, ...inner.map((index) => `entry ${Number(index) + 1}`)].join(" ");
  return new UsageError(`${place(text, name)}: The setting ${what}: ${issue.message}.`);
}

function place(text: string, key: string): string {
  const offset = text.search(new RegExp(`${JSON.stringify(key).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*:`));
  return offset < 0 ? SETTINGS_FILE : `${SETTINGS_FILE}:${lineAt(text, offset)}`;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
