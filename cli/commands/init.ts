// `lockproof init`: a first model, settings for editors and for lockproof, and a script for npm. What is there already stays as it is.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EXIT } from "../exit-codes.js";
import { editorSettings } from "../init/editor-settings.js";
import { firstModel } from "../init/first-model.js";
import { withScript } from "../init/package-script.js";
import { packagePath } from "../package-root.js";
import type { Services } from "../services.js";
import { SETTINGS_FILE } from "../settings/file.js";
import { writeNew } from "../write-new.js";

const MODEL = "models/counter.ts";
const EDITOR = "models/tsconfig.json";

/** Where the schema of lockproof.json is when lockproof is a dependency. */
const SCHEMA = "node_modules/lockproof/docs/lockproof.schema.json";

export function init(services: Services): number {
  const { console, cwd } = services;
  const written = [
    put(MODEL, firstModel(), "a lock that a task shares with an interrupt, before and after its repair", services),
    put(EDITOR, editorSettings(join(cwd, dirname(EDITOR)), packagePath("")), "so that an editor checks the types of models", services),
    put(SETTINGS_FILE, settingsText(cwd), "settings: lockproof config prints them", services),
    putScript(services),
  ];
  console.out(
    written.includes(true)
      ? `\nNext:\n  npx lockproof check                                     both versions, each as the model expects\n  npx lockproof trace ${MODEL} --variant broken   the deadlock, step by step\n`
      : "\nEverything is there already.\n",
  );
  return EXIT.expected;
}

function put(file: string, text: string, what: string, { console, cwd }: Services): boolean {
  const there = existsSync(join(cwd, file));
  if (!there) writeNew(file, text, cwd);
  console.out(`${there ? "kept " : "wrote"} ${file.padEnd(20)} ${what}\n`);
  return !there;
}

function settingsText(cwd: string): string {
  const schema = existsSync(join(cwd, SCHEMA)) ? { $schema: `./${SCHEMA}` } : {};
  return `${JSON.stringify({ ...schema, models: ["models"] }, undefined, 2)}\n`;
}

function putScript({ console, cwd }: Services): boolean {
  const file = join(cwd, "package.json");
  if (!existsSync(file)) {
    console.out("no    package.json         so no script for npm\n");
    return false;
  }
  const text = readFileSync(file, "utf8");
  const added = withScript(text);
  if (added.kind === "added") writeFileSync(file, added.text);
  console.out(`${SCRIPT_WORDS[added.kind]}\n`);
  return added.kind === "added";
}

const SCRIPT_WORDS = {
  added: "wrote package.json         the script lockproof: npm run lockproof",
  there: "kept  package.json         it has a script lockproof",
  unreadable: 'kept  package.json         it cannot be read; the line for "scripts" is: "lockproof": "lockproof check"',
} as const;
