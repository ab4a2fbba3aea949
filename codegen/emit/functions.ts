// The code: one TLA+ operator for each call of a model function, an arm of CASE for each of its steps, and a dispatch on pc above them.

import type { LocatedGraph, Location } from "../ir/located.js";
import type { Context } from "../ir/program.js";
import type { Tla, TlaUnit } from "../tla/ast.js";
import { apply, arm, call, cases, equals, FALSE, infix, name, string, strings } from "../tla/build.js";
import { goesOn, passedFrom, translateBlock } from "./blocks.js";
import type { VariableGroup } from "./effects.js";
import { SELF } from "./expressions.js";
import type { Scope } from "./scope.js";
import { translateStep } from "./steps.js";

const PC_OF_SELF: Tla = apply(name("pc"), SELF);

/** Source text of a line, for comments; null when it cannot be read. */
export type ReadLine = (file: string, line: number) => string | null;

/** The operators of one graph; `operator` is the one to call for a step of a context that runs it. */
export function graphOperators(
  scope: Scope,
  groups: readonly VariableGroup[],
  graph: LocatedGraph,
  readLine: ReadLine,
): { readonly units: readonly TlaUnit[]; readonly operator: string } {
  const runners = scope.program.contexts.filter((context) => context.graph === graph.graph.id);
  const calls = byCall(graph.locations.filter(({ label }) => !scope.passed.has(label)));
  const units = calls.map((locations): TlaUnit & { readonly kind: "definition" } =>
    functionOperator(scope, groups, graph, locations, runners, readLine),
  );
  const [only, ...others] = units;
  if (only !== undefined && others.length === 0) return { units, operator: only.name };
  const title = scope.names.of(`graph ${graph.graph.id}`, [
    `${runners.length === 1 ? (runners[0]?.id ?? graph.graph.id) : graph.graph.function}`,
    `${graph.graph.function}_code`,
  ]);
  const arms = units.map((unit, index) =>
    arm(infix(PC_OF_SELF, "\\in", strings((calls[index] ?? []).map((location) => location.label))), call(unit.name, SELF)),
  );
  const dispatch: TlaUnit = {
    kind: "definition",
    comment: [`Where ${runners.map((runner) => runner.id).join(", ")} may be.`],
    name: title,
    parameters: ["self"],
    body: cases(arms, FALSE),
  };
  return { units: [...units, dispatch], operator: title };
}

/** Locations of the same call of the same function belong together, calls in order of their first location. */
function byCall(locations: readonly Location[]): readonly (readonly Location[])[] {
  const calls = new Map<string, Location[]>();
  for (const location of locations) {
    const key = JSON.stringify(location.node.stack);
    const known = calls.get(key);
    if (known === undefined) calls.set(key, [location]);
    else known.push(location);
  }
  return [...calls.values()];
}

function functionOperator(
  scope: Scope,
  groups: readonly VariableGroup[],
  graph: LocatedGraph,
  locations: readonly Location[],
  runners: readonly Context[],
  readLine: ReadLine,
): TlaUnit & { readonly kind: "definition" } {
  const [first] = locations;
  const stack = first?.node.stack ?? [];
  const innermost = stack.at(-1)?.function ?? graph.graph.function;
  const title = scope.names.of(`code ${graph.graph.id} ${JSON.stringify(stack)}`, [innermost, `${innermost}_in_${graph.graph.id}`]);
  const arms = locations.map((location) =>
    arm(
      equals(PC_OF_SELF, string(location.label)),
      goesOn(scope, location) ? translateBlock(scope, groups, graph, location, runners) : translateStep(scope, groups, location, runners),
      comments(scope, graph, location, readLine),
    ),
  );
  return {
    kind: "definition",
    comment: [stack.map((frame) => frame.function).join(" > ") || innermost],
    name: title,
    parameters: ["self"],
    body: cases(arms, FALSE),
  };
}

/** The source of a place and of those that its step goes through, each line once. */
function comments(scope: Scope, graph: LocatedGraph, location: Location, readLine: ReadLine): readonly string[] {
  return [...new Set([location, ...passedFrom(scope, graph, location)].map((place) => comment(place, readLine)))];
}

/** `file:line  source text` */
function comment(location: Location, readLine: ReadLine): string {
  const { span, operation } = location.node;
  const text = readLine(span.file, span.line)?.trim() ?? operation.kind;
  return `${span.file.split("/").at(-1) ?? span.file}:${span.line + 1}  ${text}`;
}
