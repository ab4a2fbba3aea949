// Next and Spec: who may move in a state (docs/semantics.md, section 3), the normal end, and fairness.

import { itemsOf, lineOf } from "../analysis/deferred.js";
import type { Expression } from "../ir/expression.js";
import { DONE, IDLE } from "../ir/located.js";
import { type Context, type Program, runsOnce } from "../ir/program.js";
import type { Tla, TlaUnit } from "../tla/ast.js";
import {
  and,
  apply,
  arm,
  call,
  cases,
  definition,
  equals,
  exists,
  FALSE,
  forAll,
  infix,
  name,
  not,
  number,
  or,
  set,
  string,
  strings,
  TRUE,
  unchanged,
} from "../tla/build.js";
import { unchangedExcept, type VariableGroup } from "./effects.js";
import { SELF, translate } from "./expressions.js";
import { handlersOf, type Scope, tasksOf, worksOf } from "./scope.js";
import { VARS } from "./vars.js";

export function nextUnits(scope: Scope, groups: readonly VariableGroup[], operators: ReadonlyMap<string, string>): readonly TlaUnit[] {
  const graphs = scope.located.graphs.map(({ graph }) => graph.id);
  const runners = (graph: string): readonly Context[] => scope.program.contexts.filter((context) => context.graph === graph);
  const steps = graphs.map((graph) => {
    const contexts = runners(graph);
    return arm(whoIs(contexts), and(mayRun(scope, contexts), call(operators.get(graph) ?? "", SELF)));
  });
  const handlers = handlersOf(scope.program);
  const works = worksOf(scope.program).length > 0;
  const coming: Tla = !works ? name("Handlers") : handlers.length === 0 ? name("Works") : infix(name("Handlers"), "\\cup", name("Works"));
  const comes = graphs.flatMap((graph) =>
    alikeInComing(runners(graph).filter(mayCome)).map((contexts) => comesArm(scope, groups, contexts)),
  );
  return [
    ...gateUnits(scope),
    { kind: "definition", comment: ["One step of a context that can run."], name: "Step", parameters: ["self"], body: cases(steps, FALSE) },
    ...(comes.length > 0
      ? [
          {
            kind: "definition" as const,
            comment: [works ? "An interrupt comes, a timer expires, a worker takes an item." : "An interrupt comes, a timer expires."],
            name: "Comes",
            parameters: ["self"],
            body: cases(comes, FALSE),
          },
        ]
      : []),
    {
      kind: "definition",
      comment: ["All work is done: not a deadlock."],
      name: "NormalEnd",
      parameters: [],
      body: and(
        forAll("self", works ? infix(name("Tasks"), "\\", name("Works")) : name("Tasks"), equals(apply(name("pc"), SELF), string("done"))),
        ...(handlers.length > 0 || works ? [forAll("self", coming, equals(apply(name("pc"), SELF), string(IDLE)))] : []),
        unchanged([VARS]),
      ),
    },
    definition(
      "Next",
      or(
        exists("self", name("Context"), call("Step", SELF)),
        ...(comes.length > 0 ? [exists("self", coming, call("Comes", SELF))] : []),
        name("NormalEnd"),
      ),
    ),
    ...specifications(scope, comes.length > 0),
  ];
}

function mayCome(context: Context): boolean {
  return !runsOnce(context) && context.timer?.expires !== false;
}

/** Something comes: the specification defines `Comes`. */
export function anyComes({ contexts }: Program): boolean {
  return contexts.some(mayCome);
}

/** Who does not come while a number is not 0. */
function gateUnits(scope: Scope): readonly TlaUnit[] {
  const arms = scope.program.contexts.flatMap(({ id, gate }) => {
    if (gate === null) return [];
    const object: Expression | null = gate.object === null ? null : { kind: "value", value: { kind: "object", id: gate.object } };
    const count = translate(scope, { kind: "field", place: { field: gate.field, object, nullable: false } });
    return [arm(equals(SELF, string(id)), infix(count, "#", number(0)))];
  });
  if (arms.length === 0) return [];
  const comment = ["Handlers whose interrupt line, or tasklet, is disabled."];
  return [{ kind: "definition", comment, name: "IsDisabled", parameters: ["self"], body: cases(arms, FALSE) }];
}

function whoIs(contexts: readonly Context[]): Tla {
  const [only, ...others] = contexts;
  return only !== undefined && others.length === 0
    ? equals(SELF, string(only.id))
    : infix(SELF, "\\in", strings(contexts.map((context) => context.id)));
}

function mayRun(scope: Scope, contexts: readonly Context[]): Tla {
  const [first] = contexts;
  if (first?.level === "softirq") return call("SoftirqMayRun", SELF);
  if (first?.level !== "task") return TRUE;
  const cpu = apply(name("CpuOf"), SELF);
  const alone = contexts.every(
    (context) => !tasksOf(scope.program).some((other) => other !== context && other.cpus[0] === context.cpus[0]),
  );
  const free = scope.uses.interrupts ? call("NoHandlerOn", cpu) : TRUE;
  if (alone) return free;
  const others: Tla = infix(apply(name("TasksOn"), cpu), "\\", set(SELF));
  return and(free, forAll("other", others, infix(apply(name("pc"), name("other")), "\\notin", name("NonPreemptible"))));
}

/** Contexts that run one graph, by where they come: two timers of a class may each have a CPU of their own. */
function alikeInComing(contexts: readonly Context[]): readonly (readonly Context[])[] {
  const [first] = contexts;
  if (first === undefined) return [];
  if (first.level === "task") return [contexts];
  const where = ({ cpus }: Context): string => cpus.join();
  return [...new Set(contexts.map(where))].map((cpus) => contexts.filter((context) => where(context) === cpus));
}

