// Small programs for tests of the interpreter: declarations and flow graphs in a few words, located by codegen/analysis.
// Nodes of a body are numbered from 1 and labelled `context:number`; each goes on to the next one unless it says otherwise.

import { locate } from "../../../codegen/analysis/index.js";
import type { BinaryOperator, Expression, ListRef, Place, Value } from "../../../codegen/ir/expression.js";
import type { Acquisition, FlowGraph, Local, LockMode, Node, Operation } from "../../../codegen/ir/graph.js";
import type { LocatedProgram } from "../../../codegen/ir/located.js";
import type {
  Context,
  Field,
  FieldType,
  LockClass,
  LockType,
  ModelObject,
  Pool,
  Program,
  Property,
  Workqueue,
} from "../../../codegen/ir/program.js";
import type { Span } from "../../../codegen/ir/source.js";

/** An operation without its successor. */
export type Step = (next: string) => Operation;

/** A step that another one goes to by name. */
export interface NamedStep {
  readonly name: string;
  readonly step: Step;
}

export type Body = readonly (Step | NamedStep)[];

export interface ContextOptions {
  readonly cpus?: readonly number[];
  readonly times?: number;
  readonly threadable?: boolean;
  readonly irqSafe?: boolean;
  readonly level?: Context["level"];
  readonly argument?: Value;
  readonly maps?: readonly string[];
  readonly workqueue?: string;
  readonly timer?: NonNullable<Context["timer"]>;
  readonly locals?: readonly string[];
  /** List heads on the stack, through this node field. */
  readonly lists?: Readonly<Record<string, string>>;
  /** The callback returns HRTIMER_RESTART. */
  readonly restart?: boolean;
}

const NOWHERE: Span = { file: "test.ts", line: 0, column: 0, endLine: 0, endColumn: 0 };

/** A program under construction. */
export class ModelBuilder {
  proveRawLockNesting = true;
  queuedRwlocks = true;
  preemptRt = false;
  private readonly objects: ModelObject[] = [];
  private readonly pools: Pool[] = [];
  private readonly memory: Record<string, boolean> = {};
  private readonly fields: Field[] = [];
  private readonly contexts: Context[] = [];
  private readonly workqueues: Workqueue[] = [];
  private readonly graphs: FlowGraph[] = [];
  private readonly properties: Property[] = [];
  private readonly lockClasses: LockClass[] = [
    { id: "rcu", name: "rcu_read_lock", version: 1, type: "rcu" },
    { id: "wq", name: "(wq_completion)events", version: 1, type: "map" },
  ];

  object(id: string, className = "Thing"): this {
    this.objects.push({ id, className });
    return this;
  }

  pool(id: string, size: number): this {
    const objects = Array.from({ length: size }, (_, index) => `${id}[${index}]`);
    for (const object of objects) this.object(object);
    this.pools.push({ id, objects });
    return this;
  }

  /** The objects of the pool come and go; those named are allocated at first. */
  allocating(pool: string, first: readonly string[] = []): this {
    for (const object of this.pools.find(({ id }) => id === pool)?.objects ?? []) this.memory[object] = first.includes(object);
    return this;
  }

  field(
    id: string,
    type: FieldType,
    options: { owners?: readonly string[]; initial?: Field["initial"]; entries?: Field["entries"] } = {},
  ): this {
    const { owners = null, initial = {}, entries = {} } = options;
    this.fields.push({ id, name: id, className: owners === null ? null : "Thing", owners, type, initial, entries, span: NOWHERE });
    return this;
  }

  lock(id: string, type: LockType = "spinlock_t", owners?: readonly string[]): this {
    this.lockClasses.push({ id: `class ${id}`, name: id, version: 1, type });
    return this.field(id, { kind: "lock", lockClass: `class ${id}`, type }, owners === undefined ? {} : { owners });
  }

  int(id: string, min: number, max: number, first = 0, wraps = false): this {
    return this.field(id, { kind: "int", min, max, wraps }, { initial: { "": { kind: "int", value: first } } });
  }

  bool(id: string, first = false): this {
    return this.field(id, { kind: "bool" }, { initial: { "": { kind: "bool", value: first } } });
  }

  ref(id: string, first: string | null): this {
    const objects = this.objects.map((object) => object.id);
    const initial: Value = first === null ? { kind: "null" } : { kind: "object", id: first };
    return this.field(id, { kind: "ref", objects, nullable: true }, { initial: { "": initial } });
  }

