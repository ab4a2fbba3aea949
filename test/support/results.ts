// CheckResults made by hand, for tests of everything that shows results. Each passes the schema, or the builder throws.

import {
  type CheckResult,
  checkResultSchema,
  type Finding,
  type FindingKind,
  type Lock,
  SCHEMA_VERSION,
  type Span,
  type Step,
  type Trace,
} from "../../harness/result.js";

type Violated = Extract<CheckResult, { outcome: "violated" }>;
type Context = Step["context"];

export const FILE = "models/example.ts";

/** Line and column counted from 1, as reports print them. */
export function span(line: number, column: number, length = 1, file = FILE): Span {
  return { file, line: line - 1, column: column - 1, endLine: line - 1, endColumn: column - 1 + length };
}

export function context(id: string, kind: Context["kind"] = "task", cpu: number | null = 0): Context {
  return { id, kind, cpu };
}

const WAIT_TYPES: Partial<Record<Lock["type"], readonly [number, number]>> = {
  spinlock_t: [3, 3],
  raw_spinlock_t: [2, 2],
  rwlock_t: [3, 3],
  mutex: [4, 4],
  rw_semaphore: [4, 4],
  rcu: [1, 3],
};

export function lock(name: string, type: Lock["type"] = "spinlock_t", over: Partial<Lock> = {}): Lock {
  const [outer, inner] = WAIT_TYPES[type] ?? [0, 0];
  const instance = type === "rcu" || type === "map" ? null : name.replace(/^&/, "").replace("->", ".");
  return { name, instance, type, usage: "+.+.", outer, inner, function: "f", at: span(10, 3), ...over };
}

export function step(state: number, who: Context, what: string, over: Partial<Step> = {}): Step {
  return {
    state,
    context: who,
    what,
    at: span(state + 10, 3, 8),
    callTrace: [{ function: "f", at: span(state + 10, 3, 8) }],
    held: [],
    changes: [],
    positions: [],
    action: `f:${state + 10}`,
    arrival: false,
    ...over,
  };
}

export function finding(kind: FindingKind, over: Partial<Finding> = {}): Finding {
  const who = context("one");
  return {
    kind,
    message: `What is wrong: ${kind}.`,
    property: null,
    context: who,
    at: span(12, 3, 8),
    function: "f",
    lock: null,
    object: null,
    waitContext: null,
    held: [],
    callTrace: [{ function: "f", at: span(12, 3, 8) }],
    ...over,
  };
}

export function trace(over: Partial<Trace> = {}): Trace {
  return {
    initial: [],
    unchanged: [],
    start: [],
    actions: {},
    steps: [step(2, context("one"), "acquires A")],
    loop: null,
    standing: [],
    ...over,
  };
}

const common = {
  schemaVersion: SCHEMA_VERSION,
  subject: {
    file: FILE,
    model: "example",
    variants: { version: "before" },
    parameters: { timeouts: 2 },
    configuration: "raw-lock-nesting",
  },
  expectation: null,
  asExpected: false,
  options: [],
  cached: false,
  milliseconds: 1234,
} as const;

const statistics = { generated: 2000, distinct: 1284, depth: 21, queue: 0, collisionProbability: "1.2E-16", reductions: [] };
const checked = {
  rules: ["wait-context", "circular-wait"],
  invariants: ["never twice"],
  eventually: [{ name: "all complete", fairness: "weak" as const }],
  reachable: ["the timer fires"],
};
const lockdep = { agreement: "agrees", report: null } as const;
const explored = {
  statistics,
  checked,
  coverage: { complete: true, places: [] },
  lockOrder: { complete: true, classes: [], edges: [] },
  lockdep: { agreement: "would-be-silent", report: null } as const,
  specification: { module: "example_before", sha256: "0".repeat(64), jarSha256: "1".repeat(64) },
  engine: "TLC 2.18",
};

const valid = <T extends CheckResult>(result: T): T => {
  checkResultSchema.parse(result);
  return result;
};

export function verified(over: Partial<Extract<CheckResult, { outcome: "verified" }>> = {}): CheckResult {
  return valid({ ...common, outcome: "verified", asExpected: true, ...explored, lockdep, witnesses: [], vacuity: [], ...over });
}

export function violated(found: Finding, way: Trace = trace(), over: Partial<Violated> = {}): Violated {
  return valid({ ...common, outcome: "violated", finding: found, trace: way, ...explored, ...over });
}

export function rejected(over: Partial<Extract<CheckResult, { outcome: "rejected" }>> = {}): CheckResult {
  const diagnostics = [
    {
      code: "LM101",
      message: "Loops without a bound are not modelled. To fix, count to a param.",
      span: span(3, 3, 5),
      notes: [{ message: "'n' declared here.", span: span(1, 7, 1) }],
    },
    { code: "LM201", message: "'A' is released but never taken.", span: null, notes: [] },
  ];
  return valid({ ...common, outcome: "rejected", diagnostics, ...over });
}

export function inconclusive(over: Partial<Extract<CheckResult, { outcome: "inconclusive" }>> = {}): CheckResult {
  return valid({
    ...common,
    outcome: "inconclusive",
    reason: "timeout",
    message: "60 s passed at depth 113; 242,611 states, 6,393 waiting; queue still growing",
    hints: ["Make a parameter smaller: --set timeouts=1.", "Allow more time: --timeout 300s."],
    statistics: { ...statistics, distinct: 242611, queue: 6393, depth: 113, collisionProbability: null },
    ...over,
  });
}

export function toolFailure(over: Partial<Extract<CheckResult, { outcome: "tool-failure" }>> = {}): CheckResult {
  return valid({
    ...common,
    outcome: "tool-failure",
    code: "LM501",
    message: "No Java was found. To fix, install Java 17 or newer.",
    detail: ["sh: java: not found"],
    ...over,
  });
}
