// `lockproof schema`: the JSON schema of one result, made from the definition that checks it.

import { z } from "zod";
import { checkResultSchema } from "../../harness/result.js";
import { EXIT } from "../exit-codes.js";
import type { Services } from "../services.js";

export function schema({ console }: Services): number {
  console.out(`${JSON.stringify(z.toJSONSchema(checkResultSchema), undefined, 2)}\n`);
  return EXIT.expected;
}
