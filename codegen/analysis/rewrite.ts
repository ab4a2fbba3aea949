// Copies of expressions and operations with other parts: the inverse of `childrenOf` and `expressionsOf`.

import type { Expression, ListRef, Place } from "../ir/expression.js";
import type { Acquisition, Conditional, FlushTarget, Operation, Target } from "../ir/graph.js";

/** Hands out the new parts in the order in which the old ones were listed. */
class Supply {
  private index = 0;
  constructor(private readonly parts: readonly Expression[]) {}

  next(): Expression {
    const part = this.parts[this.index++];
    if (part === undefined) throw new Error("too few parts");
    return part;
  }
  place(place: Place): Place {
    return place.object === null ? place : { ...place, object: this.next() };
  }
  list(list: ListRef): ListRef {
    return list.kind === "local" ? list : { ...list, place: this.place(list.place) };
  }
  acquisition(acquisition: Acquisition): Acquisition {
    const lock = this.place(acquisition.lock);
    return { ...acquisition, lock, nest: acquisition.nest === null ? null : this.place(acquisition.nest) };
  }
  optional(place: Place | null): Place | null {
    return place === null ? null : this.place(place);
  }
  flushed(what: FlushTarget): FlushTarget {
    if (what.kind === "item" || what.kind === "running") return { ...what, item: this.place(what.item) };
    return what.kind === "cancel" ? { ...what, item: this.place(what.item), timer: this.optional(what.timer) } : what;
  }
  conditional(operation: Conditional): Conditional {
    switch (operation.kind) {
      case "acquire":
      case "annotate":
        return { ...operation, acquisition: this.acquisition(operation.acquisition) };
      case "release":
      case "annotate-release":
        return { ...operation, lock: this.place(operation.lock) };
      case "rcu":
        return operation;
    }
  }
  target(target: Target): Target {
    return target.kind === "local" ? target : { ...target, place: this.place(target.place) };
  }
}

/** `expression` with `children` for its direct subexpressions. */
export function withChildren(expression: Expression, children: readonly Expression[]): Expression {
  const supply = new Supply(children);
  switch (expression.kind) {
    case "value":
    case "local":
    case "argument":
    case "bound":
    case "finished":
    case "here":
    case "this-cpu":
      return expression;
    case "field":
      return { ...expression, place: supply.place(expression.place) };
    case "unary":
      return { ...expression, operand: supply.next() };
    case "binary":
      return { ...expression, left: supply.next(), right: supply.next() };
    case "conditional":
      return { ...expression, condition: supply.next(), whenTrue: supply.next(), whenFalse: supply.next() };
    case "list-end":
    case "list-empty":
    case "list-length":
      return { ...expression, list: supply.list(expression.list) };
    case "list-neighbour":
      return { ...expression, list: supply.list(expression.list), of: supply.next() };
    case "list-contains":
      return { ...expression, list: supply.list(expression.list), object: supply.next() };
    case "node-unlinked":
      return { ...expression, node: supply.place(expression.node) };
    case "timer-queued":
    case "timer-running":
      return { ...expression, timer: supply.place(expression.timer) };
    case "lock-taken":
    case "lock-mine":
      return { ...expression, lock: supply.place(expression.lock) };
    case "queue-active":
      return { ...expression, queue: supply.place(expression.queue) };
    case "pool-next":
      return expression.of === null ? expression : { ...expression, of: supply.next() };
    case "pool-at":
      return { ...expression, index: supply.next() };
    case "quantifier":
      return { ...expression, body: supply.next() };
    case "counted":
      return { ...expression, holds: supply.next(), value: supply.next() };
    case "allocated":
      return { ...expression, object: supply.next() };
  }
}

/** `operation` with `expressions` for what it evaluates. */
export function rewriteExpressions(operation: Operation, expressions: readonly Expression[]): Operation {
  const supply = new Supply(expressions);
  switch (operation.kind) {
    case "assign":
      return {
        ...operation,
        assignments: operation.assignments.map(({ target }) => ({ target: supply.target(target), value: supply.next() })),
      };
    case "branch":
    case "assert":
      return { ...operation, condition: supply.next() };
    case "choose":
      return { ...operation, target: supply.target(operation.target), options: operation.options.map(() => supply.next()) };
    case "acquire":
    case "try-acquire":
    case "annotate":
    case "seq-write":
      return { ...operation, acquisition: supply.acquisition(operation.acquisition) };
    case "release":
    case "downgrade":
    case "annotate-release":
    case "lock-init":
      return { ...operation, lock: supply.place(operation.lock) };
    case "unless":
      return { ...operation, operation: supply.conditional(operation.operation) };
    case "down":
    case "try-down":
    case "up":
      return { ...operation, semaphore: supply.place(operation.semaphore) };
    case "seq-read":
    case "seq-retry":
      return { ...operation, seqcount: supply.place(operation.seqcount) };
    case "list-add":
    case "list-move":
      return { ...operation, node: supply.place(operation.node), list: supply.list(operation.list) };
    case "list-insert":
      return { ...operation, node: supply.place(operation.node), other: supply.place(operation.other) };
    case "list-remove":
      return { ...operation, node: supply.place(operation.node) };
    case "list-splice":
      return { ...operation, from: supply.list(operation.from), to: supply.list(operation.to) };
    case "list-take-first":
      return { ...operation, list: supply.list(operation.list) };
    case "timer-start":
    case "timer-try-cancel":
    case "timer-cancel":
      return { ...operation, timer: supply.place(operation.timer) };
    case "wait-prepare":
    case "wait-run":
    case "wait-finish":
    case "wake":
      return { ...operation, queue: supply.place(operation.queue) };
    case "free":
      return { ...operation, object: supply.next() };
    case "await":
      return {
        ...operation,
        condition: supply.next(),
        assignments: operation.assignments.map(({ target }) => ({ value: supply.next(), target: supply.target(target) })),
      };
    case "item-queue":
      return { ...operation, item: supply.place(operation.item), delays: supply.optional(operation.delays) };
    case "item-dequeue":
      return { ...operation, item: supply.place(operation.item), timer: supply.optional(operation.timer) };
    case "flush-begin":
    case "flush-wait":
      return { ...operation, what: supply.flushed(operation.what) };
    case "rcu-call":
      return { ...operation, head: supply.place(operation.head) };
    case "allocate":
    case "irq":
    case "bottom-halves":
    case "preemption":
    case "rcu":
    case "nofs":
    case "might-sleep":
    case "rcu-use":
    case "schedule":
    case "set-task-state":
    case "wake-task":
    case "end":
      return operation;
  }
}
