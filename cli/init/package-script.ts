// Adds the script to the text of a package.json and leaves every other character as it is.

const NAME = "lockproof";
const COMMAND = "lockproof check";

export type Added = { readonly kind: "added"; readonly text: string } | { readonly kind: "there" } | { readonly kind: "unreadable" };

export function withScript(text: string): Added {
  const before = parse(text);
  if (before === null) return { kind: "unreadable" };
  const scripts = "scripts" in before ? before.scripts : {};
  if (!isObject(scripts)) return { kind: "unreadable" };
  if (NAME in scripts) return { kind: "there" };
  const expected = JSON.stringify({ ...before, scripts: { ...scripts, [NAME]: COMMAND } });
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
  const line = `${JSON.stringify(NAME)}: ${JSON.stringify(COMMAND)}`;
  for (const candidate of candidates(text, line, indent)) if (sameJson(candidate, expected)) return { kind: "added", text: candidate };
  return { kind: "unreadable" };
}

/** Behind the last script; in an object of scripts that is empty; in a new one at the end. */
function candidates(text: string, line: string, indent: string): readonly string[] {
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const whole = `${indent}"scripts": {${end}${indent}${indent}${line}${end}${indent}}`;
  return [
    text.replace(/("scripts"\s*:\s*\{[^{}]*?)(\s*\})/, `$1,${end}${indent}${indent}${line}$2`),
    text.replace(/("scripts"\s*:\s*\{)\s*\}/, `$1${end}${indent}${indent}${line}${end}${indent}}`),
    text.replace(/(\S)(\s*\}\s*)$/, `$1,${end}${whole}$2`),
    text.replace(/\{\s*\}(\s*)$/, `{${end}${whole}${end}}$1`),
  ];
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function sameJson(text: string, expected: string): boolean {
  const value = parse(text);
  return value !== null && sorted(value) === sorted(JSON.parse(expected));
}

/** Key order does not count at the top: a new object of scripts stands last. */
function sorted(value: unknown): string {
  return JSON.stringify(isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
