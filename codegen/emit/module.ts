// Located program -> TLA+ module and TLC configurations: the parts in the order in which one reads a specification.

import { type LocatedProgram, IDLE } from "../ir/located.js";
import type { Context, Field, Property } from "../ir/program.js";
import type { Tla, TlaModule, TlaUnit, TlcConfig } from "../tla/ast.js";
import { FALSE, TRUE, and, apply, arm, boolean, call, cases, equals, exists, forAll, ifThenElse, infix, name, not, number, or, set, string, strings, table, tuple, unchanged } from "../tla/build.js";
import type { VariableGroup } from "./effects.js";
import { unchangedExcept } from "./effects.js";
import { NULL, SELF, isPlain, translate, translateValue } from "./expressions.js";
import { type ReadLine, graphOperators } from "./functions.js";
import { type Scope, type Variable, createScope, handlersOf, instanceName, instancesOf, stackLists, tasksOf } from "./scope.js";
import { allPlaces, contextSets, cpuTables, ruleTables, waitingLabels } from "./tables.js";

/** A module with what is needed to run it and to read its states. */
export interface EmittedModule {
  readonly module: TlaModule;
  /** One run with all rules and invariants (and the first eventuality), and one for each further eventuality. */
  readonly runs: readonly CheckRun[];
  /** Explores everything without judging: what is reached, for reports. */
  readonly survey: TlcConfig;
  readonly variables: readonly Variable[];
  /** TLA+ name of each property by its place in the program. */
  readonly propertyNames: readonly string[];
}

export interface CheckRun {
  readonly config: TlcConfig;
  readonly eventually: Extract<Property, { kind: "eventually" }> | null;
}

const VARS = "vars";
const RULES = ["NoFault", "NothingHeldAtEnd", "ValidWaitContext", "NoSleepInAtomicContext", "NoCircularWait"];

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
      ...variableUnits(scope, groups),
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
  return { module, ...configurations(scope, properties), variables: [...scope.fields.values(), ...scope.locals.values()], propertyNames: properties.map((property) => property.name) };
}

