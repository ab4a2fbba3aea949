// Which parts of a full report of its kind a text lacks.

import type { Report, ReportKind } from "../schema.js";
import type { Backtrace } from "./backtrace.js";
import type { Chain } from "./chain.js";
import type { Details } from "./details.js";
import type { Held } from "./held.js";
import type { Scenario } from "./scenario.js";

export interface Parts {
  readonly report: Omit<Report, "truncated">;
  readonly details: Details;
  readonly scenario: Scenario | null;
  readonly held: Held | null;
  readonly chain: Chain | null;
  readonly backtrace: Backtrace;
}

type Part = readonly [name: string, isThere: (parts: Parts) => boolean];

const ACQUIRING: Part = ["the lock that is acquired", ({ report }) => isWholeLock(report.acquiring)];
const HOLDING: Part = ["the lock that is held already", ({ report }) => isWholeLock(report.holding)];
const SCENARIO: Part = ["the scenario", ({ scenario }) => scenario?.whole === true];
const HELD: Part = ["the list of held locks", ({ held }) => held?.whole === true];
const BACKTRACE: Part = ["the stack backtrace", ({ backtrace }) => backtrace.functions !== null];
const WHOLE_BACKTRACE: Part = ["the end of the stack backtrace", ({ backtrace }) => backtrace.functions === null || backtrace.whole];
const EVERYWHERE = [BACKTRACE, WHOLE_BACKTRACE];

/** In the order they are printed. */
const PARTS: Readonly<Record<ReportKind, readonly Part[]>> = {
  "invalid-wait-context": [ACQUIRING, ["the context", ({ report }) => report.context !== null], HELD, ...EVERYWHERE],
  circular: [ACQUIRING, HOLDING, ["the dependency chain", ({ chain }) => chain?.whole === true], SCENARIO, HELD, ...EVERYWHERE],
  recursive: [ACQUIRING, HOLDING, SCENARIO, HELD, ...EVERYWHERE],
  "inconsistent-state": [
    ["the change of usage", ({ details }) => details.usageChange !== null],
    ACQUIRING,
    ["where the first usage was registered", ({ details }) => (details.usageChange?.registeredAt.length ?? 0) > 0],
    ["the irq event stamp", ({ details }) => details.hasStampOfIrqEvents],
    SCENARIO,
    HELD,
    ...EVERYWHERE,
  ],
  "irq-lock-order": [
    ACQUIRING,
    HOLDING,
    ["the irq-safe lock", ({ details }) => details.safe?.lock != null && details.safe.becameAt.length > 0],
    ["the irq-unsafe lock", ({ details }) => details.unsafe?.lock != null && details.unsafe.becameAt.length > 0],
    SCENARIO,
    HELD,
    ["the dependencies between the locks", ({ details }) => details.dependencies.length > 1],
    ...EVERYWHERE,
  ],
  "irq-inversion": [
    ACQUIRING,
    ["the other lock", ({ details }) => (details.safe ?? details.unsafe)?.lock != null],
    SCENARIO,
    HELD,
    ["the dependencies between the locks", ({ details }) => (details.dependencies[0]?.length ?? 0) > 0],
    ...EVERYWHERE,
  ],
  "bad-unlock": [
    ["the lock that is released", ({ report }) => report.acquiring !== null && report.acquiring.function !== null],
    HELD,
    ...EVERYWHERE,
  ],
  "suspicious-rcu": [
    ["what is suspicious", ({ details }) => details.statement !== null],
    ["the state of RCU", ({ details }) => details.hasRcuState],
    HELD,
    ...EVERYWHERE,
  ],
  "sleep-in-atomic": [["what makes the context atomic", ({ details }) => details.inAtomic !== null], ...EVERYWHERE],
};

export function missingParts(kind: ReportKind, parts: Parts): readonly string[] {
  return PARTS[kind].filter(([, isThere]) => !isThere(parts)).map(([name]) => name);
}

function isWholeLock(lock: Report["acquiring"]): boolean {
  return lock !== null && lock.usage !== null && lock.function !== null;
}