/** The coming of the interrupts that run one graph and come on the same CPUs. */
function comesArm(scope: Scope, groups: readonly VariableGroup[], contexts: readonly Context[]): ReturnType<typeof arm> {
  const [first] = contexts;
  if (first === undefined) throw new Error("a graph that nobody runs");
  const entry = scope.located.graphs.find((graph) => graph.graph.id === first.graph)?.entry ?? "";
  if (first.level === "task" && !first.thread) return workArm(scope, groups, contexts, entry);
  const cpu = name("cpu");
  const hard = first.level === "hardirq";
  const tasks = apply(name("TasksOn"), cpu);
  const may = hard ? call("HardirqMayCome", cpu, tasks, name("IrqsOff")) : call("SoftirqMayCome", cpu, tasks, name("SoftirqsOff"));
  const arrives = call(hard ? "HardirqComes" : "SoftirqComes", SELF, cpu);
  const begins = first.timer !== null && scope.uses.flushing && first.kind !== "hrtimer";
  // A thread is woken whatever its CPU does; it runs when the scheduler lets it.
  const takesCpu = first.thread ? TRUE : exists("cpu", set(...first.cpus.map(number)), and(may, arrives));
  const source =
    first.timer === null
      ? and(
          infix(apply(name("comes"), SELF), ">", number(0)),
          equals(
            { kind: "prime", name: "comes" },
            { kind: "except", function: name("comes"), updates: [{ key: SELF, value: infix(apply(name("comes"), SELF), "-", number(1)) }] },
          ),
        )
      : and(
          apply(name("queued"), SELF),
          ...(first.kind === "rcu" ? [equals(apply(name("awaited"), SELF), set())] : []),
          call("Dequeue", SELF),
          ...(begins ? [call("Begun", SELF)] : []),
        );
  const changed = new Set([
    "pc",
    ...(first.thread ? [] : ["hardirq", "softirq"]),
    first.timer === null ? "comes" : "queued",
    ...(begins ? ["awaited"] : []),
  ]);
  const gated = contexts.some(({ gate }) => gate !== null);
  const body = and(
    equals(apply(name("pc"), SELF), string(IDLE)),
    ...(gated ? [not(call("IsDisabled", SELF))] : []),
    source,
    takesCpu,
    call("Goto", SELF, string(entry)),
    unchangedExcept(groups, changed),
  );
  return arm(whoIs(contexts), body);
}

/** A worker takes an item: the next one in line, where they run one at a time. */
function workArm(scope: Scope, groups: readonly VariableGroup[], contexts: readonly Context[], entry: string): ReturnType<typeof arm> {
  const [first] = contexts;
  const line = first?.timer == null ? null : lineOf(scope.program, first.timer.field);
  const items = line === null ? set() : strings(itemsOf(scope.program, line.id).map((context) => context.id));
  const body = and(
    equals(apply(name("pc"), SELF), string(IDLE)),
    mayRun(scope, contexts),
    apply(name("queued"), SELF),
    ...(first?.after == null ? [] : [equals(apply(name("pc"), string(first.after)), string(DONE))]),
    ...(line === null ? [] : [call("IsNext", string(line.id), SELF, items), call("LeaveLine", string(line.id), SELF)]),
    call("Dequeue", SELF),
    call("Begun", SELF),
    call("Goto", SELF, string(entry)),
    unchangedExcept(groups, new Set(["pc", "queued", "awaited", ...(line === null ? [] : ["lines"])])),
  );
  return arm(whoIs(contexts), body);
}

function specifications(scope: Scope, anyComes: boolean): readonly TlaUnit[] {
  const timers = scope.program.contexts.filter((context) => context.timer?.expires === true);
  const fair = (strength: "WF" | "SF"): readonly Tla[] => [
    forAll("self", name("Context"), { kind: "fairness", strength, variables: VARS, action: call("Step", SELF) }),
    ...(anyComes && timers.length > 0
      ? [
          forAll("self", strings(timers.map((timer) => timer.id)), {
            kind: "fairness" as const,
            strength,
            variables: VARS,
            action: call("Comes", SELF),
          }),
        ]
      : []),
  ];
  const eventually = scope.program.properties.filter((property) => property.kind === "eventually");
  const fairness = (strength: "weak" | "strong"): boolean => eventually.some((property) => property.fairness === strength);
  const spec = definition("Spec", and(name("Init"), { kind: "box-action", action: name("Next"), variables: name(VARS) }));
  if (eventually.length === 0) return [spec];
  const timerComes = anyComes && timers.length > 0 ? [exists("self", strings(timers.map((timer) => timer.id)), call("Comes", SELF))] : [];
  return [
    spec,
    definition("Progress", or(exists("self", name("Context"), call("Step", SELF)), ...timerComes)),
    definition("ProgressSpec", and(name("Spec"), { kind: "fairness", strength: "WF", variables: VARS, action: name("Progress") }), [
      "Somebody who can go on does. Less than what follows assumes, and cheaper: what holds under this holds under that.",
    ]),
    ...(fairness("weak")
      ? [definition("FairSpec", and(name("Spec"), ...fair("WF")), ["Whoever can go on without interruption does; queued timers expire."])]
      : []),
    ...(fairness("strong")
      ? [definition("StrongSpec", and(name("Spec"), ...fair("SF")), ["Whoever can go on again and again does; queued timers expire."])]
      : []),
  ];
}