  /** A node field `node` of all objects of the pool, and a top-level list of them. */
  list(id: string, pool: string, first: readonly string[] = []): this {
    const owners = this.pools.find((candidate) => candidate.id === pool)?.objects ?? [];
    if (!this.fields.some((field) => field.id === "node")) this.field("node", { kind: "list-node" }, { owners });
    return this.field(id, { kind: "list-head", node: "node" }, { entries: { "": first } });
  }

  timer(id: string, queued: boolean): this {
    return this.field(id, { kind: "deferred" }, { initial: { "": { kind: "bool", value: queued } } });
  }

  workqueue(id: string, ordered: boolean): this {
    this.workqueues.push({ id, name: id, ordered });
    return this;
  }

  /** A work item, and the context of its function. */
  work(id: string, workqueue: string, queued: boolean, body: Body, options: ContextOptions = {}): this {
    const cpus = [this.contexts.filter((context) => context.level === "task").length];
    return this.timer(id, queued).context(id, "kworker", body, {
      cpus,
      timer: { field: id, object: null, expires: true },
      workqueue,
      ...options,
    });
  }

  queue(id: string): this {
    this.lock(`${id}.lock`);
    return this.field(id, { kind: "wait-queue", lock: `${id}.lock` });
  }

  task(id: string, body: Body, options: ContextOptions = {}): this {
    return this.context(id, "task", body, { cpus: [this.contexts.filter((context) => context.level === "task").length], ...options });
  }

  hardirq(id: string, body: Body, options: ContextOptions = {}): this {
    return this.context(id, "hardirq", body, options);
  }

  softirq(id: string, body: Body, options: ContextOptions = {}): this {
    return this.context(id, "softirq", body, options);
  }

  hrtimer(id: string, timer: string, body: Body, options: ContextOptions = {}): this {
    return this.context(id, "hrtimer", body, { timer: { field: timer, object: null, expires: true }, ...options });
  }

  context(id: string, kind: Context["kind"], body: Body, options: ContextOptions = {}): this {
    const isTask = kind === "task" || kind === "kworker";
    const level = options.level ?? (isTask ? "task" : kind === "softirq" ? "softirq" : "hardirq");
    this.graphs.push(flowGraph(id, body, options));
    this.contexts.push({
      id,
      kind,
      graph: id,
      argument: options.argument ?? null,
      cpus: options.cpus ?? [0],
      times: isTask || kind === "hrtimer" ? 0 : (options.times ?? 1),
      timer: options.timer ?? null,
      level,
      threadable: options.threadable ?? true,
      thread: false,
      irqSafe: options.irqSafe ?? false,
      maps: options.maps ?? [],
      gate: null,
      after: null,
      workqueue: options.workqueue ?? null,
      span: NOWHERE,
    });
    return this;
  }

  invariant(name: string, condition: Expression): this {
    this.properties.push({ kind: "invariant", name, condition, span: NOWHERE });
    return this;
  }

  eventually(name: string, condition: Expression, fairness: "weak" | "strong" = "weak"): this {
    this.properties.push({ kind: "eventually", name, condition, fairness, span: NOWHERE });
    return this;
  }

  build(): LocatedProgram {
    const cpus = 1 + Math.max(0, ...this.contexts.flatMap((context) => context.cpus));
    const program: Program = {
      file: "test.ts",
      variants: {},
      parameters: {},
      configuration: {
        name: this.proveRawLockNesting ? "raw-lock-nesting" : "no-raw-lock-nesting",
        proveRawLockNesting: this.proveRawLockNesting,
        preemptRt: this.preemptRt,
      },
      cpus,
      queuedRwlocks: this.queuedRwlocks,
      objects: this.objects,
      memory: this.memory,
      pools: this.pools,
      lockClasses: this.lockClasses,
      fields: this.fields,
      annotated: [],
      workqueues: this.workqueues,
      contexts: this.contexts,
      graphs: this.graphs,
      properties: this.properties,
      expectation: null,
    };
    const located = locate(program);
    if ("kind" in located) throw new Error("held locks without end");
    return located;
  }
}

/** Starts a program. */
export function model(): ModelBuilder {
  return new ModelBuilder();
}

function flowGraph(id: string, body: Body, options: ContextOptions): FlowGraph {
  const steps: Body = [...body, () => ({ kind: "end", restart: options.restart ?? false })];
  const nameOf = (index: number): string => {
    const step = steps[index];
    return step === undefined ? "nowhere" : typeof step === "function" ? `${index + 1}` : step.name;
  };
  const nodes = steps.map((step, index): Node => {
    const operation = (typeof step === "function" ? step : step.step)(nameOf(index + 1));
    const span = { ...NOWHERE, line: index, endLine: index };
    return { id: nameOf(index), operation, span, stack: [{ function: id, call: null }] };
  });
  const value = (name: string): Local => ({ id: name, name, function: id, type: { kind: "value" } });
  const lists = Object.entries(options.lists ?? {}).map(
    ([name, node]): Local => ({ id: name, name, function: id, type: { kind: "list-head", node } }),
  );
  return { id, function: id, locals: [...(options.locals ?? []).map(value), ...lists], entry: nameOf(0), nodes };
}

