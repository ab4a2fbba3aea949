// The options of the commands, each named once.

import { FORMAT_NAMES } from "../report/formats.js";
import { RUN_DEFAULTS } from "./request.js";

const several = { type: "string", array: true, default: [], requiresArg: true } as const;

export const color = { type: "boolean", describe: "colours, also where there is no terminal; --no-color: never" } as const;

export const selecting = {
  variant: { ...several, defaultDescription: "all", describe: "only this version, like fixed or axis=fixed; may be repeated" },
  config: { ...several, defaultDescription: "all", describe: "only this kernel configuration; may be repeated" },
  set: { ...several, defaultDescription: "as the model says", describe: "value of a parameter, like timeouts=3; may be repeated" },
  reduce: {
    type: "string",
    requiresArg: true,
    default: "all",
    describe: "ways to search fewer states, all sound: slice, steps, symmetry; --no-reduce: none",
  },
} as const;

/** How text for people looks. */
export const showing = {
  verbose: { type: "boolean", default: false, describe: "reports also of what was expected, and every step" },
  diff: { type: "boolean", default: false, describe: "of each step only what it changed" },
  color,
} as const;

export const reporting = {
  reporter: {
    ...several,
    defaultDescription: "terminal",
    describe: `NAME to standard output or NAME=FILE, several with commas or repeated: ${FORMAT_NAMES.join(", ")}`,
  },
  "output-dir": { type: "string", requiresArg: true, default: ".", describe: "folder that no report is written outside of" },
  diff: showing.diff,
  color,
} as const;

export const checking = {
  engine: {
    choices: ["tlc", "builtin"] as const,
    requiresArg: true,
    default: RUN_DEFAULTS.engine,
    describe: "who answers: TLC, or the builtin engine, at once and without Java, within small bounds",
  },
  simulate: {
    type: "string",
    requiresArg: true,
    default: undefined,
    describe: "try so many random executions instead of all: finds, and verifies nothing",
  },
  workers: {
    type: "string",
    requiresArg: true,
    default: RUN_DEFAULTS.workers,
    describe:
      "TLC threads for each check, with 1 counterexamples are shortest; auto: 1, and all processors for what 1 does not finish in 10 s",
  },
  timeout: { type: "string", requiresArg: true, default: RUN_DEFAULTS.timeout, describe: "for each check, like 60s or 2m" },
  heap: { type: "string", requiresArg: true, default: RUN_DEFAULTS.heap, describe: "Java heap for each check, like 512m or 1g" },
  cache: { type: "boolean", default: true, describe: "use results of earlier checks; --no-cache: do not, and keep none" },
  strict: { type: "boolean", default: false, describe: "lockdep must agree with every verdict, unless the model says otherwise" },
} as const;

export const running = {
  ...checking,
  resume: { type: "boolean", default: false, describe: "go on with searches that were stopped, by their deadline or with Ctrl-C" },
  json: { type: "boolean", default: false, describe: "JSON on standard output instead of the table" },
  verbose: showing.verbose,
  ...reporting,
} as const;

/** For workers to come, or for a search to be there. */
export const LONGEST_WAIT = "60s";

/** Of a search that several machines work on. */
export const distributing = {
  distributed: { type: "boolean", default: false, describe: "several machines search, each with: lockproof worker HOST" },
  listen: {
    type: "string",
    requiresArg: true,
    defaultDescription: "the name of this machine",
    describe: "HOST or HOST:PORT by which workers reach this machine, with --distributed",
  },
  wait: {
    type: "string",
    requiresArg: true,
    defaultDescription: LONGEST_WAIT,
    describe: "how long the first worker may take to come, with --distributed",
  },
} as const;

export const working = {
  workers: { type: "string", requiresArg: true, default: "auto", describe: "TLC threads; auto: as many as there are processors" },
  heap: { ...checking.heap, describe: "Java heap, like 512m or 1g" },
  wait: { type: "string", requiresArg: true, default: LONGEST_WAIT, describe: "how long the search may take to be there" },
} as const;

export const importing = {
  json: { type: "boolean", default: false, describe: "JSON on standard output instead of a summary" },
  model: {
    type: "string",
    requiresArg: true,
    describe: "file to write a model of the report to, never over another; - for standard output",
  },
  number: { type: "string", requiresArg: true, describe: "only this one of several reports, from 1" },
} as const;

export const saving = {
  "save-test": {
    type: "string",
    requiresArg: true,
    describe: "new file: a model that expects this counterexample, and is checked",
  },
} as const;

export const estimating = {
  states: { type: "string", requiresArg: true, default: "200000", describe: "how many states of each check are looked at, at most" },
  timeout: { type: "string", requiresArg: true, default: "10s", describe: "for each check, like 10s or 1m" },
  json: { type: "boolean", default: false, describe: "JSON on standard output" },
} as const;
