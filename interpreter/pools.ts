// Expressions over the objects of a pool: going through it, indexing it, and the quantifiers of properties.

import type { Expression } from "../codegen/ir/expression.js";
import { FALSE, NULL, POISON, TRUE } from "./codes.js";
import type { Evaluate, Scope, Test } from "./scope.js";

type Compile<Result> = (scope: Scope, expression: Expression) => Result;

/** The object after another one; NULL after the last, and after NULL. */
export function compilePoolNext(
  scope: Scope,
  expression: Extract<Expression, { kind: "pool-next" }>,
  compile: Compile<Evaluate>,
): Evaluate {
  const objects = poolCodes(scope, expression.pool);
  const first = objects[0] ?? NULL;
  if (expression.of === null) return () => first;
  const of = compile(scope, expression.of);
  const after = new Map(objects.map((code, index) => [code, objects[index + 1] ?? NULL]));
  return (cells) => {
    const code = of(cells);
    return code === POISON ? POISON : (after.get(code) ?? NULL);
  };
}

/** The object at an index; outside of the pool there is none: NULL. */
export function compilePoolAt(scope: Scope, expression: Extract<Expression, { kind: "pool-at" }>, compile: Compile<Evaluate>): Evaluate {
  const objects = poolCodes(scope, expression.pool);
  const index = compile(scope, expression.index);
  return (cells) => {
    const at = index(cells);
    return at === POISON ? POISON : (objects[at] ?? NULL);
  };
}

/** `every` and `some` give true or false, `count` a number. */
export function compileQuantifier(scope: Scope, expression: Extract<Expression, { kind: "quantifier" }>, compile: Compile<Test>): Evaluate {
  const objects = poolCodes(scope, expression.pool);
  const { slots } = scope;
  const slot = slots.push(NULL) - 1;
  const body = compile({ ...scope, bound: new Map([...scope.bound, [expression.variable, slot]]) }, expression.body);
  const count: Evaluate = (cells) => {
    let found = 0;
    for (const object of objects) {
      slots[slot] = object;
      if (body(cells)) found++;
    }
    return found;
  };
  switch (expression.quantifier) {
    case "count":
      return count;
    case "some":
      return (cells) => (count(cells) > 0 ? TRUE : FALSE);
    case "every":
      return (cells) => (count(cells) === objects.length ? TRUE : FALSE);
  }
}

function poolCodes(scope: Scope, id: string): readonly number[] {
  const pool = scope.layout.located.program.pools.find((candidate) => candidate.id === id);
  if (pool === undefined) throw new Error(`no pool '${id}'`);
  return pool.objects.map(scope.layout.codes.objectCode);
}
