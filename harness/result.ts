// The result of checking one model in one version and configuration: the contract between the checker and everything that shows it.
// JSON output is this schema; all other views are made from it. Positions are 0-based here and become 1-based when printed.

import * as z from "zod";

/**
 * Raised when a field changes its meaning, goes away, or is added to what a reader needs.
 * 2: what every context does at each step, the TLA+ of each step, the order of lock classes, coverage, the specification.
 */
export const SCHEMA_VERSION = 2;

/** `engine` of a result that no TLC had a part in; otherwise TLC's version. */
export const BUILTIN_ENGINE = "builtin";

/** A stretch of a model file. Lines and columns count from 0; the end is the first place behind it. */
export const spanSchema = z.object({
  file: z.string(),
  line: z.int().min(0),
  column: z.int().min(0),
  endLine: z.int().min(0),
  endColumn: z.int().min(0),
});

/** What can be wrong; docs/diagnostics has a page for each. */
export const findingKindSchema = z.enum([
  "wait-context",
  "sleep-in-atomic",
  "rcu-usage",
  "context-assertion",
  "circular-wait",
  "stuck",
  "unlock-balance",
  "held-lock-freed",
  "held-at-end",
  "assertion",
  "invariant",
  "eventually",
  "reachable",
  "list-corruption",
  "null-dereference",
  "use-after-free",
  "double-free",
  "free-active",
  "refcount",
  "out-of-range",
]);

/** A function on the call stack. */
export const frameSchema = z.object({
  function: z.string(),
  /** Where in this function the next inner frame was entered, or the step itself stands. */
  at: spanSchema,
});

/** A lock as lockdep prints it. `usage` is the four characters inside `{}`, null where it could not be computed. */
export const lockSchema = z.object({
  /** Class name with version and subclass: `&ctx->wqh#2`, `&x->lock/1`. */
  name: z.string(),
  /** The lock as the model names it, with the object: `ctx.timeout_lock`, `timeouts[0].lock`; null for maps and RCU. */
  instance: z.string().nullable(),
  type: z.enum([
    "spinlock_t",
    "raw_spinlock_t",
    "rwlock_t",
    "local_lock_t",
    "bit_spinlock",
    "seqcount_t",
    "mutex",
    "rt_mutex",
    "rw_semaphore",
    "percpu_rw_semaphore",
    "srcu_struct",
    "lockdep_map",
    "override free",
    "override spin",
    "override config",
    "override sleep",
    "rcu",
    "rcu_bh",
    "rcu_sched",
    "map",
  ]),
  usage: z
    .string()
    .regex(/^[.+\-?]{4}$/)
    .nullable(),
  outer: z.int(),
  inner: z.int(),
  /** Function that acquires (or acquired) it, and where; null when the context held it from the start. */
  function: z.string(),
  at: spanSchema.nullable(),
});

/** Who executes: a task, a handler, a work item, … */
export const contextSchema = z.object({
  id: z.string(),
  kind: z.enum(["task", "kworker", "softirq", "hardirq", "hrtimer", "rcu", "timer", "tasklet", "irq-work"]),
  /** Name as a kernel would show it: `exit_work`, `hardirq nvme`. */
  cpu: z.int().nullable(),
});

/** A context as it stands in the last state: what it holds and what it waits for. */
export const standingSchema = z.object({
  context: contextSchema,
  state: z.enum(["running", "waiting", "interrupted", "finished", "idle", "faulted"]),
  /** For `waiting`: in words, e.g. `for B, held by two`. */
  waitsFor: z.array(z.object({ what: z.string(), context: z.string().nullable() })),
  at: spanSchema.nullable(),
  callTrace: z.array(frameSchema),
  held: z.array(lockSchema),
});

/** How a context stands after a step: what a lane of a report shows. */
export const positionSchema = z.object({
  context: z.string(),
  /** Where it runs; null for an interrupt that is not active. */
  cpu: z.int().nullable(),
  state: standingSchema.shape.state,
  /** The statement it does next. */
  at: spanSchema.nullable(),
  /** Innermost function there. */
  function: z.string().nullable(),
  /** Locks it holds, outermost first, as the model names them. */
  held: z.array(z.string()),
  waitsFor: standingSchema.shape.waitsFor,
  /** Whether it has interrupts on; null where it is not running code. */
  irqs: z.boolean().nullable(),
});

