// Compiles expressions into closures over the cells of a state. Conditions are compiled to truth values directly, since most
// expressions of a model are conditions.

import type { Expression, ListRef, Place } from "../codegen/ir/expression.js";
import { cpuObject } from "../codegen/ir/program.js";
import { compare, computation, isArithmetic } from "./arithmetic.js";
import { checkedInteger, FALSE, NULL, POISON, read, TRUE } from "./codes.js";
import { finished, queueActive, timerRunning } from "./context-expressions.js";
import { guarded } from "./guarded.js";
import { listContains, listEnd, listNeighbour } from "./list-expressions.js";
import { NODE_SELF_LINKED } from "./lists.js";
import { mayFault } from "./may-fault.js";
import { compilePoolAt, compilePoolNext, compileQuantifier } from "./pools.js";
import { annotationOffset, isReaderLock, readers } from "./readers.js";
import { contextOf, type Evaluate, type Located, locate, type Scope, type Test } from "./scope.js";

/** Compiles an expression to its code. */
export function compileValue(scope: Scope, expression: Expression): Evaluate {
  const constant = constantOf(scope, expression);
  if (constant !== null) return () => constant;
  switch (expression.kind) {
    case "value":
    case "argument":
    case "this-cpu":
      throw new Error("constants are done above");
    case "here":
      throw new Error("known at each location");
    case "local": {
      const cell = localCell(scope, expression.local);
      return (cells) => read(cells, cell);
    }
    case "bound": {
      const slot = scope.bound.get(expression.name);
      if (slot === undefined) throw new Error(`'${expression.name}' is not bound`);
      const { slots } = scope;
      return () => slots[slot] ?? NULL;
    }
    case "field": {
      const place = compilePlace(scope, expression.place);
      return readAt(place);
    }
    case "unary":
      return expression.operator === "negate"
        ? negated(compileValue(scope, expression.operand))
        : truthCode(compileTest(scope, expression));
    case "binary":
      return isArithmetic(expression.operator) ? arithmetic(scope, expression) : truthCode(compileTest(scope, expression));
    case "conditional": {
      const condition = compileTest(scope, expression.condition);
      const whenTrue = compileValue(scope, expression.whenTrue);
      const whenFalse = compileValue(scope, expression.whenFalse);
      if (!mayFault(expression.condition)) return (cells) => (condition(cells) ? whenTrue(cells) : whenFalse(cells));
      return guarded(scope, condition, whenTrue, whenFalse, POISON);
    }
    case "list-end":
      return listEnd(scope, expression, compileList(scope, expression.list));
    case "list-neighbour":
      return listNeighbour(scope, expression, compileList(scope, expression.list), compileValue(scope, expression.of));
    case "list-length": {
      const list = compileList(scope, expression.list);
      return (cells) => {
        const cell = list.at(cells);
        return cell < 0 ? POISON : read(cells, cell);
      };
    }
    case "pool-next":
      return compilePoolNext(scope, expression, compileValue);
    case "pool-at":
      return compilePoolAt(scope, expression, compileValue);
    case "quantifier":
      return expression.quantifier === "count"
        ? compileQuantifier(scope, expression, compileTest)
        : truthCode(compileTest(scope, expression));
    case "counted":
      return counted(scope, expression);
    case "list-empty":
    case "list-contains":
    case "node-unlinked":
    case "timer-queued":
    case "timer-running":
    case "lock-taken":
    case "lock-mine":
    case "queue-active":
    case "finished":
    case "allocated":
      return truthCode(compileTest(scope, expression));
  }
}

/** Compiles an expression that is true or false. After a fault the answer is false. */
export function compileTest(scope: Scope, expression: Expression): Test {
  switch (expression.kind) {
    case "unary": {
      if (expression.operator === "negate") throw new Error("a number is no condition");
      const operand = compileTest(scope, expression.operand);
      return (cells) => !operand(cells);
    }
    case "binary":
      return isArithmetic(expression.operator) ? isTrue(compileValue(scope, expression)) : compileComparison(scope, expression);
    case "list-empty":
      return cellTest(compileList(scope, expression.list), 0);
    case "list-contains":
      return listContains(compileList(scope, expression.list), compileValue(scope, expression.object));
    case "node-unlinked":
      return cellTest(compilePlace(scope, expression.node), NODE_SELF_LINKED);
    case "timer-queued":
      return cellTest(compilePlace(scope, expression.timer), 1);
    case "timer-running":
      return timerRunning(scope, compilePlace(scope, expression.timer));
    case "lock-taken":
      return lockTaken(scope, expression.lock);
    case "lock-mine":
      return lockMine(scope, expression.lock, expression.as);
    case "queue-active":
      return queueActive(scope, compilePlace(scope, expression.queue));
    case "finished":
      return finished(scope, expression.context);
    case "allocated": {
      const object = compileValue(scope, expression.object);
      const { memory, codes } = scope.layout;
      return (cells) => {
        const place = memory[codes.objectNumber(object(cells))] ?? -1;
        return place < 0 || read(cells, place) === 1;
      };
    }
    case "quantifier": {
      if (expression.quantifier === "count") throw new Error("a number is no condition");
      return isTrue(compileQuantifier(scope, expression, compileTest));
    }
    case "value":
    case "local":
    case "argument":
    case "this-cpu":
    case "here":
    case "bound":
    case "field":
    case "conditional":
    case "list-end":
    case "list-neighbour":
    case "list-length":
    case "pool-next":
    case "pool-at":
    case "counted":
      return isTrue(compileValue(scope, expression));
  }
}

