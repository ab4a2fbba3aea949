// What the interpreter observed, in the form of what TLC prints: places reached, lockdep's usage bits, wait types.

import { className } from "../../codegen/emit/scope.js";
import type { Program } from "../../codegen/ir/program.js";
import { contextWaitType, type Usage, type UsageBit, waitTypeOf } from "../../interpreter/index.js";
import type { Observations } from "./observations.js";

const BITS: Readonly<Record<UsageBit, string>> = {
  "in-hardirq-write": "IN-HARDIRQ-W",
  "in-hardirq-read": "IN-HARDIRQ-R",
  "in-softirq-write": "IN-SOFTIRQ-W",
  "in-softirq-read": "IN-SOFTIRQ-R",
  "hardirq-on-write": "HARDIRQ-ON-W",
  "hardirq-on-read": "HARDIRQ-ON-R",
  "softirq-on-write": "SOFTIRQ-ON-W",
  "softirq-on-read": "SOFTIRQ-ON-R",
};

const CONTEXTS = {
  task: { level: "task", threadable: true },
  softirq: { level: "softirq", threadable: true },
  "threadable hardirq": { level: "hardirq", threadable: true },
  hardirq: { level: "hardirq", threadable: false },
} as const;

const SUBCLASSES = [0, 1, 2, 3, 4, 5, 6, 7];

export function observedBy(
  program: Program,
  { reached, usage }: { readonly reached: ReadonlySet<string>; readonly usage: readonly Usage[] },
): Observations {
  const nesting = program.configuration.proveRawLockNesting;
  const printed = program.lockClasses.flatMap((lockClass) =>
    SUBCLASSES.map((subclass) => ({ lockClass, subclass, name: className(lockClass, subclass) })),
  );
  const nameOf = (id: string, subclass: number): string =>
    printed.find(({ lockClass, subclass: other }) => lockClass.id === id && other === subclass)?.name ?? id;
  return {
    reached,
    marks: new Map(usage.map(({ lockClass, subclass, bits }) => [nameOf(lockClass, subclass), new Set(bits.map((bit) => BITS[bit]))])),
    waitTypes: new Map(printed.map(({ lockClass, name }) => [name, waitTypeOf(lockClass.type, nesting)])),
    contextValues: new Map(Object.entries(CONTEXTS).map(([kind, context]) => [kind, contextWaitType(context, nesting)])),
  };
}