/** The end of a body, to go to by name. */
export function named(name: string, step: Step): NamedStep {
  return { name, step };
}

export function place(field: string, object: Expression | null = null): Place {
  return { field, object, nullable: object !== null };
}
export function int(value: number): Expression {
  return { kind: "value", value: { kind: "int", value } };
}
export function bool(value: boolean): Expression {
  return { kind: "value", value: { kind: "bool", value } };
}
export function object(id: string): Expression {
  return { kind: "value", value: { kind: "object", id } };
}
export function nil(): Expression {
  return { kind: "value", value: { kind: "null" } };
}
export function local(name: string): Expression {
  return { kind: "local", local: name };
}
export function get(field: string, of: Expression | null = null): Expression {
  return { kind: "field", place: place(field, of) };
}
export function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}
export function not(operand: Expression): Expression {
  return { kind: "unary", operator: "not", operand };
}
export function shared(field: string): ListRef {
  return { kind: "shared", place: place(field) };
}
export function finished(context: string): Expression {
  return { kind: "finished", context };
}

function acquisition(field: string, of: Expression | null, subclass: number, mode: LockMode): Acquisition {
  return { lock: place(field, of), function: "lock", subclass, mode, nest: null, check: true };
}
export function acquire(field: string, of: Expression | null = null, subclass = 0): Step {
  return (next) => ({ kind: "acquire", acquisition: acquisition(field, of, subclass, "exclusive"), next });
}
export function acquireRead(field: string, mode: LockMode = "shared"): Step {
  return (next) => ({ kind: "acquire", acquisition: acquisition(field, null, 0, mode), next });
}
export function release(field: string, of: Expression | null = null): Step {
  return (next) => ({ kind: "release", lock: place(field, of), mode: "exclusive", function: "unlock", next });
}
export function releaseRead(field: string): Step {
  return (next) => ({ kind: "release", lock: place(field), mode: "shared", function: "unlock", next });
}
export function downgrade(field: string): Step {
  return (next) => ({ kind: "downgrade", lock: place(field), function: "downgrade", next });
}
export function tryAcquire(field: string, failed: string, result: string | null = null, mode: LockMode = "exclusive"): Step {
  return (taken) => ({ kind: "try-acquire", acquisition: acquisition(field, null, 0, mode), result, taken, failed });
}
export function set(field: string, value: Expression, of: Expression | null = null): Step {
  return (next) => ({
    kind: "assign",
    assignments: [{ target: { kind: "place", place: place(field, of) }, value }],
    indivisible: false,
    next,
  });
}
export function setLocal(name: string, value: Expression): Step {
  return (next) => ({ kind: "assign", assignments: [{ target: { kind: "local", local: name }, value }], indivisible: false, next });
}
/** Goes to `whenTrue` (default: on), or to `whenFalse`. */
export function branch(condition: Expression, whenFalse: string, whenTrue: string | null = null): Step {
  return (next) => ({ kind: "branch", condition, whenTrue: whenTrue ?? next, whenFalse });
}
/** `while (condition) {}`: the step must be named `name`. */
export function waitWhile(name: string, condition: Expression): NamedStep {
  return named(name, (next) => ({ kind: "branch", condition, whenTrue: name, whenFalse: next }));
}
export function goTo(target: string): Step {
  return () => ({ kind: "branch", condition: bool(true), whenTrue: target, whenFalse: target });
}
export function irq(action: "disable" | "enable"): Step {
  return (next) => ({ kind: "irq", action, next });
}
export function bottomHalves(action: "disable" | "enable"): Step {
  return (next) => ({ kind: "bottom-halves", action, next });
}
export function preemption(action: "disable" | "enable"): Step {
  return (next) => ({ kind: "preemption", action, next });
}
export function rcu(action: "lock" | "unlock"): Step {
  return (next) => ({ kind: "rcu", action, flavour: "rcu", next });
}
export function assertThat(condition: Expression, message = "message"): Step {
  return (next) => ({ kind: "assert", condition, message, next });
}
export function simple(kind: "might-sleep" | "schedule"): Step {
  return (next) => ({ kind, next });
}
