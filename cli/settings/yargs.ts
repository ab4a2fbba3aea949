// Settings in the form in which yargs takes options.

import type { Settings } from "./schema.js";

/** Those that a command has an option for. */
export function yargsSettings(settings: Settings, options: readonly string[]): Readonly<Record<string, unknown>> {
  const { workers, reduce, ...others } = settings;
  const all = {
    ...others,
    ...(workers === undefined ? {} : { workers: String(workers) }),
    ...(reduce === undefined ? {} : { reduce: reduce.length === 0 ? false : reduce.join(",") }),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => options.includes(name)));
}
