// What `lockproof estimate --json` prints: the contract, checked by the schema that `lockproof schema estimate` prints.

import * as z from "zod";
import { subjectSchema } from "../result.js";

const seconds = z.object({ about: z.number(), least: z.number(), most: z.number() });
const states = z.int().min(0);

export const estimateSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("rejected"), subject: subjectSchema, diagnostics: z.int() }),
  /** Every state was seen: this is what TLC will count. */
  z.object({ kind: z.literal("exact"), subject: subjectSchema, states, seconds }),
  /** Something is wrong after so many states, and TLC stops there, too. Then it looks at all states once more, for lockdep. */
  z.object({ kind: z.literal("violated"), subject: subjectSchema, states }),
  z.object({
    kind: z.literal("estimate"),
    subject: subjectSchema,
    states,
    /** The true number is at most this many times more or fewer. */
    factor: z.number(),
    /** How long TLC will take with one worker on this machine, as busy as it is now. */
    seconds,
    /** States that the builtin engine saw, fused steps not joined, and how many steps deep. */
    seen: states,
    depth: z.int(),
    /** Steps of the longest of some random executions; null when they do not end. */
    longest: z.int().nullable(),
  }),
]);

export const ESTIMATE_SCHEMA_VERSION = 1;

export const estimateOutputSchema = z.object({ schemaVersion: z.literal(ESTIMATE_SCHEMA_VERSION), estimates: z.array(estimateSchema) });

export type Estimate = z.infer<typeof estimateSchema>;
export type EstimateOutput = z.infer<typeof estimateOutputSchema>;
