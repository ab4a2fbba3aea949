// Located program -> TLA+ module and TLC configurations: the parts in the order in which one reads a specification.

import { childrenOf } from "../analysis/operation-uses.js";
import type { Expression } from "../ir/expression.js";
import type { LocatedProgram } from "../ir/located.js";
import type { Property } from "../ir/program.js";
import type { Tla, TlaModule, TlaUnit } from "../tla/ast.js";
import { and, definition, equals, name, not } from "../tla/build.js";
import { type CheckRuns, checkRuns } from "./configurations.js";
import { exerciseUnits } from "./exercise.js";
import { holds } from "./expressions.js";
import type { ReadLine } from "./functions.js";
import { graphOperators } from "./functions.js";
import { initial } from "./initial.js";
import { nextUnits } from "./next.js";
import { ruleUnits } from "./rules.js";
import { createScope, NOT_REDUCED, type Reduced, type Scope, type Variable } from "./scope.js";
import { reachUnits } from "./survey.js";
import { contextSets, cpuTables, readSections, ruleTables } from "./tables.js";
import { nameUnchanged } from "./unchanged.js";
import { variableGroups, variableUnits } from "./variables.js";
import { viewUnits } from "./view.js";

/** A module with what is needed to run it and to read its states. */
export interface EmittedModule {
  readonly module: TlaModule;
  readonly runs: CheckRuns;
  readonly variables: readonly Variable[];
  /** TLA+ name of each property by its place in the program. */
  readonly propertyNames: readonly string[];
}

export function emitModule(
  located: LocatedProgram,
  moduleName: string,
  title: readonly string[],
  readLine: ReadLine,
  reduced: Reduced = NOT_REDUCED,
): EmittedModule {
  const scope = createScope(located, reduced);
  const groups = variableGroups(scope);
  const code = located.graphs.map((graph) => ({ graph, ...graphOperators(scope, groups, graph, readLine) }));
  const properties = located.program.properties.map((property) => propertyUnit(scope, property));
  const propertyNames = properties.map((property) => property.name);
  const rules = scope.bare ? [] : ruleUnits(scope);
  const first = initial(scope);
  const operators = new Map(code.map(({ graph, operator }) => [graph.graph.id, operator]));
  const next = nextUnits(scope, groups, operators);
  const { units: viewed, view } = viewUnits(scope, groups);
  const steps = nameUnchanged([...code.flatMap(({ units }) => units), heading("Who may move"), ...next], groups, scope.names);
  const module: TlaModule = {
    name: moduleName,
    comment: title,
    extends: libraries(scope),
    units: [
      ...variableUnits(scope, groups, readLine),
      ...steps.definitions,
      heading("Who and where"),
      ...contextSets(scope),
      ...cpuTables(scope),
      ...readSections(scope),
      ...[...scope.tables].map(([tableName, body]): TlaUnit => definition(tableName, body)),
      ...(scope.bare ? [] : [heading("What is held where"), ...ruleTables(scope), ...reachUnits(scope)]),
      heading("First state"),
      definition("Init", first),
      heading("The code"),
      ...steps.code,
      ...(viewed.length > 0 ? [heading("Who is like whom"), ...viewed] : []),
      heading("What is checked"),
      ...rules,
      ...properties,
      ...(scope.bare ? [] : exerciseUnits(scope, propertyNames)),
    ],
  };
  return {
    module,
    runs: checkRuns(scope, properties, view),
    variables: [...scope.fields.values(), ...scope.locals.values()],
    propertyNames,
  };
}

function libraries(scope: Scope): readonly string[] {
  const { uses } = scope;
  return [
    ...(uses.readers ? ["ReadersWriters"] : []),
    ...(uses.seqcounts ? ["Seqcounts"] : []),
    ...(uses.readers || uses.seqcounts ? [] : ["Locks"]),
    ...(uses.annotations ? ["Annotations"] : []),
    ...(uses.semaphores ? ["Semaphores"] : []),
    ...(uses.interrupts ? ["Interrupts"] : []),
    ...(uses.lists ? ["Lists"] : []),
    ...(uses.works ? ["Workqueues"] : uses.flushing ? ["Flushing"] : uses.timers ? ["Timers"] : []),
    ...(uses.exclusiveWaiters ? ["ExclusiveWaiters"] : uses.waitQueues ? ["WaitQueues"] : []),
    ...(uses.memory ? ["Memory"] : []),
    ...(scope.bare ? [] : ["WaitContext", "AtomicContext"]),
    ...(uses.rcuUses && !scope.bare ? ["RcuUsage"] : []),
    ...(uses.contextAssertions && !scope.bare ? ["ContextAssertions"] : []),
    ...(scope.bare ? [] : ["CircularWait", "Usage", "Observation"]),
  ];
}

function propertyUnit(scope: Scope, property: Property): TlaUnit & { readonly kind: "definition" } {
  const title = scope.names.of(`property ${property.kind} ${property.name}`, [property.name, `property_${property.name}`]);
  const condition = holds(scope, property.condition);
  return { kind: "definition", comment: commentOf(property), name: title, parameters: [], body: propertyBody(property, condition) };
}

function commentOf({ kind, name: title }: Property): readonly string[] {
  return kind === "reachable" ? [`reachable: ${title}`, "What violates this invariant is the way there."] : [`${kind}: ${title}`];
}

function propertyBody({ kind, condition }: Property, translated: Tla): Tla {
  switch (kind) {
    case "invariant":
      return stateLevel(condition, translated);
    case "reachable":
      return not(stateLevel(condition, translated));
    case "eventually":
      return { kind: "prefix", operator: "<>", operand: stateLevel(condition, translated) };
  }
}

function heading(text: string): TlaUnit {
  return { kind: "heading", text };
}

/** TLC has no trace for an invariant without variables, and takes such a temporal formula for violated: a trivial mention of the state prevents both. */
function stateLevel(condition: Expression, translated: Tla): Tla {
  return readsState(condition) ? translated : and(translated, equals(name("pc"), name("pc")));
}

function readsState(expression: Expression): boolean {
  if (expression.kind === "finished") return true;
  const own = ![
    "value",
    "allocated", // of objects that are never freed
    "local",
    "argument",
    "bound",
    "unary",
    "binary",
    "conditional",
    "pool-next",
    "pool-at",
    "quantifier",
    "counted",
  ].includes(expression.kind);
  return own || childrenOf(expression).some(readsState);
}
