// Mutations of the statements of a block: one is left out, two change places, one moves out of the section around it.

import { ts } from "../typescript.cjs";
import {
  calledName,
  callOf,
  type Edit,
  isLockCall,
  isUnlockCall,
  type MutableSource,
  type Mutation,
  replacement,
  textOf,
} from "./mutation.js";

/** They check, or do nothing: a model without them is no worse. */
const IDLE_CALLS = /^(assert|lockdep_assert_\w+|cpu_relax|might_sleep|READ_ONCE)$/;

export function statementMutations(source: MutableSource, statements: readonly ts.Statement[]): readonly Mutation[] {
  return statements.flatMap((statement, index) => {
    const next = statements[index + 1];
    return [...left(source, statement), ...(next === undefined ? [] : exchanged(source, statement, next))];
  });
}

/** Left out: stores, calls, and acquisitions that save interrupts. */
export function left(source: MutableSource, statement: ts.Statement): readonly Mutation[] {
  if (!ts.isExpressionStatement(statement)) return [];
  const name = calledName(statement.expression);
  if (name !== null && IDLE_CALLS.test(name)) return [];
  const what = isUnlockCall(statement)
    ? "drop the unlock"
    : isLockCall(statement)
      ? "drop the lock"
      : name === null
        ? "drop the store"
        : `drop ${name}`;
  return [{ what, edits: [replacement(source, statement, ";")] }];
}

/** Neighbours change places where it matters: two acquisitions, or a step and the edge of its section. */
function exchanged(source: MutableSource, first: ts.Statement, second: ts.Statement): readonly Mutation[] {
  if (!isPlain(first) || !isPlain(second)) return [];
  const edits: readonly Edit[] = [replacement(source, first, textOf(source, second)), replacement(source, second, textOf(source, first))];
  if (isLockCall(first) && isLockCall(second)) return [{ what: "swap two acquisitions", edits }];
  if (isLockCall(first) && isStep(second)) return [{ what: "move a step before its section", edits }];
  if (isStep(first) && isUnlockCall(second)) return [{ what: "move a step behind its section", edits }];
  return [];
}

/** A statement on one line that declares nothing others use. */
function isPlain(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) || (callOf(statement) !== null && isLockCall(statement)) || ts.isIfStatement(statement);
}

function isStep(statement: ts.Statement): boolean {
  return !isLockCall(statement) && !isUnlockCall(statement) && (ts.isExpressionStatement(statement) || ts.isIfStatement(statement));
}
