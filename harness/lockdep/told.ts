// What TLC tells of lockdep's opinion (specs/lib/lockdep/Lockdep.tla: Opinion), as plain data.

import * as z from "zod";
import type { TlaValue } from "../../tla-tools/index.js";
import { textOf } from "../trace/flat-state.js";

const lockClass = z.object({ name: z.string(), type: z.string() });
const lock = z.object({ class: lockClass, instance: z.string(), read: z.int(), nest: z.string() });
const bit = z.object({ state: z.enum(["HARDIRQ", "SOFTIRQ"]), on: z.boolean(), read: z.boolean() });
const dependency = z.object({ from: lockClass, to: lockClass, at: z.int() });
const node = z.object({ class: lockClass, path: z.array(dependency) });
/** Number of the event, from 1. */
const at = z.int().min(1);

const reportSchema = z.discriminatedUnion("rule", [
  z.object({ rule: z.enum(["recursion", "circular"]), at, lock, held: lock, path: z.array(dependency) }),
  z.object({ rule: z.literal("inconsistent-usage"), at, lock, old: bit, new: bit, since: at }),
  z.object({ rule: z.literal("irq-inversion"), at, lock, new: bit, other: node, bit }),
  z.object({ rule: z.literal("irq-order"), at, lock, held: lock, safe: node, unsafe: node, bits: z.object({ safe: bit, unsafe: bit }) }),
  z.object({ rule: z.enum(["wait-context", "nest-lock", "unlock-balance", "held-freed", "held-at-end"]), at, lock }),
  z.object({ rule: z.enum(["debug-locks", "sleep-in-atomic", "rcu-usage", "context-assertion"]), at }),
]);

const opinionSchema = z.object({
  usage: z.array(z.object({ class: lockClass, bit, at })),
  reports: z.array(reportSchema),
});

export type ToldReport = z.infer<typeof reportSchema>;
export type ToldBit = z.infer<typeof bit>;
export type ToldDependency = z.infer<typeof dependency>;
export type ToldOpinion = z.infer<typeof opinionSchema>;

/** Throws when TLC tells something else: then the rules and this file do not belong together. */
export function readOpinion(value: TlaValue): ToldOpinion {
  return opinionSchema.parse(plain(value));
}

function plain(value: TlaValue): unknown {
  switch (value.kind) {
    case "int":
    case "bool":
      return value.value;
    case "tuple":
    case "set":
      return value.elements.map(plain);
    case "record":
      return Object.fromEntries(value.fields.map((field) => [field.name, plain(field.value)]));
    default:
      return textOf(value);
  }
}

/** `IN-HARDIRQ-W`, as lockdep writes it. */
export function bitName({ state, on, read }: ToldBit): string {
  return `${on ? `${state}-ON` : `IN-${state}`}-${read ? "R" : "W"}`;
}
