// `npm run fuzz:planted`: plants one error at a time in the compiled emitter or interpreter, in a copy, and tells after how many random models the
// comparison of the two finds it. One that 300 models do not find fails. `--only WORDS` plants those with WORDS in their title.

import { developmentOptions } from "../support/development-options.js";
import { modelThatFinds } from "./plant.js";
import { PLANTED } from "./planted-errors.js";

const values = developmentOptions("npm run fuzz:planted --", { only: { type: "string", default: "" } });
let missed = 0;
for (const error of PLANTED.filter(({ title }) => title.includes(values.only))) {
  const found = await modelThatFinds(error, 300);
  if (found === null) missed++;
  process.stdout.write(`${found === null ? "MISSED" : `model ${found}`.padEnd(10)}  ${error.title}\n`);
}
process.exitCode = missed === 0 ? 0 : 1;
