// The formats a run can be shown in. This one table feeds the command line; a renderer is loaded when it is used.

import type { CheckResult } from "../harness/result.js";
import type { FormatOptions } from "./options.js";

export type Renderer = (results: readonly CheckResult[], options: FormatOptions) => string;

export interface Format {
  readonly describe: string;
  /** Lines that may stand between lines of others on standard output; the other formats are one document each. */
  readonly isLines: boolean;
  readonly load: () => Promise<Renderer>;
}

export const FORMATS = {
  terminal: {
    describe: "text for people",
    isLines: true,
    load: async () => (await import("./terminal-file.js")).renderAll,
  },
  json: {
    describe: "the result itself; `lockproof schema` describes it, `lockproof report` reads it",
    isLines: false,
    load: async () => (await import("./json.js")).renderJson,
  },
  html: {
    describe: "one page for the browser: lanes, source, state at each step, lock order",
    isLines: false,
    load: async () => (await import("./html/index.js")).renderHtml,
  },
  sarif: {
    describe: "SARIF 2.1.0 for code scanning, with the way there as code flows",
    isLines: false,
    load: async () => (await import("./sarif.js")).renderSarif,
  },
  junit: { describe: "JUnit XML for CI systems", isLines: false, load: async () => (await import("./junit.js")).renderJunit },
  github: { describe: "annotations for GitHub Actions", isLines: true, load: async () => (await import("./github.js")).renderGithub },
  itf: {
    describe: "counterexamples in Apalache's trace format, one a line",
    isLines: false,
    load: async () => (await import("./itf.js")).renderItf,
  },
  mermaid: {
    describe: "counterexamples as sequence diagrams in Markdown",
    isLines: false,
    load: async () => (await import("./mermaid.js")).renderMermaid,
  },
  dot: {
    describe: "graphs for Graphviz: waits, and the order of locks",
    isLines: false,
    load: async () => (await import("./dot.js")).renderDot,
  },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS).filter(isFormatName);

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(FORMATS, name);
}
