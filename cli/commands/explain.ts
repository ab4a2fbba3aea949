// `lockproof explain`: the page of a diagnostic (LM101) or of a kind of finding (wait-context).

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "../exit-codes.js";
import { didYouMean } from "../nearest.js";
import { packagePath } from "../package-root.js";
import type { Services } from "../services.js";
import { UsageError } from "../usage-error.js";

export function explain(code: string, { console }: Services, folder: string = packagePath("docs/diagnostics")): number {
  const known = readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.slice(0, -".md".length));
  const page = known.find((name) => name.toLowerCase() === code.toLowerCase());
  if (page === undefined) throw new UsageError(`There is no page on '${code}'.${didYouMean(code, known)}`);
  console.out(readFileSync(join(folder, `${page}.md`), "utf8"));
  return EXIT.expected;
}
