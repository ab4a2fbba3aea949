// Mutations that take a lock away: all that one function does with one lock, acquisitions and releases, is left out.
//
//   spin_lock(l); f(); spin_unlock(l);   ->   ; f(); ;

import { ts } from "../typescript.cjs";
import { calledName, callOf, type MutableSource, type Mutation, replacement, textOf } from "./mutation.js";

/** Locks of the language, and what a model names like one. */
const RELEASE = /(^|_)unlock(_|$)|^up_(read|write)$/;
const ACQUISITION = /(^|_)lock(_|$)|^down_(read|write)/;

interface Call {
  readonly statement: ts.Statement;
  readonly lock: string;
  readonly releases: boolean;
}

/** Of a function that both acquires and releases a lock. */
export function sectionMutations(source: MutableSource, body: ts.Node): readonly Mutation[] {
  const calls = callsIn(source, body);
  return [...new Set(calls.map(({ lock }) => lock))].flatMap((lock) => {
    const own = calls.filter((call) => call.lock === lock);
    if (!own.some(({ releases }) => releases) || own.every(({ releases }) => releases)) return [];
    return [{ what: `do without the lock of ${lock}`, edits: own.map(({ statement }) => replacement(source, statement, ";")) }];
  });
}

/** In the function itself, not in those it declares. */
function callsIn(source: MutableSource, body: ts.Node): readonly Call[] {
  const found: Call[] = [];
  const visit = (node: ts.Node): void => {
    if (node !== body && ts.isFunctionLike(node)) return;
    const call = ts.isExpressionStatement(node) || ts.isVariableStatement(node) ? callOf(node) : null;
    const name = call === null ? null : calledName(call);
    if (call !== null && name !== null && ts.isStatement(node) && (RELEASE.test(name) || ACQUISITION.test(name))) {
      const [argument] = call.arguments;
      const lock = argument === undefined ? name.replace(/_?unlock|_?lock/, "") : textOf(source, argument);
      found.push({ statement: node, lock, releases: RELEASE.test(name) });
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}
