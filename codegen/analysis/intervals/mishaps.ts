// What the expressions of a program can meet that has no value, with the place where they do.

import { createDiagnostic, type Diagnostic } from "../../diagnostics/index.js";
import type { Program } from "../../ir/program.js";
import type { Span } from "../../ir/source.js";
import { unreachable } from "../../ir/unreachable.js";
import { expressionsOf } from "../operation-uses.js";
import type { Body } from "./body.js";
import { type Environment, NOTHING_STORED } from "./environment.js";
import { evaluate, INTEGER_LIMIT } from "./evaluate.js";
import { meet } from "./interval.js";
import { type Mishap, type Scope, scopeOfProperties } from "./scope.js";

/** In the code of a body, whose nodes are reached with these environments. */
export function mishapsIn(body: Body, scope: Scope, known: ReadonlyMap<string, readonly Environment[]>): readonly Diagnostic[] {
  return body.nodes.flatMap(({ id, operation, span }) =>
    met(scope, span, (telling) => {
      for (const environment of known.get(id) ?? [])
        for (const expression of expressionsOf(operation)) evaluate(telling, expression, environment);
    }),
  );
}

export function mishapsInProperties(program: Program): readonly Diagnostic[] {
  const scope = scopeOfProperties(program);
  return program.properties.flatMap(({ condition, span }) => met(scope, span, (telling) => evaluate(telling, condition, NOTHING_STORED)));
}

function met(scope: Scope, span: Span, run: (telling: Scope) => void): readonly Diagnostic[] {
  const mishaps: Mishap[] = [];
  run({ ...scope, tell: (mishap) => mishaps.push(mishap) });
  const [divisor] = mishaps.filter((mishap) => mishap.kind === "not-positive-divisor");
  const [tooLarge] = mishaps.filter((mishap) => mishap.kind === "too-large");
  return [divisor, tooLarge].flatMap((mishap) => (mishap === undefined ? [] : [diagnosticOf(mishap, span)]));
}

function diagnosticOf(mishap: Mishap, span: Span): Diagnostic {
  switch (mishap.kind) {
    case "not-positive-divisor": {
      const { divisor } = mishap;
      return createDiagnostic("division-by-zero", span, { value: meet(divisor, ZERO) === null ? divisor.high : 0 });
    }
    case "too-large": {
      const { low, high } = mishap.value;
      return createDiagnostic("number-too-large", span, { value: low > 0 ? low : high, limit: INTEGER_LIMIT });
    }
    default:
      return unreachable(mishap);
  }
}

const ZERO = { low: 0, high: 0 };
