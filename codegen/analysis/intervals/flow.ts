// What a step makes of what is known: the environments on each way out of a node.

import type { Expression } from "../../ir/expression.js";
import type { Assignment, Node, Operation, Target } from "../../ir/graph.js";
import { casesOf } from "./cases.js";
import { type Environment, forgetting, withKnown } from "./environment.js";
import { decide } from "./evaluate.js";
import { exactly } from "./interval.js";
import { KNOWN_NULL, type Known, knownEntry, knownInteger, knownTruth, NO_INTEGER } from "./known.js";
import type { Scope } from "./scope.js";

/** One way out of a node. */
export interface Way {
  readonly next: string;
  readonly environment: Environment;
}

/**
 * How executions are told apart: joined where they come together, or each on its own, where an interval of at most `apart` integers is one
 * execution for each of them.
 */
export type Mode = "joining" | { readonly apart: number };

export function flow(scope: Scope, { operation }: Node, environment: Environment, mode: Mode): readonly Way[] {
  const apart = mode === "joining" ? 0 : mode.apart;
  switch (operation.kind) {
    case "assign":
      return assigned(scope, operation.assignments, environment, apart).map((after) => ({ next: operation.next, environment: after }));
    case "choose":
      return operation.options
        .flatMap((option) => assigned(scope, [{ target: operation.target, value: option }], environment, apart))
        .map((after) => ({ next: operation.next, environment: after }));
    case "branch":
      return branched(scope, operation.condition, environment, operation.whenTrue, operation.whenFalse);
    case "assert":
      return branched(scope, operation.condition, environment, operation.next, null);
    case "try-acquire":
      return [
        ...stored(operation.result, [knownTruth(true)], environment, operation.taken),
        ...stored(operation.result, [knownTruth(false)], environment, operation.failed),
      ];
    case "try-down":
      return [
        ...stored(operation.result, [knownTruth(true)], environment, operation.taken),
        ...stored(operation.result, [knownTruth(false)], environment, operation.failed),
      ];
    case "seq-retry":
      return [
        ...stored(operation.result, [knownTruth(true)], environment, operation.again),
        ...stored(operation.result, [knownTruth(false)], environment, operation.done),
      ];
    case "unless":
      return [{ next: operation.operation.next, environment }];
    case "wait-run":
      return [operation.queued, operation.unqueued].map((next) => ({ next, environment }));
    case "list-add":
      return stored(operation.wasEmpty, TRUTH, refilled(environment), operation.next);
    case "list-insert":
      return [{ next: operation.next, environment: refilled(environment) }];
    case "list-remove":
      return drained(scope, operation.node.field, environment, mode).map((after) => ({ next: operation.next, environment: after }));
    case "list-take-first":
      return [
        ...stored(operation.result, [KNOWN_NULL], environment, operation.next),
        ...drained(scope, scope.nodeField(operation.list), environment, mode).flatMap((after) =>
          stored(operation.result, [knownEntry(1)], after, operation.next),
        ),
      ];
    case "await": {
      const { whenTrue } = decide(scope, operation.condition, environment);
      return whenTrue === null
        ? []
        : assigned(scope, operation.assignments, whenTrue, apart).map((after) => ({ next: operation.next, environment: after }));
    }
    case "item-queue":
    case "item-dequeue":
      return stored(operation.result, TRUTH, environment, operation.next);
    case "flush-begin":
      return [
        ...stored(operation.result, TRUTH, environment, operation.busy),
        ...stored(operation.result, TRUTH, environment, operation.idle),
      ];
    case "allocate":
      return stored(operation.result, [...(operation.mayFail ? [KNOWN_NULL] : []), NO_INTEGER], environment, operation.next);
    case "timer-try-cancel":
      return stored(operation.result, [-1, 0, 1].map(integer), environment, operation.next);
    case "timer-cancel":
      return stored(operation.result, [0, 1].map(integer), environment, operation.next);
    case "end":
      return [];
    default:
      return [{ next: operation.next, environment }];
  }
}

const TRUTH: readonly Known[] = [knownTruth(true), knownTruth(false)];

function integer(value: number): Known {
  return knownInteger(exactly(value));
}

/** All right sides are evaluated in the state before; what one of them says about it holds for the others, too. */
function assigned(scope: Scope, assignments: readonly Assignment[], before: Environment, apart: number): readonly Environment[] {
  let combinations: readonly { readonly before: Environment; readonly values: readonly Known[] }[] = [{ before, values: [] }];
  for (const { value } of assignments) {
    combinations = combinations.flatMap((given) =>
      casesOf(scope, value, given.before, apart).map((found) => ({ before: found.environment, values: [...given.values, found.value] })),
    );
  }
  return combinations.map(({ before: known, values }) =>
    assignments.reduce((after, { target }, index) => storedTo(target, values[index] ?? KNOWN_NULL, after), known),
  );
}

function storedTo(target: Target, value: Known, environment: Environment): Environment {
  return target.kind === "local" ? withKnown(environment, target.local, value) : environment;
}

function stored(local: string | null, values: readonly Known[], environment: Environment, next: string): readonly Way[] {
  return local === null ? [{ next, environment }] : values.map((value) => ({ next, environment: withKnown(environment, local, value) }));
}

/**
 * A context that adds nothing takes each object off its lists once: what bounds `while (!list_empty(list)) { list_del(…); n++; }`. Only for
 * executions on their own, where the count is exact.
 */
function drained(scope: Scope, node: string, environment: Environment, mode: Mode): readonly Environment[] {
  if (mode === "joining") return [environment];
  const name = `${TAKEN}${node}`;
  const taken = environment.get(name)?.integers?.high ?? 0;
  return taken < scope.ownersOf(node) ? [withKnown(environment, name, integer(taken + 1))] : [];
}

function refilled(environment: Environment): Environment {
  return forgetting(
    environment,
    [...environment.keys()].filter((name) => name.startsWith(TAKEN)),
  );
}

/** How many objects the context took off lists through a node field; no id of a local begins like that. */
const TAKEN = "\0taken ";

function branched(scope: Scope, condition: Expression, environment: Environment, yes: string, no: string | null): readonly Way[] {
  const { whenTrue, whenFalse } = decide(scope, condition, environment);
  return [
    ...(whenTrue === null ? [] : [{ next: yes, environment: whenTrue }]),
    ...(whenFalse === null || no === null ? [] : [{ next: no, environment: whenFalse }]),
  ];
}

/** Assignments to locals that an operation makes by its expressions. */
export function localAssignments(operation: Operation): readonly { readonly local: string; readonly value: Expression }[] {
  switch (operation.kind) {
    case "assign":
      return operation.assignments.flatMap(({ target, value }) => (target.kind === "local" ? [{ local: target.local, value }] : []));
    case "choose": {
      const { target } = operation;
      return target.kind === "local" ? operation.options.map((value) => ({ local: target.local, value })) : [];
    }
    default:
      return [];
  }
}