/** The code of an expression that is the same in all states, else null. */
export function constantOf(scope: Scope, expression: Expression): number | null {
  if (expression.kind === "value") return scope.layout.codes.codeOf(expression.value);
  if (expression.kind === "this-cpu") {
    const [cpu = 0] = scope.layout.contexts[contextOf(scope)]?.context.cpus ?? [];
    return scope.layout.codes.objectCode(cpuObject(cpu));
  }
  if (expression.kind !== "argument") return null;
  const { argument } = scope.layout.contexts[contextOf(scope)]?.context ?? { argument: null };
  return argument === null ? NULL : scope.layout.codes.codeOf(argument);
}

/** Compiles a place to its cell. */
export function compilePlace(scope: Scope, place: Place): Located {
  if (place.object === null) return locate(scope, place, null, null);
  return locate(scope, place, compileValue(scope, place.object), constantOf(scope, place.object));
}

/** Compiles a list to the cell where it begins. */
export function compileList(scope: Scope, list: ListRef): Located {
  if (list.kind === "shared") return compilePlace(scope, list.place);
  const cell = scope.layout.contexts[contextOf(scope)]?.localLists.get(list.local);
  if (cell === undefined) throw new Error(`no list '${list.local}' on the stack`);
  return { fixed: cell, at: () => cell };
}

/** The cell of a local of the running context. */
export function localCell(scope: Scope, local: string): number {
  const cell = scope.layout.contexts[contextOf(scope)]?.locals.get(local);
  if (cell === undefined) throw new Error(`no local '${local}'`);
  return cell;
}

function readAt(place: Located): Evaluate {
  const { fixed, at } = place;
  if (fixed >= 0) return (cells) => read(cells, fixed);
  return (cells) => {
    const cell = at(cells);
    return cell < 0 ? POISON : read(cells, cell);
  };
}

function cellTest(place: Located, value: number): Test {
  const { fixed, at } = place;
  if (fixed >= 0) return (cells) => read(cells, fixed) === value;
  return (cells) => {
    const cell = at(cells);
    return cell >= 0 && read(cells, cell) === value;
  };
}

function lockTaken(scope: Scope, lock: Place): Test {
  const { at } = compilePlace(scope, lock);
  const count = isReaderLock(scope.layout, lock.field) ? scope.layout.contexts.length : 0;
  return (cells) => {
    const cell = at(cells);
    return cell >= 0 && (read(cells, cell) !== 0 || readers.any(cells, cell, count));
  };
}

function lockMine(scope: Scope, lock: Place, as: "any" | "reader" | "writer"): Test {
  const me = contextOf(scope) + 1;
  const { at } = compilePlace(scope, lock);
  const asReader = as !== "writer" && isReaderLock(scope.layout, lock.field);
  const asWriter = as !== "reader" || !asReader;
  const declared = scope.layout.fields.get(lock.field)?.field;
  const told = declared === undefined ? -1 : annotationOffset(scope.layout.located.program, declared);
  return (cells) => {
    const cell = at(cells);
    if (cell < 0) return false;
    if (told >= 0 && read(cells, cell + told + me - 1) > 0) return true;
    return (asWriter && read(cells, cell) === me) || (asReader && read(cells, cell + me) > 0);
  };
}

function truthCode(test: Test): Evaluate {
  return (cells) => (test(cells) ? TRUE : FALSE);
}

function isTrue(value: Evaluate): Test {
  return (cells) => value(cells) === TRUE;
}

function negated(operand: Evaluate): Evaluate {
  return (cells) => {
    const value = operand(cells);
    return value === POISON ? POISON : checkedInteger(-value);
  };
}

/** The condition is evaluated first; the value depends on the same operands. */
function counted(scope: Scope, expression: Extract<Expression, { kind: "counted" }>): Evaluate {
  const holds = compileTest(scope, expression.holds);
  const value = compileValue(scope, expression.value);
  const { faults } = scope;
  return (cells) => {
    const before = faults.mask;
    faults.mask = 0;
    const kept = holds(cells);
    const failed = faults.mask !== 0;
    if (!failed && !kept) faults.note("refcount");
    faults.mask |= before;
    return failed || !kept ? POISON : value(cells);
  };
}

type Binary = Extract<Expression, { kind: "binary" }>;

function compileComparison(scope: Scope, expression: Binary): Test {
  switch (expression.operator) {
    case "and":
    case "or":
      return compileConnective(scope, expression);
    case "equal":
    case "not-equal":
    case "less":
    case "less-equal":
    case "greater":
    case "greater-equal":
      return compare(expression.operator, compileValue(scope, expression.left), compileValue(scope, expression.right));
    case "add":
    case "subtract":
    case "multiply":
    case "modulo":
    case "remainder":
    case "divide":
      throw new Error("a number is no condition");
  }
}

function compileConnective(scope: Scope, expression: Binary): Test {
  const left = compileTest(scope, expression.left);
  const right = compileTest(scope, expression.right);
  const isAnd = expression.operator === "and";
  if (mayFault(expression.left))
    return isAnd ? guarded(scope, left, right, () => false, false) : guarded(scope, left, () => true, right, false);
  return isAnd ? (cells) => left(cells) && right(cells) : (cells) => left(cells) || right(cells);
}

function arithmetic(scope: Scope, expression: Binary): Evaluate {
  const left = compileValue(scope, expression.left);
  const right = compileValue(scope, expression.right);
  const compute = computation(expression.operator);
  const { faults } = scope;
  return (cells) => {
    const a = left(cells);
    const b = right(cells);
    return faults.mask !== 0 && (a === POISON || b === POISON) ? POISON : checkedInteger(compute(a, b));
  };
}
