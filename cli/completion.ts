// What the shell is offered after TAB: what yargs knows, and where a model can stand, model files of the folder models and what else the
// current folder has. Cheap: nothing is compiled.

import { readdirSync } from "node:fs";
import { modelsNear } from "../harness/models-near.js";
import { FINDING_WORDS } from "../report/names.js";
import { COMMANDS } from "./commands-table.js";
import { packagePath } from "./package-root.js";

type Done = (words: string[]) => void;
type Usual = (done: (error: Error | null, words: string[] | undefined) => void) => unknown;

const WITH_MODELS: ReadonlySet<string> = new Set(["check", "trace", "mutate", "compile", "watch", "estimate"]);

/** `argv` is what the script gives: the option that asks, and the words of the line, the last of which is being typed. */
export function completions(argv: readonly string[], cwd: string) {
  return (_word: string, _parsed: unknown, usual: Usual, done: Done): void => {
    const [, , command = "", ...rest] = argv;
    const [before = "", typed = ""] = rest.length < 2 ? ["", ...rest] : rest.slice(-2);
    const more = typed.startsWith("-") || TAKES_VALUE.has(before) ? [] : extra(command, cwd);
    usual((_error, found) => done([...(found ?? []), ...more]));
  };
}

/** Options whose value is no model. */
const TAKES_VALUE: ReadonlySet<string> = new Set(
  Object.values(COMMANDS).flatMap(({ options }) =>
    Object.entries(options).flatMap(([name, option]) => (typeof option === "object" && "requiresArg" in option ? [`--${name}`] : [])),
  ),
);

function extra(command: string, cwd: string): readonly string[] {
  if (command === "explain") return [...pages(), ...Object.keys(FINDING_WORDS)];
  return WITH_MODELS.has(command) ? modelsNear(cwd) : [];
}

function pages(): readonly string[] {
  return readdirSync(packagePath("docs/diagnostics"))
    .filter((name) => /^LM\d+\.md$/.test(name))
    .map((name) => name.slice(0, -".md".length));
}
