// Located program -> TLA+ module and TLC configurations: the parts in the order in which one reads a specification.

import { childrenOf } from "../analysis/operation-uses.js";
import type { Expression } from "../ir/expression.js";
import type { LocatedProgram } from "../ir/located.js";
import type { Property } from "../ir/program.js";
import type { Tla, TlaModule, TlaUnit } from "../tla/ast.js";
import { and, definition, equals, name } from "../tla/build.js";
import { type CheckRuns, checkRuns } from "./configurations.js";
import { translate } from "./expressions.js";
import type { ReadLine } from "./functions.js";
import { graphOperators } from "./functions.js";
import { initial } from "./initial.js";
import { nextUnits } from "./next.js";
import { ruleUnits } from "./rules.js";
import { createScope, type Scope, type Variable } from "./scope.js";
import { contextSets, cpuTables, ruleTables } from "./tables.js";
import { variableGroups, variableUnits } from "./variables.js";

/** A module with what is needed to run it and to read its states. */
export interface EmittedModule {
  readonly module: TlaModule;
  readonly runs: CheckRuns;
  readonly variables: readonly Variable[];
  /** TLA+ name of each property by its place in the program. */
  readonly propertyNames: readonly string[];
}

export function emitModule(located: LocatedProgram, moduleName: string, title: readonly string[], readLine: ReadLine): EmittedModule {
  const scope = createScope(located);
  const groups = variableGroups(scope);
  const code = located.graphs.map((graph) => ({ graph, ...graphOperators(scope, groups, graph, readLine) }));
  const properties = located.program.properties.map((property) => propertyUnit(scope, property));
  const rules = ruleUnits(scope);
  const first = initial(scope);
  const operators = new Map(code.map(({ graph, operator }) => [graph.graph.id, operator]));
  const next = nextUnits(scope, groups, operators);
  const module: TlaModule = {
    name: moduleName,
    comment: title,
    extends: libraries(scope),
    units: [
      ...variableUnits(scope, groups, readLine),
      heading("Who and where"),
      ...contextSets(scope),
      ...cpuTables(scope),
      ...[...scope.tables].map(([tableName, body]): TlaUnit => definition(tableName, body)),
      heading("What is held where"),
      ...ruleTables(scope),
      heading("First state"),
      definition("Init", first),
      heading("The code"),
      ...code.flatMap(({ units }) => units),
      heading("Who may move"),
      ...next,
      heading("What is checked"),
      ...rules,
      ...properties,
    ],
  };
  return {
    module,
    runs: checkRuns(scope, properties),
    variables: [...scope.fields.values(), ...scope.locals.values()],
    propertyNames: properties.map((property) => property.name),
  };
}

function libraries(scope: Scope): readonly string[] {
  const { uses } = scope;
  return [
    uses.readers ? "ReadersWriters" : "Locks",
    ...(uses.interrupts ? ["Interrupts"] : []),
    ...(uses.lists ? ["Lists"] : []),
    ...(uses.timers ? ["Timers"] : []),
    ...(uses.waitQueues ? ["WaitQueues"] : []),
    "WaitContext",
    "AtomicContext",
    "CircularWait",
    "Usage",
  ];
}

function propertyUnit(scope: Scope, property: Property): TlaUnit & { readonly kind: "definition" } {
  const title = scope.names.of(`property ${property.kind} ${property.name}`, [property.name, `property_${property.name}`]);
  const condition = translate(scope, property.condition);
  const body: Tla =
    property.kind === "invariant" ? condition : { kind: "prefix", operator: "<>", operand: stateLevel(property.condition, condition) };
  return { kind: "definition", comment: [`${property.kind}: ${property.name}`], name: title, parameters: [], body };
}

function heading(text: string): TlaUnit {
  return { kind: "heading", text };
}

/** TLC takes a temporal formula without variables for violated, whatever it says: a trivial mention of the state prevents that. */
function stateLevel(condition: Expression, translated: Tla): Tla {
  return readsState(condition) ? translated : and(translated, equals(name("pc"), name("pc")));
}

function readsState(expression: Expression): boolean {
  if (expression.kind === "finished") return true;
  const own = !["value", "local", "argument", "bound", "unary", "binary", "conditional", "pool-next", "pool-at", "quantifier"].includes(
    expression.kind,
  );
  return own || childrenOf(expression).some(readsState);
}