/** A value that a step changed, as texts. */
export const changeSchema = z.object({ name: z.string(), before: z.string(), after: z.string() });

/** One step of one context. */
export const stepSchema = z.object({
  /** TLC's number of the state this step leads to (the first state has number 1). The last step of a loop leads back to an earlier state. */
  state: z.int().min(1),
  context: contextSchema,
  /** In words: `acquires ctx.timeout_lock`, `timer expires`, `list_del_init(t.list)`. */
  what: z.string(),
  at: spanSchema.nullable(),
  callTrace: z.array(frameSchema),
  /** Locks the context holds after the step, outermost first. */
  held: z.array(z.string()),
  /** Shared state and locals that changed, in the model's names. */
  changes: z.array(changeSchema),
  /** The positions that this step changed. */
  positions: z.array(positionSchema),
  /** The label of the place where it happened, or `Comes(<context>)`: key in `actions` of the trace. */
  action: z.string(),
  /** True: an interrupt comes, a timer expires, a softirq comes. */
  arrival: z.boolean(),
});

/** What is wrong in a violated model, and where. */
export const findingSchema = z.object({
  kind: findingKindSchema,
  /** One sentence. */
  message: z.string(),
  /** Name of the property, message of the assertion; null otherwise. */
  property: z.string().nullable(),
  /** The context the report is about; null when it is about all (stuck, invariant, eventually). */
  context: contextSchema.nullable(),
  /** The deciding place. */
  at: spanSchema.nullable(),
  /** Innermost function at the deciding place. */
  function: z.string().nullable(),
  /** The lock being acquired or released; null when the finding is not about one. */
  lock: lockSchema.nullable(),
  /** The object that is used or freed when it is gone, as the trace names it: `sessions[0]`; null when the finding is not about one. */
  object: z.string().nullable(),
  /** lockdep's context value, as in `context-{5:5}`. */
  waitContext: z.int().nullable(),
  held: z.array(lockSchema),
  callTrace: z.array(frameSchema),
});

/** What lockdep reports, by the rule that decides; the last three do not switch lockdep off. */
export const lockdepRuleSchema = z.enum([
  "recursion",
  "circular",
  "inconsistent-usage",
  "irq-inversion",
  "irq-order",
  "wait-context",
  "nest-lock",
  "unlock-balance",
  "held-freed",
  "held-at-end",
  "debug-locks",
  "sleep-in-atomic",
  "rcu-usage",
  "context-assertion",
]);

/** A place whose stack lockdep saved. */
export const lockdepPlaceSchema = z.object({
  context: contextSchema,
  function: z.string(),
  at: spanSchema,
  callTrace: z.array(frameSchema),
});

/** A lock class as lockdep prints it. */
export const lockdepClassSchema = z.object({ name: z.string(), usage: z.string(), outer: z.int(), inner: z.int() });

/** A class on a path of dependencies: where each usage bit was set, and where it was acquired under the class before it. */
export const lockdepLinkSchema = z.object({
  class: lockdepClassSchema,
  usages: z.array(z.object({ bit: z.string(), place: lockdepPlaceSchema })),
  /** Where the lock is declared. */
  declared: spanSchema.nullable(),
  acquired: lockdepPlaceSchema.nullable(),
});

/** Two classes that interrupts bring into a deadlock. */
export const lockdepIrqSchema = z.object({
  /** `HARDIRQ`, `SOFTIRQ`, `HARDIRQ-READ`, `SOFTIRQ-READ`. */
  state: z.string(),
  safe: lockdepClassSchema,
  unsafe: lockdepClassSchema,
  /** A class between the two; one of them when there is none. */
  middle: z.string(),
  safeAt: lockdepPlaceSchema,
  unsafeAt: lockdepPlaceSchema,
  /** From the far end to the lock at hand. */
  toSafe: z.array(lockdepLinkSchema),
  toUnsafe: z.array(lockdepLinkSchema),
});

