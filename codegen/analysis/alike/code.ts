// Whether code and properties treat all objects of a pool alike: exchanging objects in a state, everywhere, exchanges them in what follows.
// A whitelist: what is not known to be so is refused.

import type { Expression } from "../../ir/expression.js";
import type { Operation } from "../../ir/graph.js";
import type { LocatedProgram } from "../../ir/located.js";
import type { Program } from "../../ir/program.js";
import { unreachable } from "../../ir/unreachable.js";
import { childrenOf, expressionsOf } from "../operation-uses.js";

/** The objects of a pool, and the contexts that belong to them. */
export interface Kin {
  readonly objects: ReadonlySet<string>;
  readonly contexts: ReadonlySet<string>;
}

export function treatsAlike({ program, graphs }: LocatedProgram, kin: Kin): boolean {
  return (
    graphs.every(({ locations }) => locations.every(({ node }) => isEven(program, kin, node.operation))) &&
    program.properties.every(({ condition }) => isEvenIn(program, kin, condition))
  );
}

/** All of `own` are among `objects`, or none. */
export function wholeOrNone(objects: readonly string[], own: ReadonlySet<string>): boolean {
  const count = new Set(objects.filter((object) => own.has(object))).size;
  return count === 0 || count === own.size;
}

function isEven(program: Program, kin: Kin, operation: Operation): boolean {
  const even = (expression: Expression): boolean => isEvenIn(program, kin, expression);
  switch (operation.kind) {
    case "choose": {
      const named = operation.options.flatMap((option) =>
        option.kind === "value" && option.value.kind === "object" ? [option.value.id] : [],
      );
      const others = expressionsOf(operation).filter((expression) => !(expression.kind === "value" && expression.value.kind === "object"));
      const place = operation.target.kind === "place" ? operation.target.place.object : null;
      return wholeOrNone(named, kin.objects) && others.every(even) && (place === null || even(place));
    }
    case "allocate":
      return isWholeOrNone(program, kin, operation.pool);
    case "free":
      return wholeOrNone(operation.objects, kin.objects) && even(operation.object);
    case "unless":
      return isEven(program, kin, operation.operation);
    // They note for whom somebody waits.
    case "flush-begin":
    case "flush-wait":
    case "rcu-call":
    case "wake-task":
      return false;
    case "assign":
    case "branch":
    case "acquire":
    case "try-acquire":
    case "release":
    case "downgrade":
    case "irq":
    case "bottom-halves":
    case "preemption":
    case "rcu":
    case "annotate":
    case "annotate-release":
    case "nofs":
    case "down":
    case "try-down":
    case "up":
    case "seq-read":
    case "seq-retry":
    case "seq-write":
    case "lock-init":
    case "might-sleep":
    case "rcu-use":
    case "list-add":
    case "list-insert":
    case "list-remove":
    case "list-move":
    case "list-splice":
    case "list-take-first":
    case "timer-start":
    case "timer-try-cancel":
    case "timer-cancel":
    case "wait-prepare":
    case "schedule":
    case "set-task-state":
    case "wait-run":
    case "wait-finish":
    case "wake":
    case "await":
    case "item-queue":
    case "item-dequeue":
    case "assert":
    case "end":
      return expressionsOf(operation).every(even);
    default:
      return unreachable(operation);
  }
}

function isEvenIn(program: Program, kin: Kin, expression: Expression): boolean {
  return isEvenItself(program, kin, expression) && childrenOf(expression).every((child) => isEvenIn(program, kin, child));
}

function isEvenItself(program: Program, kin: Kin, expression: Expression): boolean {
  switch (expression.kind) {
    case "value":
      return expression.value.kind !== "object" || !kin.objects.has(expression.value.id);
    // The order of the pool, and the numbers of its objects.
    case "pool-next":
    case "pool-at": {
      const pool = program.pools.find(({ id }) => id === expression.pool);
      return pool !== undefined && !pool.objects.some((object) => kin.objects.has(object));
    }
    case "quantifier":
      return isWholeOrNone(program, kin, expression.pool);
    case "finished":
      return !kin.contexts.has(expression.context);
    case "local":
    case "argument":
    case "bound":
    case "field":
    case "unary":
    case "binary":
    case "conditional":
    case "list-end":
    case "list-neighbour":
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
    case "counted":
    case "allocated":
      return true;
    default:
      return unreachable(expression);
  }
}

function isWholeOrNone(program: Program, kin: Kin, id: string): boolean {
  const pool = program.pools.find((candidate) => candidate.id === id);
  return pool !== undefined && wholeOrNone(pool.objects, kin.objects);
}
