// `npm run mutate:rules`: each rule of specs/lib changed in turn; tells which changes no test model notices. `--only Locks` for one module.

import pLimit from "p-limit";
import { readLibrary } from "../../harness/library.js";
import { developmentOptions } from "../support/development-options.js";
import { detector } from "./detect.js";
import { EQUIVALENT } from "./equivalent.js";
import { libraryMutants } from "./library-mutants.js";
import { witnesses } from "./witnesses.js";

const values = developmentOptions("npm run mutate:rules --", { only: { type: "string", default: "" } });
const noticedBy = detector(witnesses());
const mutants = libraryMutants(readLibrary())
  .filter(({ module }) => module.startsWith(values.only))
  .filter(({ title }) => !EQUIVALENT.some((known) => known.title.test(title)));
const limit = pLimit(2);
let done = 0;
const survivors: string[] = [];
await Promise.all(
  mutants.map((mutant) =>
    limit(async () => {
      const by = await noticedBy(mutant);
      done++;
      process.stdout.write(`${by === null ? "SURVIVES" : "noticed "}  ${mutant.title}${by === null ? "" : `  (${by})`}\n`);
      if (by === null) survivors.push(mutant.title);
    }),
  ),
);
process.stdout.write(`${done} mutants of the rules, ${done - survivors.length} noticed, ${survivors.length} survive\n`);
process.exitCode = survivors.length === 0 ? 0 : 1;
