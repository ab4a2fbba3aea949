// `lockproof explain`: the page of a diagnostic (LM101) or of a kind of finding (wait-context); without a code the titles of all.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "../exit-codes.js";
import { didYouMean } from "../nearest.js";
import { packagePath } from "../package-root.js";
import type { Services } from "../services.js";
import { UsageError } from "../usage-error.js";

export function explain(code: string | null, { console }: Services, folder: string = packagePath("docs/diagnostics")): number {
  const known = readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.slice(0, -".md".length));
  if (code === null) {
    console.out(`${known.map((name) => titleOf(name, readFileSync(join(folder, `${name}.md`), "utf8"))).join("\n")}\n`);
    return EXIT.expected;
  }
  const page = known.find((name) => name.toLowerCase() === code.toLowerCase());
  if (page === undefined)
    throw new UsageError(`There is no page on '${code}'.${didYouMean(code, known) || " 'lockproof explain' lists all."}`);
  console.out(readFileSync(join(folder, `${page}.md`), "utf8"));
  return EXIT.expected;
}

/** `LM101: Unsupported syntax`; of a kind of finding its name and the first sentence. */
function titleOf(name: string, text: string): string {
  const [title = name, , first = ""] = text.split("\n");
  const heading = title.replace(/^#\s*/, "");
  return heading === name ? `${name}: ${first.replace(/(?<=[.;:]) .*/, "")}` : heading;
}
