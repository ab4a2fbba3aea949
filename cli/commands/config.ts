// `lockproof config`: the settings that hold in this folder, and where each comes from.

import { visible } from "../../report/lines.js";
import { EXIT } from "../exit-codes.js";
import { running, selecting } from "../options.js";
import type { Services } from "../services.js";
import { SETTINGS_FILE } from "../settings/file.js";
import { readSettings } from "../settings/read.js";
import { SETTING_NAMES } from "../settings/schema.js";

const DEFAULTS: Readonly<Record<string, { readonly default?: unknown }>> = {
  ...selecting,
  ...running,
  models: { default: ["models"] },
  reporter: { default: ["terminal"] },
  color: { default: "on a terminal" },
};

export function config({ console, cwd }: Services): number {
  const settings: Readonly<Record<string, unknown>> = readSettings(cwd);
  const rows = SETTING_NAMES.filter((name) => name !== "$schema").map((name) => ({
    name,
    value: text(settings[name] ?? DEFAULTS[name]?.default),
    source: settings[name] === undefined ? "default" : SETTINGS_FILE,
  }));
  const width = Math.max(...rows.map(({ value }) => value.length));
  for (const { name, value, source } of rows) console.out(`${name.padEnd(12)}${value.padEnd(width)}  ${source}\n`);
  return EXIT.expected;
}

function text(value: unknown): string {
  const words = Array.isArray(value) ? value.map(String) : [String(value)];
  return words.length === 0 ? "none" : visible(words.join(", "));
}
