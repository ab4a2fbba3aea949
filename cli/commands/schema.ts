// `lockproof schema`: the JSON schema of what `check --json` prints, made from the definition that checks it.

import { z } from "zod";
import { checkOutputSchema } from "../../harness/result.js";
import { EXIT } from "../exit-codes.js";
import type { Services } from "../services.js";

export function schema({ console }: Services): number {
  console.out(`${JSON.stringify(z.toJSONSchema(checkOutputSchema), undefined, 2)}\n`);
  return EXIT.expected;
}
