// Expands a call: a `function` with a stack frame of its own, a const arrow as a macro, without.
//   f(a, b)   →   a and b substituted or stored, then the body, then what it returned

import type { Assignment } from "../../../ir/graph.js";
import { ts } from "../../../typescript.cjs";
import { LIMITS } from "../../limits.js";
import { symbolOf } from "../../load/sources.js";
import { type Activation, at, emit, type Lowering, localFor, type ReturnSink, reject, typeHasNull } from "../../lowering.js";
import { type Callable, evaluatedPart, type Meaning } from "../../meaning.js";
import { Scope } from "../../scope.js";
import { bindVariable, isStableIn, keptMeaning } from "../operands.js";

/** The lowering of the body of `callable`, null when the call is impossible (reported). */
export function enter(lowering: Lowering, callable: Callable, call: ts.CallExpression, returns: ReturnSink | null): Lowering | null {
  const activation = activationOf(lowering, callable, call, returns);
  if (activation === null) return null;
  const inside: Lowering = { ...lowering, scope: new Scope(callable.scope), activation, ...OUT_OF_PLACE };
  return bindParameters(lowering, inside, callable, call) ? inside : null;
}

/** An arrow without parameters that a function of the language calls. */
export function enterArrow(lowering: Lowering, callable: Callable, at: ts.Node, returns: ReturnSink | null): Lowering | null {
  const activation = activationOf(lowering, callable, at, returns);
  return activation === null ? null : { ...lowering, scope: new Scope(callable.scope), activation, ...OUT_OF_PLACE };
}

/** A function whose first parameter means `argument`. */
export function enterWith(
  lowering: Lowering,
  callable: Callable,
  at: ts.Node,
  argument: Meaning,
  returns: ReturnSink | null,
): Lowering | null {
  const inside = enterArrow(lowering, callable, at, returns);
  const [parameter] = callable.node.parameters;
  const symbol = parameter === undefined ? null : symbolOf(lowering.model.sources, parameter.name);
  if (symbol !== null) inside?.scope?.bind(symbol, { kind: "meaning", meaning: keptMeaning(lowering, at, argument) });
  return inside;
}

/** Nothing of where the call stands matters inside. */
const OUT_OF_PLACE = { breakTo: null, continueTo: null, valueUnused: false, flagsTarget: null } as const;

function activationOf(lowering: Lowering, callable: Callable, call: ts.Node, returns: ReturnSink | null): Activation | null {
  const { activation } = lowering;
  const isFunction = ts.isFunctionDeclaration(callable.node);
  const chain = isFunction || callable.scope === null ? activation.chain : callable.chain;
  const names = [...activation.names, callable.name];
  if ((isFunction ? activation.functions : chain).includes(callable.node)) {
    const path = names
      .slice(names.indexOf(callable.name))
      .map((name) => `'${name}'`)
      .join(" → ");
    reject(lowering, "recursion", call, { name: callable.name, path });
    return null;
  }
  if (activation.depth >= LIMITS.inlining) {
    reject(lowering, "inlined-too-deep", call, {
      limit: LIMITS.inlining,
      path: names
        .slice(-4)
        .map((name) => `'${name}'`)
        .join(" → "),
    });
    return null;
  }
  if (isTooMuch(lowering, call)) return null;
  const depth = activation.depth + 1;
  const place = `${call.getSourceFile().fileName}:${call.pos}`;
  const callPath = `${activation.callPath}/${place}`;
  if (!isFunction)
    return { ...activation, chain: [...chain, callable.node], path: `${activation.path}/${place}`, callPath, depth, names, returns };
  const frames = [
    ...activation.frames,
    { function: callable.name, call: activation.frames.length === 0 && lowering.contextFrame === null ? null : at(lowering, call) },
  ];
  return { frames, functions: [...activation.functions, callable.node], chain, path: "", callPath, depth, names, returns };
}

/** Each call costs; the first one that is too much is reported. */
function isTooMuch(lowering: Lowering, call: ts.Node): boolean {
  const { budget } = lowering.model;
  if (budget.expansions-- > 0 && (lowering.builder?.size ?? 0) <= LIMITS.nodes) return false;
  if (!budget.reported) reject(lowering, "too-many-nodes", call, { limit: LIMITS.nodes });
  budget.reported = true;
  return true;
}

/** Binds parameters to arguments: substituted where they are stable, else stored in one step (of a lock or list the object that has it). */
function bindParameters(caller: Lowering, inside: Lowering, callable: Callable, call: ts.CallExpression): boolean {
  const pure = caller.mode !== "graph" || isPureMacro(inside, callable);
  const stores: Assignment[] = [];
  const { parameters } = callable.node;
  const given = parameters.map((parameter, index) => call.arguments[index] ?? parameter.initializer);
  for (const [index, parameter] of parameters.entries()) {
    const argument = given[index];
    const symbol = symbolOf(caller.model.sources, parameter.name);
    if (symbol === null || !ts.isIdentifier(parameter.name)) return false;
    if (argument === undefined) continue;
    const meaning = caller.model.visitors.expression(caller, argument);
    if (meaning.kind === "invalid") return false;
    const later = given.slice(index + 1).some((node) => node !== undefined && caller.model.visitors.hasSteps(caller, node));
    const store = bindParameter(caller, inside, { symbol, node: parameter, name: parameter.name.text }, argument, meaning, pure, later);
    if (store !== null) stores.push(store);
  }
  if (stores.length > 0) emit(caller, call, (next) => ({ kind: "assign", indivisible: false, assignments: stores, next }));
  return true;
}

interface Parameter {
  readonly symbol: ts.Symbol;
  readonly node: ts.Node;
  readonly name: string;
}

function bindParameter(
  caller: Lowering,
  inside: Lowering,
  parameter: Parameter,
  argument: ts.Expression,
  meaning: Meaning,
  pure: boolean,
  later: boolean,
): Assignment | null {
  const { scope } = inside;
  const assigned = caller.model.assigned.has(parameter.symbol);
  if (scope === null) return null;
  const given = later ? keptMeaning(caller, argument, meaning) : meaning;
  const part = evaluatedPart(given);
  const becomesVariable = assigned && given.kind === "value";
  if (part === null || (!becomesVariable && (pure || isStableIn(caller, part)))) {
    scope.bind(parameter.symbol, { kind: "meaning", meaning: given, narrows: typeHasNull(caller, argument) });
    return null;
  }
  const local = localFor(inside, parameter.node, parameter.name);
  bindVariable(caller, scope, { symbol: parameter.symbol, local, assigned }, argument, given);
  return { target: { kind: "local", local }, value: part };
}

/** An arrow whose body is an expression without steps: its arguments are evaluated in the step that uses them. */
function isPureMacro(inside: Lowering, callable: Callable): boolean {
  const { node } = callable;
  return ts.isArrowFunction(node) && !ts.isBlock(node.body) && !inside.model.visitors.hasSteps(inside, node.body);
}
