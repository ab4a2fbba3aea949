// Where lowering is: in which mode, which expansion, which loop. Immutable; inner constructs get a changed copy.

import { createDiagnostic, type DiagnosticName, type DiagnosticParameters, type Note } from "../diagnostics/index.js";
import type { Expression } from "../ir/expression.js";
import type { LocalType, Operation } from "../ir/graph.js";
import type { Frame, Span } from "../ir/source.js";
import { ts } from "../typescript.cjs";
import type { Elaboration } from "./elaborate/elaboration.js";
import type { Instance } from "./elaborate/world.js";
import { spanOf } from "./load/sources.js";
import type { GraphBuilder, Label } from "./lower/graph-builder.js";
import type { Locals } from "./lower/locals.js";
import { INVALID, type Meaning } from "./meaning.js";
import type { Scope } from "./scope.js";

/** Takes what a `return` gives; afterwards nothing is reachable until the sink places its own label. */
export type ReturnSink = (lowering: Lowering, value: ts.Expression | null, at: ts.Node) => void;

/** One expansion of a function or macro. */
export interface Activation {
  readonly frames: readonly Frame[];
  /** Functions on the stack, outermost first. */
  readonly functions: readonly ts.Node[];
  /** Macros being expanded where this code was written. */
  readonly chain: readonly ts.Node[];
  /** Tells apart expansions of the same macro inside one function. */
  readonly path: string;
  /** Tells apart all expansions. */
  readonly callPath: string;
  readonly depth: number;
  readonly names: readonly string[];
  readonly returns: ReturnSink | null;
}

export interface Lowering {
  readonly model: Elaboration;
  /** `constant`: nothing of the state is known. `property`: the state is read. `graph`: steps are emitted, too. */
  readonly mode: "constant" | "property" | "graph";
  readonly builder: GraphBuilder | null;
  readonly locals: Locals | null;
  readonly scope: Scope | null;
  /** The object whose field initialiser is evaluated: `this`. */
  readonly instance: Instance | null;
  readonly activation: Activation;
  /** Stands for the function of code that is in none: the arrow of a context. */
  readonly contextFrame: Frame | null;
  /** Id of the field that says that the kthread which runs this should stop; null for what is no kthread. */
  readonly stop: string | null;
  /** The task that runs this, where it is one that goes to user space. */
  readonly task: string | null;
  /** The argument of the context is an index below this; 0 when it is none. */
  readonly argumentCount: number;
  /** Names of quantified variables around this expression. */
  readonly bound: readonly string[];
  /** The expression is a statement: functions that also give a value need not keep it. */
  readonly valueUnused: boolean;
  /** Where the value of the expression is stored anyway: functions may store it there themselves. */
  readonly flagsTarget: string | null;
  /** Guards that are open, in the order in which they were taken. */
  readonly guards: readonly OpenGuard[];
  readonly breakTo: Label | null;
  readonly continueTo: Label | null;
}

/** Something that is undone where its block is left. The jumps tell it by what they meant where it was opened. */
export interface OpenGuard {
  readonly leave: (lowering: Lowering) => void;
  readonly breakTo: Label | null;
  readonly continueTo: Label | null;
  readonly returns: ReturnSink | null;
}

export const OUTSIDE: Activation = { frames: [], functions: [], chain: [], path: "", callPath: "", depth: 0, names: [], returns: null };

/** Lowering of code that is evaluated at compile time. */
export function constantLowering(model: Elaboration, instance: Instance | null = null): Lowering {
  return {
    model,
    mode: "constant",
    builder: null,
    locals: null,
    scope: null,
    instance,
    activation: OUTSIDE,
    contextFrame: null,
    stop: null,
    task: null,
    argumentCount: 0,
    bound: [],
    valueUnused: false,
    flagsTarget: null,
    guards: [],
    breakTo: null,
    continueTo: null,
  };
}

export function at(lowering: Lowering, node: ts.Node): Span {
  return spanOf(lowering.model.sources, node);
}

/** Reports a mistake in the model; what was being lowered has no meaning. */
export function reject<Name extends DiagnosticName>(
  lowering: Lowering,
  name: Name,
  node: ts.Node,
  parameters: DiagnosticParameters<Name>,
  notes: readonly Note[] = [],
): Meaning {
  lowering.model.log.add(createDiagnostic(name, at(lowering, node), parameters, notes));
  return INVALID;
}

/** Emits a step for `node`; outside of contexts that is a mistake. */
export function emit(lowering: Lowering, node: ts.Node, make: (next: Label) => Operation): void {
  const builder = stepBuilder(lowering, node);
  const call = ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? node.expression.text : null;
  builder?.emit(at(lowering, node), framesOf(lowering), make, call);
}

/** The static stack of steps emitted here. */
export function framesOf(lowering: Lowering): readonly Frame[] {
  const { frames } = lowering.activation;
  return frames.length === 0 && lowering.contextFrame !== null ? [lowering.contextFrame] : frames;
}

/** The builder for code that needs steps; reports where steps are impossible. */
export function stepBuilder(lowering: Lowering, node: ts.Node): GraphBuilder | null {
  if (lowering.builder !== null) return lowering.builder;
  const what = `'${shortText(node)}'`;
  if (lowering.mode === "property") reject(lowering, "effect-in-property", node, { what });
  else reject(lowering, "not-constant", node, { what });
  return null;
}

/** The variable for a declaration, or for the result of an expression. */
export function localFor(lowering: Lowering, node: ts.Node, name: string, type: LocalType = { kind: "value" }, role = ""): string {
  if (lowering.locals === null) throw new Error("a variable outside of contexts");
  const { path, callPath } = lowering.activation;
  // Saved flags cannot be copied: where a function hands them to its caller, each call needs its own.
  return lowering.locals.of(node, type.kind === "flags" ? callPath : path, name, functionName(lowering), type, role);
}

export function functionName(lowering: Lowering): string {
  return framesOf(lowering).at(-1)?.function ?? "";
}

export function localValue(local: string): Expression {
  return { kind: "local", local };
}

/** Whether the type that TypeScript sees at `node` includes null. */
export function typeHasNull(lowering: Lowering, node: ts.Node): boolean {
  const type = lowering.model.sources.checker.getTypeAtLocation(node);
  return type.isUnion() ? type.types.some(isNull) : isNull(type);
}

function isNull(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Null) !== 0;
}

/** The source text of `node` on one line, cut where it is long. */
export function shortText(node: ts.Node): string {
  const line = node.getText().replaceAll(/\s+/gu, " ");
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