/** The first thing that lockdep would report, over all that executions reach. */
export const lockdepReportSchema = z.object({
  rule: lockdepRuleSchema,
  place: lockdepPlaceSchema,
  /** Being acquired, released, or left over; null when the report is not about one. */
  lock: lockSchema.nullable(),
  /** The lock already held that the report is about. */
  other: lockSchema.nullable(),
  held: z.array(lockSchema),
  /** lockdep's context value, as in `context-{5:5}`. */
  waitContext: z.int().nullable(),
  /** As in `[HC0[0]:SC0[0]:HE1:SE1]`. */
  flags: z.object({ hardirq: z.boolean(), softirq: z.boolean(), bottomHalves: z.int(), hardirqsOn: z.boolean(), softirqsOn: z.boolean() }),
  /** What in_atomic() gives there: whether the preempt_count is not 0. */
  inAtomic: z.boolean(),
  /** `IN-HARDIRQ-W`: what the class was and what it becomes, and where it was that. */
  usage: z.object({ old: z.string(), new: z.string(), since: lockdepPlaceSchema }).nullable(),
  /** From the lock being acquired to the one that is held. */
  chain: z.array(z.object({ class: lockdepClassSchema, place: lockdepPlaceSchema })),
  irq: lockdepIrqSchema.nullable(),
  /** The lock that should be held. */
  nest: z.string().nullable(),
});

/** lockdep's opinion beside the verdict. */
export const lockdepSchema = z.object({
  /** `would-report`: although no execution within the bounds violates anything; `would-be-silent`: although one does; `unrelated`: not a matter of locking. */
  agreement: z.enum(["agrees", "would-report", "would-be-silent", "unrelated"]),
  /** Null: it says nothing. */
  report: lockdepReportSchema.nullable(),
});

/** The execution that leads to a finding. */
export const traceSchema = z.object({
  /** First values of everything that changes later. */
  initial: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Values of everything that stays as it is. */
  unchanged: z.array(z.object({ name: z.string(), value: z.string() })),
  /** All contexts in the first state. */
  start: z.array(positionSchema),
  /** The TLA+ of the steps that occur, by their `action`. */
  actions: z.record(z.string(), z.string()),
  steps: z.array(stepSchema),
  /** For an eventuality: the state the behaviour goes back to for ever, or `stuttering` when it stays in its last state. */
  loop: z.union([z.int().min(1), z.literal("stuttering")]).nullable(),
  /** All contexts in the last state; of a loop, where it begins again. */
  standing: z.array(standingSchema),
});

/** How much was searched, in the words of TLC. */
export const statisticsSchema = z.object({
  generated: z.int().nullable(),
  distinct: z.int().nullable(),
  depth: z.int().nullable(),
  queue: z.int().nullable(),
  /** TLC's optimistic estimate of the probability that a state was missed. */
  collisionProbability: z.string().nullable(),
  /** What made the search smaller than the model: `steps` (fused); `slice` and `symmetry`, not for eventualities. Counts are those of the smaller search. */
  reductions: z.array(z.string()),
});

/** Why a model is rejected: a numbered message with its place. */
export const diagnosticSchema = z.object({
  code: z.string(),
  message: z.string(),
  span: spanSchema.nullable(),
  notes: z.array(z.object({ message: z.string(), span: spanSchema.nullable() })),
});

/** What was checked: a model in one version, with its parameters, for one kernel configuration. */
export const subjectSchema = z.object({
  /** Model file, relative. */
  file: z.string(),
  /** Short name for people: `io-uring/flush-timeouts/exit`. */
  model: z.string(),
  variants: z.record(z.string(), z.string()),
  parameters: z.record(z.string(), z.int()),
  configuration: z.string(),
});

/** What the model says that must come out. */
export const expectationSchema = z.object({
  verdict: z.enum(["verified", "violated"]),
  kind: findingKindSchema.nullable(),
  lock: z.string().nullable(),
  function: z.string().nullable(),
  property: z.string().nullable(),
  /** What lockdep is expected to say; null: not stated. `rule` null: nothing. */
  lockdep: z.object({ rule: lockdepRuleSchema.nullable(), lock: z.string().nullable(), function: z.string().nullable() }).nullable(),
});

