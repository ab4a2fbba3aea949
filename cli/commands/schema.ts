// `lockproof schema`: the JSON schema of what `--json` prints, made from the definition that checks it.

import * as z from "zod";
import { estimateOutputSchema } from "../../harness/estimate/output.js";
import { checkOutputSchema } from "../../harness/result.js";
import { importOutputSchema } from "../../import/schema.js";
import { EXIT } from "../exit-codes.js";
import type { SchemaName } from "../schema-names.js";
import type { Services } from "../services.js";
import { settingsSchema } from "../settings/schema.js";

const SCHEMAS: Readonly<Record<SchemaName, z.ZodType>> = {
  check: checkOutputSchema,
  import: importOutputSchema,
  estimate: estimateOutputSchema,
  config: settingsSchema,
};

export function schema(of: SchemaName, { console }: Services): number {
  console.out(`${JSON.stringify(z.toJSONSchema(SCHEMAS[of]), undefined, 2)}\n`);
  return EXIT.expected;
}
