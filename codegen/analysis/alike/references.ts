// Which locals of a context may be references to some objects, whatever way it goes: by where their values come from.

import type { Expression, ListRef } from "../../ir/expression.js";
import type { FlowGraph, Operation } from "../../ir/graph.js";
import type { Program } from "../../ir/program.js";
import { unreachable } from "../../ir/unreachable.js";

/** `argument`: whether the argument of the context counts as one of the objects. */
export function localsThatMayBe(program: Program, graph: FlowGraph, objects: ReadonlySet<string>, argument = false): ReadonlySet<string> {
  const sources = new Sources(program, graph, objects, argument);
  const found = new Set<string>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const { operation } of graph.nodes) for (const local of sources.stored(operation, found)) found.add(local);
  }
  return found;
}

class Sources {
  constructor(
    private readonly program: Program,
    private readonly graph: FlowGraph,
    private readonly objects: ReadonlySet<string>,
    private readonly argument: boolean,
  ) {}

  /** Locals that the operation may set to one of the objects, if `known` may be such. */
  stored(operation: Operation, known: ReadonlySet<string>): readonly string[] {
    switch (operation.kind) {
      case "assign":
      case "await":
        return operation.assignments.flatMap(({ target, value }) =>
          target.kind === "local" && this.mayBe(value, known) ? [target.local] : [],
        );
      case "choose": {
        const { target, options } = operation;
        return target.kind === "local" && options.some((option) => this.mayBe(option, known)) ? [target.local] : [];
      }
      case "allocate":
        return this.inPool(operation.pool) ? [operation.result] : [];
      case "list-take-first":
        return this.onList(operation.list) ? [operation.result] : [];
      // The results of these are numbers and truth values.
      case "try-acquire":
      case "try-down":
      case "seq-retry":
      case "list-add":
      case "timer-try-cancel":
      case "timer-cancel":
      case "item-queue":
      case "item-dequeue":
      case "flush-begin":
        return [];
      case "branch":
      case "acquire":
      case "release":
      case "downgrade":
      case "irq":
      case "bottom-halves":
      case "preemption":
      case "rcu":
      case "annotate":
      case "annotate-release":
      case "nofs":
      case "unless":
      case "down":
      case "up":
      case "seq-read":
      case "seq-write":
      case "lock-init":
      case "might-sleep":
      case "rcu-use":
      case "list-insert":
      case "list-remove":
      case "list-move":
      case "list-splice":
      case "timer-start":
      case "wait-prepare":
      case "schedule":
      case "set-task-state":
      case "wake-task":
      case "wait-run":
      case "wait-finish":
      case "wake":
      case "free":
      case "rcu-call":
      case "flush-wait":
      case "assert":
      case "end":
        return [];
      default:
        return unreachable(operation);
    }
  }

  private mayBe(expression: Expression, known: ReadonlySet<string>): boolean {
    switch (expression.kind) {
      case "value":
        return expression.value.kind === "object" && this.objects.has(expression.value.id);
      case "local":
        return known.has(expression.local);
      case "argument":
        return this.argument;
      case "bound":
        return true;
      case "field":
        return this.inField(expression.place.field);
      case "conditional":
        return this.mayBe(expression.whenTrue, known) || this.mayBe(expression.whenFalse, known);
      case "counted":
        return this.mayBe(expression.value, known);
      case "list-end":
      case "list-neighbour":
        return this.onList(expression.list);
      case "pool-next":
      case "pool-at":
        return this.inPool(expression.pool);
      case "unary":
      case "binary":
      case "list-empty":
      case "list-length":
      case "list-contains":
      case "node-unlinked":
      case "timer-queued":
      case "timer-running":
      case "lock-taken":
      case "lock-mine":
      case "this-cpu":
      case "here":
      case "queue-active":
      case "quantifier":
      case "finished":
      case "allocated":
        return false;
      default:
        return unreachable(expression);
    }
  }

  private inField(id: string): boolean {
    const type = this.program.fields.find((field) => field.id === id)?.type;
    return type?.kind === "ref" && type.objects.some((object) => this.objects.has(object));
  }

  private inPool(id: string): boolean {
    return this.program.pools.some((pool) => pool.id === id && pool.objects.some((object) => this.objects.has(object)));
  }

  /** Entries of a list are the owners of the node through which they are linked. */
  private onList(list: ListRef): boolean {
    const type =
      list.kind === "shared"
        ? this.program.fields.find((field) => field.id === list.place.field)?.type
        : this.graph.locals.find((local) => local.id === list.local)?.type;
    if (type?.kind !== "list-head") return true;
    const node = this.program.fields.find((field) => field.id === type.node);
    return node?.owners?.some((owner) => this.objects.has(owner)) !== false;
  }
}