function libraries(scope: Scope): readonly string[] {
  const { uses } = scope;
  return [
    "Locks",
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

function variableGroups(scope: Scope): readonly VariableGroup[] {
  const { uses } = scope;
  return [
    { name: "pc", variables: ["pc"] },
    { name: "owner", variables: ["owner"] },
    { name: "cpu_state", variables: uses.interrupts ? ["hardirq", "softirq", "comes"] : [] },
    { name: "list_state", variables: uses.lists ? ["lists", "linked"] : [] },
    { name: "queued", variables: uses.timers ? ["queued"] : [] },
    { name: "wait_state", variables: uses.waitQueues ? ["waiters", "task_state"] : [] },
    { name: "shared", variables: [...scope.fields.values()].map((variable) => variable.name) },
    { name: "locals", variables: [...scope.locals.values()].map((variable) => variable.name) },
  ].filter((group) => group.variables.length > 0);
}

function variableUnits(scope: Scope, groups: readonly VariableGroup[]): readonly TlaUnit[] {
  const own = [
    ...[...scope.fields.values()].map(({ name: variable, field }) => ({ name: variable, comment: `${field.className ?? "model"}.${field.name}` })),
    ...[...scope.locals.values()].map(({ name: variable, label, contexts }) => ({ name: variable, comment: `local ${label} of ${contexts.join(", ")}` })),
  ];
  return [
    ...(own.length > 0 ? [{ kind: "variables" as const, variables: own }] : []),
    ...groups.filter((group) => group.variables.length > 1).map((group) => definition(group.name, tuple(...group.variables.map(name)))),
    definition(VARS, tuple(...groups.map((group) => name(group.variables.length > 1 ? group.name : (group.variables[0] ?? ""))))),
  ];
}

function initial(scope: Scope): Tla {
  const { program, located } = scope;
  const entries = new Map(located.graphs.map((graph) => [graph.graph.id, graph.entry]));
  const start = (context: Context): Tla => string(context.level === "task" ? (entries.get(context.graph) ?? "done") : IDLE);
  const fields = (kind: Field["type"]["kind"]): readonly Field[] => program.fields.filter((field) => field.type.kind === kind);
  const conjuncts = [
    equals(name("pc"), table(program.contexts.map((context) => [context.id, start(context)]))),
    equals(name("owner"), { kind: "function", variable: "lock", set: strings(fields("lock").flatMap(instancesOf).map(({ instance }) => instance)), body: name("Free") }),
  ];
  if (scope.uses.interrupts) {
    const nobody: Tla = { kind: "function", variable: "cpu", set: name("CPU"), body: NULL };
    const counted = handlersOf(program).filter((context) => context.timer === null);
    conjuncts.push(equals(name("hardirq"), nobody), equals(name("softirq"), nobody), equals(name("comes"), table(counted.map((context) => [context.id, number(context.times)]))));
  }
  if (scope.uses.lists) conjuncts.push(...initialLists(scope, fields("list-head"), fields("list-node")));
  if (scope.uses.timers) {
    const timers = fields("hrtimer").flatMap((field) => instancesOf(field).map(({ owner, instance }): [string, Tla] => [instance, boolean(isQueued(field, owner))]));
    conjuncts.push(equals(name("queued"), table(timers)));
  }
  if (scope.uses.waitQueues) {
    conjuncts.push(
      equals(name("waiters"), table(fields("wait-queue").flatMap(instancesOf).map(({ instance }) => [instance, set()]))),
      equals(name("task_state"), { kind: "function", variable: "self", set: name("Context"), body: string("running") }),
    );
  }
  for (const variable of scope.fields.values()) conjuncts.push(equals(name(variable.name), initialField(variable.field)));
  for (const variable of scope.locals.values()) {
    conjuncts.push(equals(name(variable.name), variable.contexts.length === 1 ? NULL : { kind: "function", variable: "self", set: strings(variable.contexts), body: NULL }));
  }
  return and(...conjuncts);
}

function isQueued(field: Field, owner: string | null): boolean {
  const value = field.initial[owner ?? ""];
  return value?.kind === "bool" && value.value;
}

function initialField(field: Field): Tla {
  const value = (owner: string): Tla => translateValue(field.initial[owner] ?? { kind: "null" });
  if (field.owners === null) return value("");
  const [only, ...others] = field.owners;
  return isPlain(field.owners) && others.length === 0 ? value(only ?? "") : table(field.owners.map((owner) => [owner, value(owner)]));
}

function initialLists(scope: Scope, heads: readonly Field[], nodes: readonly Field[]): readonly Tla[] {
  const shared = heads.flatMap((head) => instancesOf(head).map(({ owner, instance }) => ({ node: head.type.kind === "list-head" ? head.type.node : "", instance, entries: head.entries[owner ?? ""] ?? [] })));
  const onStack = stackLists(scope.located).map((stackList): [string, Tla] => [stackList.instance, tuple()]);
  const linked = nodes.flatMap((node) =>
    instancesOf(node).map(({ owner, instance }): [string, Tla] => {
      const list = shared.find((candidate) => candidate.node === node.id && owner !== null && candidate.entries.includes(owner));
      return [instance, list === undefined ? name("SelfLinked") : string(list.instance)];
    }),
  );
  const lists = shared.map(({ instance, entries }): [string, Tla] => [instance, tuple(...entries.map(string))]);
  return [equals(name("lists"), table([...lists, ...onStack])), equals(name("linked"), table(linked))];
}

function nextUnits(scope: Scope, groups: readonly VariableGroup[], operators: ReadonlyMap<string, string>): readonly TlaUnit[] {
  const graphs = scope.located.graphs.map(({ graph }) => graph.id);
  const runners = (graph: string): readonly Context[] => scope.program.contexts.filter((context) => context.graph === graph);
  const steps = graphs.map((graph) => {
    const contexts = runners(graph);
    return arm(whoIs(contexts), and(mayRun(scope, contexts), call(operators.get(graph) ?? "", SELF)));
  });
  const handlers = handlersOf(scope.program);
  const comes = graphs.filter((graph) => runners(graph).some((context) => context.level !== "task" && context.timer?.expires !== false)).map((graph) => comesArm(scope, groups, runners(graph)));
  return [
    { kind: "definition", comment: ["One step of a context that can run."], name: "Step", parameters: ["self"], body: cases(steps, FALSE) },
    ...(comes.length > 0 ? [{ kind: "definition" as const, comment: ["An interrupt comes, a timer expires."], name: "Comes", parameters: ["self"], body: cases(comes, FALSE) }] : []),
    {
      kind: "definition",
      comment: ["All work is done: not a deadlock."],
      name: "NormalEnd",
      parameters: [],
      body: and(
        forAll("self", name("Tasks"), equals(apply(name("pc"), SELF), string("done"))),
        ...(handlers.length > 0 ? [forAll("self", name("Handlers"), equals(apply(name("pc"), SELF), string(IDLE)))] : []),
        unchanged([VARS]),
      ),
    },
    definition("Next", or(exists("self", name("Context"), call("Step", SELF)), ...(comes.length > 0 ? [exists("self", name("Handlers"), call("Comes", SELF))] : []), name("NormalEnd"))),
    ...specifications(scope, comes.length > 0),
  ];
}

function whoIs(contexts: readonly Context[]): Tla {
  const [only, ...others] = contexts;
  return only !== undefined && others.length === 0 ? equals(SELF, string(only.id)) : infix(SELF, "\\in", strings(contexts.map((context) => context.id)));
}

function mayRun(scope: Scope, contexts: readonly Context[]): Tla {
  const [first] = contexts;
  if (first?.level === "softirq") return call("SoftirqMayRun", SELF);
  if (first?.level !== "task") return TRUE;
  const cpu = apply(name("CpuOf"), SELF);
  const alone = contexts.every((context) => !tasksOf(scope.program).some((other) => other !== context && other.cpus[0] === context.cpus[0]));
  const free = scope.uses.interrupts ? call("NoHandlerOn", cpu) : TRUE;
  if (alone) return free;
  const others: Tla = infix(apply(name("TasksOn"), cpu), "\\", set(SELF));
  return and(free, forAll("other", others, infix(apply(name("pc"), name("other")), "\\notin", name("NonPreemptible"))));
}

/** The coming of the interrupts that run one graph. */
function comesArm(scope: Scope, groups: readonly VariableGroup[], contexts: readonly Context[]): ReturnType<typeof arm> {
  const [first] = contexts;
  if (first === undefined) throw new Error("a graph that nobody runs");
  const entry = scope.located.graphs.find((graph) => graph.graph.id === first.graph)?.entry ?? "";
  const cpu = name("cpu");
  const hard = first.level === "hardirq";
  const tasks = apply(name("TasksOn"), cpu);
  const may = hard ? call("HardirqMayCome", cpu, tasks, name("IrqsOff")) : call("SoftirqMayCome", cpu, tasks, name("SoftirqsOff"));
  const arrives = call(hard ? "HardirqComes" : "SoftirqComes", SELF, cpu);
  const source =
    first.timer === null
      ? and(infix(apply(name("comes"), SELF), ">", number(0)), equals({ kind: "prime", name: "comes" }, { kind: "except", function: name("comes"), updates: [{ key: SELF, value: infix(apply(name("comes"), SELF), "-", number(1)) }] }))
      : and(apply(name("queued"), SELF), call("Dequeue", SELF));
  const cpus = set(...first.cpus.map(number));
  const changed = new Set(["pc", "hardirq", "softirq", first.timer === null ? "comes" : "queued"]);
  const body = and(
    equals(apply(name("pc"), SELF), string(IDLE)),
    source,
    exists("cpu", cpus, and(may, arrives)),
    call("Goto", SELF, string(entry)),
    unchangedExcept(groups, changed),
  );
  return arm(whoIs(contexts.filter((context) => context.timer?.expires !== false)), body);
}

function specifications(scope: Scope, anyComes: boolean): readonly TlaUnit[] {
  const timers = scope.program.contexts.filter((context) => context.timer?.expires === true);
  const fair = (strength: "WF" | "SF"): readonly Tla[] => [
    forAll("self", name("Context"), { kind: "fairness", strength, variables: VARS, action: call("Step", SELF) }),
    ...(anyComes && timers.length > 0 ? [forAll("self", strings(timers.map((timer) => timer.id)), { kind: "fairness" as const, strength, variables: VARS, action: call("Comes", SELF) })] : []),
  ];
  const behaviour = (strength: "WF" | "SF"): Tla => and(name("Init"), { kind: "box-action", action: name("Next"), variables: name(VARS) }, ...fair(strength));
  const strong = scope.program.properties.some((property) => property.kind === "eventually" && property.fairness === "strong");
  return [
    { kind: "definition", comment: ["Who can go on without interruption does go on; queued timers expire."], name: "Spec", parameters: [], body: behaviour("WF") },
    ...(strong ? [{ kind: "definition" as const, comment: ["Who can go on again and again does go on."], name: "StrongSpec", parameters: [], body: behaviour("SF") }] : []),
  ];
}

function ruleUnits(scope: Scope): readonly TlaUnit[] {
  const at = (tableName: string, predicate: string): Tla => ({
    kind: "map",
    body: { kind: "member", record: name("place"), field: "at" },
    variable: "place",
    set: { kind: "filter", variable: "p", set: name(tableName), predicate: call(predicate, name("p")) },
  });
  const never = (title: string, labels: string): TlaUnit => definition(title, forAll("self", name("Context"), infix(apply(name("pc"), SELF), "\\notin", name(labels))));
  return [
    definition("Faults", strings([...scope.faults])),
    never("NoFault", "Faults"),
    definition("LeavesHeld", at("Ends", "LeavesSomethingHeld")),
    never("NothingHeldAtEnd", "LeavesHeld"),
    definition("InvalidWaits", at("Acquisitions", "InvalidWaitContext")),
    never("ValidWaitContext", "InvalidWaits"),
    definition("AtomicSleeps", at("Sleeps", "Atomic")),
    never("NoSleepInAtomicContext", "AtomicSleeps"),
    ...circularWaitUnits(scope),
    ...surveyUnits(scope),
  ];
}

function circularWaitUnits(scope: Scope): readonly TlaUnit[] {
  const places = allPlaces(scope);
  const wanted = (title: string, comment: string, instanceAt: (operation: (typeof places)[number]["location"]["node"]["operation"]) => Tla | null): TlaUnit => {
    const byText = new Map<string, { value: Tla; labels: string[] }>();
    for (const { location } of places) {
      const value = instanceAt(location.node.operation);
      if (value === null) continue;
      const key = JSON.stringify(value);
      const known = byText.get(key) ?? { value, labels: [] };
      known.labels.push(location.label);
      byText.set(key, known);
    }
    const arms = [...byText.values()].map(({ value, labels }) => arm(infix(apply(name("pc"), SELF), "\\in", strings(labels)), value));
    return { kind: "definition", comment: [comment], name: title, parameters: ["self"], body: arms.length === 0 ? NULL : cases(arms, NULL) };
  };
  const lockWanted = wanted("LockWanted", "The lock that a context waits for, where it waits for one.", (operation) => (operation.kind === "acquire" ? wantedInstance(scope, operation.acquisition.lock) : null));
  const timerWanted = wanted("TimerWanted", "The timer whose callback a context waits for.", (operation) => (operation.kind === "timer-cancel" ? wantedInstance(scope, operation.timer) : null));
  const lock = name("lock");
  const owner = apply(name("owner"), lock);
  const timer = name("timer");
  const byLock = ifThenElse(equals(lock, NULL), set(), infix(set(owner), "\\", set(name("Free"))));
  const parts: Tla[] = [byLock];
  const definitions = [{ name: "lock", body: call("LockWanted", SELF) }];
  if (scope.uses.timers) {
    definitions.push({ name: "timer", body: call("TimerWanted", SELF) });
    parts.push(ifThenElse(equals(timer, NULL), set(), ifThenElse(call("Running", timer), set(timer), set())));
  }
  if (scope.uses.interrupts || scope.uses.sharedCpus) parts.push(inTheWay(scope));
  const union = parts.reduce((left, right) => infix(left, "\\cup", right));
  return [
    definition("WaitingPlaces", strings(waitingLabels(scope))),
    lockWanted,
    ...(scope.uses.timers ? [timerWanted] : []),
    { kind: "definition", comment: ["Whom a context waits for: it goes on only when all of them are out of its way."], name: "WaitsFor", parameters: ["self"], body: { kind: "let", definitions, body: union } },
    definition(
      "NoCircularWait",
      infix(
        exists("self", name("Context"), infix(apply(name("pc"), SELF), "\\in", name("WaitingPlaces"))),
        "=>",
        equals(call("Deadlocked", { kind: "function", variable: "self", set: name("Context"), body: call("WaitsFor", SELF) }), set()),
      ),
    ),
  ];
}

/** The instance waited for; waiting for a lock of NULL is a fault, not a wait. */
function wantedInstance(scope: Scope, place: { readonly field: string; readonly object: Parameters<typeof translate>[1] | null; readonly nullable: boolean }): Tla {
  const field = scope.program.fields.find((candidate) => candidate.id === place.field);
  if (field === undefined) throw new Error(`no field '${place.field}'`);
  const object = place.object === null ? null : translate(scope, place.object);
  const text = instanceTable(scope, field, object);
  return place.nullable && object !== null ? ifThenElse(equals(object, NULL), NULL, text) : text;
}

function instanceTable(scope: Scope, field: Field, object: Tla | null): Tla {
  const [only, ...others] = instancesOf(field);
  if (only !== undefined && others.length === 0) return string(only.instance);
  if (object?.kind === "string") return string(instanceName(field, object.value));
  const tableName = scope.names.of(`table ${field.id}`, [`${field.className ?? "model"}_${field.name}`]);
  return object === null ? string(field.name) : apply(name(tableName), object);
}

function inTheWay(scope: Scope): Tla {
  const cpu = apply(name("CpuOf"), SELF);
  const handlers = scope.uses.interrupts ? [call("HandlersOver", cpu)] : [];
  const others: Tla[] = scope.uses.sharedCpus
    ? [{ kind: "filter", variable: "other", set: infix(apply(name("TasksOn"), cpu), "\\", set(SELF)), predicate: infix(apply(name("pc"), name("other")), "\\in", name("NonPreemptible")) }]
    : [];
  const overTask = [...handlers, ...others].reduce((left, right) => infix(left, "\\cup", right));
  const ofTask = ifThenElse(and(infix(SELF, "\\in", name("Tasks")), not(equals(apply(name("pc"), SELF), string("done")))), overTask, scope.uses.interrupts ? call("HardirqOver", SELF) : set());
  return ofTask;
}

/** `Observed` is never false: it says, once for each place, that the place was reached and what lockdep marks there. */
function surveyUnits(scope: Scope): readonly TlaUnit[] {
  const over = scope.uses.interrupts ? call("OverSoftirq", SELF) : FALSE;
  const at = name("at");
  const matching = (tableName: string, body: Tla): Tla => ({
    kind: "prefix",
    operator: "UNION",
    operand: { kind: "map", body, variable: "place", set: { kind: "filter", variable: "p", set: name(tableName), predicate: equals({ kind: "member", record: name("p"), field: "at" }, at) } },
  });
  const marks = infix(matching("Acquisitions", call("MarkedByAcquiring", name("place"), name("overSoftirq"))), "\\cup", matching("Enables", call("MarkedByEnabling", name("place"))));
  const seen = tuple(apply(name("pc"), SELF), over);
  const register = number(1);
  const lockClass = apply(name("Class"), name("id"));
  const waitTypes = tuple({ kind: "member", record: lockClass, field: "name" }, call("Outer", lockClass), call("Inner", lockClass));
  return [
    { kind: "definition", comment: ["Lockdep's usage bits set at a place."], name: "Marks", parameters: ["at", "overSoftirq"], body: marks },
    {
      kind: "definition",
      comment: ["Never false: tells, once for each place, that some execution comes there."],
      name: "Observed",
      parameters: [],
      body: forAll(
        "self",
        name("Context"),
        or(
          infix(seen, "\\in", call("TLCGet", register)),
          and(
            call("TLCSet", register, infix(call("TLCGet", register), "\\cup", set(seen))),
            call("PrintT", tuple(string("reached"), apply(name("pc"), SELF), over, call("Marks", apply(name("pc"), SELF), over))),
          ),
        ),
      ),
    },
    { kind: "assumption", body: call("TLCSet", register, set()) },
    { kind: "assumption", body: call("PrintT", tuple(string("wait types"), { kind: "map", body: waitTypes, variable: "id", set: { kind: "prefix", operator: "DOMAIN", operand: name("Class") } })) },
    { kind: "assumption", body: call("PrintT", tuple(string("context values"), { kind: "map", body: tuple(name("context"), call("ContextValue", name("context"))), variable: "context", set: strings(["task", "softirq", "threadable hardirq", "hardirq"]) })) },
  ];
}

function propertyUnit(scope: Scope, property: Property): TlaUnit & { readonly kind: "definition" } {
  const title = scope.names.of(`property ${property.kind} ${property.name}`, [property.name, `property_${property.name}`]);
  const condition = translate(scope, property.condition);
  const body: Tla = property.kind === "invariant" ? condition : { kind: "prefix", operator: "<>", operand: condition };
  return { kind: "definition", comment: [`${property.kind}: ${property.name}`], name: title, parameters: [], body };
}

function configurations(scope: Scope, properties: readonly { readonly name: string }[]): { readonly runs: readonly CheckRun[]; readonly survey: TlcConfig } {
  const constants = [
    { name: "NULL", value: "NULL" },
    { name: "RAW_LOCK_NESTING", value: scope.program.configuration.proveRawLockNesting ? "TRUE" : "FALSE" },
  ];
  const nameOf = (property: Property): string => properties[scope.program.properties.indexOf(property)]?.name ?? "";
  const invariants = [...RULES, ...scope.program.properties.filter((property) => property.kind === "invariant").map(nameOf), "Observed"];
  const [first, ...others] = scope.program.properties.filter((property) => property.kind === "eventually");
  const run = (eventually: CheckRun["eventually"], checked: readonly string[]): CheckRun => ({
    config: { specification: eventually?.fairness === "strong" ? "StrongSpec" : "Spec", constants, invariants: checked, properties: eventually === null ? [] : [nameOf(eventually)] },
    eventually,
  });
  return {
    runs: [run(first ?? null, invariants), ...others.map((property) => run(property, []))],
    survey: { specification: "Spec", constants, invariants: ["Observed"], properties: [] },
  };
}

function heading(text: string): TlaUnit {
  return { kind: "heading", text };
}

function definition(title: string, body: Tla): TlaUnit {
  return { kind: "definition", comment: [], name: title, parameters: [], body };
}