/** Something that no execution does, so that the verdict says nothing about it. */
export const vacuitySchema = z.object({
  kind: z.enum([
    "context-never-runs",
    "place-not-reached",
    "branch-not-taken",
    "lock-not-contended",
    "premise-never-holds",
    "holds-from-the-start",
  ]),
  /** One sentence. */
  message: z.string(),
  at: spanSchema,
  /** The context, the function around the place or branch, the lock, or the property. */
  name: z.string(),
});

const common = {
  schemaVersion: z.literal(SCHEMA_VERSION),
  subject: subjectSchema,
  /** Null: the model states none, and `verified` is expected. */
  expectation: expectationSchema.nullable(),
  asExpected: z.boolean(),
  /** Options of `lockproof check` that the result depends on, beside its subject's and the defaults, as words: `--timeout`, `300s`. */
  options: z.array(z.string()).readonly().default([]),
  /** True: taken from the cache, the model and everything it depends on is unchanged. */
  cached: z.boolean(),
  milliseconds: z.int().min(0),
};

/** What was checked: the names of the rules and properties, and the fairness assumed. */
export const checkedSchema = z.object({
  rules: z.array(z.string()),
  invariants: z.array(z.string()),
  eventually: z.array(z.object({ name: z.string(), fairness: z.enum(["weak", "strong"]) })),
  reachable: z.array(z.string()),
});

/** Which lock classes are taken while which are held, over everything that was explored. */
export const lockOrderSchema = z.object({
  /** False: a violation ended the search, and there may be more. */
  complete: z.boolean(),
  classes: z.array(
    z.object({ name: z.string(), type: lockSchema.shape.type, outer: z.int(), inner: z.int(), usage: lockSchema.shape.usage }),
  ),
  edges: z.array(
    z.object({
      /** Class held, innermost but for trylocks, as lockdep records it. */
      from: z.string(),
      to: z.string(),
      /** Where `to` is acquired. */
      at: spanSchema,
      function: z.string(),
      contexts: z.array(z.string()),
      /** True: the finding is about this edge. */
      offending: z.boolean(),
    }),
  ),
});

/** The places of the model and whether some execution comes there. */
export const coverageSchema = z.object({
  /** False: a violation ended the search, so `reached: false` means only `not yet`. */
  complete: z.boolean(),
  places: z.array(z.object({ at: spanSchema, function: z.string(), reached: z.boolean() })),
});

/** What TLC was given, by hash; no jar where the builtin engine answered. */
export const specificationSchema = z.object({ module: z.string(), sha256: z.string(), jarSha256: z.string().nullable() });

const explored = {
  statistics: statisticsSchema,
  checked: checkedSchema,
  coverage: coverageSchema,
  lockOrder: lockOrderSchema,
  /** Null: not known, because the search for all that is reached did not end. */
  lockdep: lockdepSchema.nullable(),
  specification: specificationSchema,
  engine: z.string(),
};

/** The outcome of one check. */
export const checkResultSchema = z.discriminatedUnion("outcome", [
  z.object({
    ...common,
    outcome: z.literal("verified"),
    ...explored,
    /** For each `reachable` the shortest way to a state in which its condition holds. */
    witnesses: z.array(z.object({ property: z.string(), at: spanSchema, trace: traceSchema })),
    /** What the verdict says nothing about. */
    vacuity: z.array(vacuitySchema),
  }),
  z.object({
    ...common,
    outcome: z.literal("violated"),
    finding: findingSchema,
    trace: traceSchema,
    ...explored,
  }),
  z.object({ ...common, outcome: z.literal("rejected"), diagnostics: z.array(diagnosticSchema) }),
  z.object({
    ...common,
    outcome: z.literal("inconclusive"),
    /** `simulated`: random executions were tried, and none of them went wrong. */
    reason: z.enum(["timeout", "interrupted", "out-of-memory", "killed", "limit", "simulated"]),
    message: z.string(),
    hints: z.array(z.string()),
    statistics: statisticsSchema,
  }),
  z.object({
    ...common,
    outcome: z.literal("tool-failure"),
    /** LM5xx */
    code: z.string(),
    message: z.string(),
    /** Last lines of standard error or of TLC's output, if they help. */
    detail: z.array(z.string()),
  }),
]);

