// The entry points by which constructs lower their parts. They are handed down, so that no construct imports another.

import type { ts } from "ts-morph";
import type { Label } from "./lower/graph-builder.js";
import type { Lowering } from "./lowering.js";
import type { Callable, Meaning } from "./meaning.js";

export interface Visitors {
  /** Lowers an expression; steps it needs are emitted before. */
  readonly expression: (lowering: Lowering, node: ts.Expression) => Meaning;
  /** Lowers an expression whose value nobody needs. */
  readonly effect: (lowering: Lowering, node: ts.Expression) => void;
  /** Lowers a condition into jumps. */
  readonly condition: (lowering: Lowering, node: ts.Expression, whenTrue: Label, whenFalse: Label) => void;
  readonly statement: (lowering: Lowering, node: ts.Statement) => void;
  /** Expands a call of a function or macro of the model. */
  readonly callable: (lowering: Lowering, callable: Callable, call: ts.CallExpression) => Meaning;
  /** As `callable`, as a condition: the returned value, or what `test` makes of it, decides. */
  readonly callableCondition: (
    lowering: Lowering,
    callable: Callable,
    call: ts.CallExpression,
    test: ((result: Meaning) => Meaning) | null,
    whenTrue: Label,
    whenFalse: Label,
  ) => void;
  /** Expands a call that a function of the language makes, of a function of the model, with `argument`; what it returns is forgotten. */
  readonly apply: (lowering: Lowering, callable: Callable, at: ts.Node, argument: Meaning) => void;
  /** Expands an arrow without parameters, given to a function of the language, as a condition. */
  readonly arrowCondition: (lowering: Lowering, callable: Callable, at: ts.Node, whenTrue: Label, whenFalse: Label) => void;
  /** Lowers an expression that gives saved interrupt state, kept under the name `local`. */
  readonly flags: (lowering: Lowering, node: ts.Expression, local: string) => Meaning;
  /** Whether lowering the expression would emit steps. */
  readonly hasSteps: (lowering: Lowering, node: ts.Expression) => boolean;
  /** The meaning of a top-level name of the model, null when it is none. */
  readonly topLevel: (lowering: Lowering, symbol: ts.Symbol, node: ts.Node) => Meaning | null;
}