/** What `check --json` prints and `report` reads. */
export const checkOutputSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  tool: z.object({ name: z.literal("lockproof"), version: z.string() }),
  results: z.array(checkResultSchema),
  /** Text of the model files that the results are about, so that a report can be made where they are not at hand. */
  sources: z.record(z.string(), z.string()),
});

/** One small mistake put into a model, and whether the check notices. */
export const mutantSchema = z.object({
  /** In words: `drop the unlock`. */
  what: z.string(),
  /** The lines that changed. */
  lines: z.array(z.object({ file: z.string(), line: z.int().min(0), before: z.string(), after: z.string() })),
  /**
   * `killed`: the check finds something. `equivalent`: it finds nothing because nothing changed, the same shared states follow each other.
   * `survived`: the model behaves otherwise and no property says that it must not. `undecided`: a bound was met.
   */
  outcome: z.enum(["killed", "equivalent", "survived", "undecided"]),
  /** What was found; null unless killed. */
  kind: findingKindSchema.nullable(),
  /** Why a survivor may survive, as the model says: `// survives mutation: …` on its line or the one before. */
  explanation: z.string().nullable(),
});

/** What `mutate` says of one model in one version and configuration. */
export const mutationReportSchema = z.object({
  subject: subjectSchema,
  /** Null: the model is verified and was mutated. Otherwise why not. */
  skipped: z.string().nullable(),
  mutants: z.array(mutantSchema),
  /** Mistakes in files it shares that a model before it noticed: they were not made again. */
  noticedBefore: z.int().min(0),
  /** True: TLC, too, verified every survivor. */
  confirmed: z.boolean(),
});

/** What `mutate --json` prints. */
export const mutationOutputSchema = z.object({ schemaVersion: z.literal(SCHEMA_VERSION), reports: z.array(mutationReportSchema) });

export type Mutant = z.infer<typeof mutantSchema>;
export type MutationReport = z.infer<typeof mutationReportSchema>;

/** One case of the kernel's locking self-test: what came out against what the kernel expects. */
export interface ConformanceCase {
  readonly id: string;
  readonly group: string;
  readonly row: string;
  readonly flavour: string;
  readonly ok: boolean;
  /** What differs; "" when nothing does. */
  readonly reason: string;
  /** The rule that decided, as the data calls it; null: silent. */
  readonly rule: string | null;
  readonly deadlock: boolean | null;
  /** Whether reachable deadlocks agree; null: not a question for this case. */
  readonly deadlockAgrees: boolean | null;
}

export type Span = z.infer<typeof spanSchema>;
export type FindingKind = z.infer<typeof findingKindSchema>;
export type StackFrame = z.infer<typeof frameSchema>;
export type Lock = z.infer<typeof lockSchema>;
export type ContextInfo = z.infer<typeof contextSchema>;
export type Standing = z.infer<typeof standingSchema>;
export type Position = z.infer<typeof positionSchema>;
export type LockOrder = z.infer<typeof lockOrderSchema>;
export type Coverage = z.infer<typeof coverageSchema>;
export type Step = z.infer<typeof stepSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Trace = z.infer<typeof traceSchema>;
export type Statistics = z.infer<typeof statisticsSchema>;
export type Vacuity = z.infer<typeof vacuitySchema>;
export type Subject = z.infer<typeof subjectSchema>;
export type Expectation = z.infer<typeof expectationSchema>;
export type LockdepRule = z.infer<typeof lockdepRuleSchema>;
export type LockdepPlace = z.infer<typeof lockdepPlaceSchema>;
export type LockdepClass = z.infer<typeof lockdepClassSchema>;
export type LockdepLink = z.infer<typeof lockdepLinkSchema>;
export type LockdepReport = z.infer<typeof lockdepReportSchema>;
export type Lockdep = z.infer<typeof lockdepSchema>;
export type CheckResult = z.infer<typeof checkResultSchema>;
export type CheckOutput = z.infer<typeof checkOutputSchema>;
