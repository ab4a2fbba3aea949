// What is known of every place before TLC starts, as constant tables: the rules in specs/lib read them.

import { mapsAcquired } from "../analysis/deferred.js";
import { awaitedSrcu, isReading, isReadingSrcu, waitsForRcu } from "../analysis/grace-periods.js";
import { isToldWithInterruptsOff } from "../analysis/told-with-interrupts-off.js";
import { entryOf, lockClassOf } from "../analysis/typestate.js";
import { assertedBy, type ContextAssertion, type Operation } from "../ir/graph.js";
import type { HeldLock, Location, Typestate } from "../ir/located.js";
import type { Context, LockType, Program, RcuFlavour } from "../ir/program.js";
import type { Tla, TlaUnit } from "../tla/ast.js";
import { boolean, definition, name, number, set, string, strings, table, tuple } from "../tla/build.js";
import { identifier } from "./names.js";
import { className, handlersOf, type Scope, tasksOf, worksOf } from "./scope.js";

/** A location with the contexts that can be there. */
export interface Place {
  readonly location: Location;
  readonly runners: readonly Context[];
  /** First step of its graph: the maps of the context count as acquired here. */
  readonly isEntry: boolean;
}

export function allPlaces(scope: Scope): readonly Place[] {
  return scope.located.graphs.flatMap(({ graph, entry, locations }) => {
    const runners = scope.program.contexts.filter((context) => context.graph === graph.id);
    return locations.map((location) => ({ location, runners, isEntry: location.label === entry }));
  });
}

/** Definitions of the CPU tables and the label sets. */
export function cpuTables(scope: Scope): readonly TlaUnit[] {
  if (!scope.uses.interrupts && !scope.uses.sharedCpus) return [];
  const places = allPlaces(scope);
  const labels = (matches: (location: Location) => boolean): Tla =>
    strings(places.filter(({ location }) => !scope.passed.has(location.label) && matches(location)).map(({ location }) => location.label));
  const units = [
    definition("CPU", { kind: "infix", operator: "..", left: number(0), right: number(scope.program.cpus - 1) }),
    definition("CpuOf", table(tasksOf(scope.program).map((task) => [task.id, number(task.cpus[0] ?? 0)]))),
    definition("TasksOn", {
      kind: "function",
      variable: "cpu",
      set: name("CPU"),
      body: {
        kind: "filter",
        variable: "self",
        set: name("Tasks"),
        predicate: {
          kind: "infix",
          operator: "=",
          left: { kind: "apply", function: name("CpuOf"), args: [name("self")] },
          right: name("cpu"),
        },
      },
    }),
  ];
  if (scope.uses.interrupts) {
    units.push(
      definition(
        "IrqsOff",
        labels(({ state }) => !state.irqs),
        ["Places with interrupts off."],
      ),
      definition(
        "SoftirqsOff",
        labels(({ state }) => !state.irqs || state.bottomHalves > 0),
        ["Places with interrupts or bottom halves off."],
      ),
    );
  }
  if (scope.uses.sharedCpus) {
    units.push(
      definition(
        "NonPreemptible",
        labels(({ state }) => state.preemption > 0 || (state.bottomHalves > 0 && !scope.program.configuration.preemptRt) || !state.irqs),
        ["Places that another task of the CPU cannot run over."],
      ),
    );
  }
  return units;
}

/** Where contexts are in RCU read sections, if anybody waits for them. */
export function readSections(scope: Scope): readonly TlaUnit[] {
  const places = allPlaces(scope);
  const labels = (inside: readonly Place[]): Tla => strings(inside.map(({ location }) => location.label));
  const rcu = places.filter(({ location, runners }) => isReading(scope.program, runners[0]?.level ?? "task", location.state));
  return [
    ...(waitsForRcu(scope.program) ? [definition("ReadSections", labels(rcu), ["Places inside of RCU read sections."])] : []),
    ...awaitedSrcu(scope.program).map((srcu) =>
      definition(srcuSections(scope, srcu), labels(places.filter(({ location }) => isReadingSrcu(srcu, location.state))), [
        `Places inside of read sections of ${srcu}.`,
      ]),
    ),
  ];
}

/** The name of the set of places inside of read sections of an srcu_struct. */
export function srcuSections(scope: Scope, srcu: string): string {
  return scope.names.of(`sections ${srcu}`, [`ReadSections_${identifier(srcu)}`]);
}

/** Definitions of the lock classes and of the places that lockdep's rules judge. */
export function ruleTables(scope: Scope): readonly TlaUnit[] {
  const places = allPlaces(scope);
  const acquisitions = places.flatMap((place) => [...mapAcquisitions(scope, place), ...acquisitionOf(scope, place)]);
  const sleeps = places.filter(({ location }) => maySleep(scope, location)).map((place) => record(scope, place, []));
  const rtSleeps = places.filter(({ location }) => sleepsOnRt(scope, location)).map((place) => record(scope, place, []));
  const ends = places.filter(({ location }) => location.node.operation.kind === "end").map((place) => record(scope, place, []));
  const enables = places.flatMap((place) => enableOf(scope, place));
  return [
    definition(
      "Class",
      table(
        usedClasses(scope).map(({ id, printed, type }) => [
          id,
          { kind: "record", fields: [field("name", string(printed)), field("type", string(type))] },
        ]),
      ),
      ["Lock classes by the name lockdep prints."],
    ),
    definition("Acquisitions", set(...acquisitions), [
      "Places where a lock is acquired, and what is so there; held outermost first. A trylock is told where it has succeeded.",
    ]),
    definition("Sleeps", set(...sleeps), ["Places that may sleep."]),
    ...(scope.program.configuration.preemptRt
      ? [definition("RtSleeps", set(...rtSleeps), ["Places where a lock is acquired that sleeps on PREEMPT_RT only."])]
      : []),
    ...(scope.uses.rcuUses
      ? [
          definition("RcuUses", set(...places.flatMap((place) => rcuUse(scope, place))), [
            "Places where a pointer is read that RCU protects.",
          ]),
        ]
      : []),
    ...(scope.uses.contextAssertions
      ? [
          definition("AssertingCalls", set(...places.flatMap((place) => assertionsAt(scope, place))), [
            "Places where a function asserts something of the context.",
          ]),
        ]
      : []),
    definition("Ends", set(...ends), ["Places where a context ends."]),
    definition("Enables", set(...enables), ["Places that turn interrupts or bottom halves on with locks held, as it is afterwards."]),
    ...(scope.uses.downgrades
      ? [
          definition("Downgrades", set(...places.flatMap((place) => downgradeOf(scope, place))), [
            "Places where a writer becomes a reader; held is what is acquired again.",
          ]),
        ]
      : []),
  ];
}

const WAITS: ReadonlySet<Operation["kind"]> = new Set<Operation["kind"]>(["acquire", "timer-cancel", "seq-read", "flush-wait"]);

/** Labels where the context waits for a lock, a timer's callback, or what it flushes. */
export function waitingLabels(scope: Scope): readonly string[] {
  return allPlaces(scope)
    .filter(({ location }) => WAITS.has(location.node.operation.kind))
    .map(({ location }) => location.label);
}

function acquisitionOf(scope: Scope, place: Place): readonly Tla[] {
  const { operation } = place.location.node;
  const there = isToldWithInterruptsOff(scope.program, operation) ? withInterruptsOff(place) : place;
  switch (operation.kind) {
    case "acquire":
    case "try-acquire":
    case "annotate":
    case "seq-write": {
      const { acquisition } = operation;
      const acquired = { ...acquisition, lockClass: lockClassOf(scope.program, acquisition.lock.field) };
      const trylock = operation.kind === "try-acquire" || (operation.kind === "annotate" && operation.action === "try");
      const at = trylock ? (place.location.next[0] ?? place.location.label) : place.location.label;
      return [record(scope, there, acquiring(scope, acquired, trylock), at)];
    }
    case "rcu":
      return operation.action === "lock" ? [record(scope, place, acquiring(scope, rcuSectionOf(operation.flavour), false))] : [];
    case "timer-cancel":
    case "flush-wait":
      return mapsAcquired(scope.program, operation).map((map) => record(scope, there, acquiring(scope, mapOf(map), false)));
    default:
      return [];
  }
}

function withInterruptsOff(place: Place): Place {
  const { location } = place;
  return { ...place, location: { ...location, state: { ...location.state, irqs: false } } };
}

type Acquired = Pick<HeldLock, "lockClass" | "subclass" | "mode" | "check">;

function mapOf(lockClass: string): Acquired {
  return { lockClass, subclass: 0, mode: "exclusive", check: true };
}

function rcuSectionOf(flavour: RcuFlavour): Acquired {
  return { lockClass: flavour, subclass: 0, mode: "shared-recursive", check: false };
}

function acquiring(scope: Scope, acquired: Acquired, trylock: boolean): readonly Field[] {
  return [field("acquires", classReference(scope, acquired)), field("mode", usageMode(acquired)), field("trylock", boolean(trylock))];
}

/** As specs/lib/Usage.tla names it. */
function usageMode({ mode, check }: Pick<Acquired, "mode" | "check">): Tla {
  if (!check) return string("unchecked");
  return string(mode === "exclusive" ? "W" : "R");
}

function rcuUse(scope: Scope, place: Place): readonly Tla[] {
  const { operation } = place.location.node;
  return operation.kind === "rcu-use"
    ? [record(scope, place, [field("section", string(rcuSection(scope.program, operation.flavour)))])]
    : [];
}

/** The read section that specs/lib/RcuUsage.tla looks for. On PREEMPT_RT disabled bottom halves do not keep others from the CPU. */
export function rcuSection({ configuration }: Program, flavour: RcuFlavour | null): string {
  if (flavour === null) return "none";
  return flavour === "rcu_sched" && configuration.preemptRt ? "rcu_sched on PREEMPT_RT" : flavour;
}

function assertionsAt(scope: Scope, place: Place): readonly Tla[] {
  return assertedBy(place.location.node.operation).map((assertion) =>
    record(scope, place, [field("asserts", string(assertionText(scope.program, assertion)))]),
  );
}

/** As specs/lib/ContextAssertions.tla names it. On PREEMPT_RT disabled bottom halves are not in the preempt_count. */
export function assertionText({ configuration }: Program, assertion: ContextAssertion): string {
  return assertion === "lockdep_assert_preemption_disabled" && configuration.preemptRt ? `${assertion} on PREEMPT_RT` : assertion;
}

/** A worker acquires the maps of its queue and its item before its first step. */
function mapAcquisitions(scope: Scope, place: Place): readonly Tla[] {
  if (!place.isEntry) return [];
  const maps = place.location.state.held;
  // The entry may be a step with which the disabling of interrupts is joined; the maps are there before.
  const start = { ...place.location.state, irqs: true, bottomHalves: 0, preemption: 0 };
  return maps.map((map, index) =>
    record(
      scope,
      { ...place, location: { ...place.location, state: { ...start, held: maps.slice(0, index) } } },
      acquiring(scope, map, false),
    ),
  );
}

function enableOf(scope: Scope, place: Place): readonly Tla[] {
  const after = afterEnabling(place.location);
  return after === null ? [] : [heldRecord(scope, place, after)];
}

/** __lock_downgrade: the writer is acquired again as a reader, and all that was acquired since. */
function downgradeOf(scope: Scope, place: Place): readonly Tla[] {
  const { state, node } = place.location;
  const index = node.operation.kind === "downgrade" ? entryOf(scope.program, state.held, node.operation.lock) : -1;
  const again = state.held.slice(index).map((entry, at): HeldLock => (at === 0 ? { ...entry, mode: "shared" } : entry));
  return state.held[index]?.mode === "exclusive" ? [heldRecord(scope, place, { ...state, held: again })] : [];
}

function heldRecord(scope: Scope, place: Place, state: Typestate): Tla {
  return record(scope, { ...place, location: { ...place.location, state } }, [field("modes", tuple(...state.held.map(usageMode)))]);
}

/** The typestate after a step that turns interrupts or bottom halves on with locks held; null for other steps. */
export function afterEnabling({ node: { operation }, state }: Location): Typestate | null {
  if (!state.held.some((held) => held.place !== null)) return null;
  const after =
    operation.kind === "irq" && operation.action === "enable"
      ? { ...state, irqs: true }
      : operation.kind === "irq" && operation.action === "restore"
        ? { ...state, irqs: state.flags[operation.flags] ?? state.irqs }
        : operation.kind === "bottom-halves" && operation.action === "enable"
          ? { ...state, bottomHalves: Math.max(0, state.bottomHalves - 1) }
          : state;
  return after.irqs === state.irqs && after.bottomHalves === state.bottomHalves ? null : after;
}

const SLEEPING_TYPES: ReadonlySet<LockType> = new Set<LockType>(["mutex", "rt_mutex", "rw_semaphore", "percpu_rw_semaphore"]);

export function maySleep(scope: Scope, location: Location): boolean {
  const { operation } = location.node;
  if (operation.kind === "might-sleep" || operation.kind === "schedule" || operation.kind === "down") return true;
  return acquires(scope, location, SLEEPING_TYPES);
}

/** A lock of PREEMPT_RT that does not sleep on other kernels. */
export function sleepsOnRt(scope: Scope, location: Location): boolean {
  return acquires(scope, location, RT_TYPES);
}

const RT_TYPES: ReadonlySet<LockType> = new Set<LockType>(["spinlock_t", "rwlock_t", "local_lock_t"]);

function acquires(scope: Scope, { node: { operation } }: Location, types: ReadonlySet<LockType>): boolean {
  if (operation.kind !== "acquire") return false;
  const type = scope.program.fields.find((candidate) => candidate.id === operation.acquisition.lock.field)?.type;
  return type?.kind === "lock" && types.has(type.type);
}

/** `at`: the place at which what the record says is so. */
function record(scope: Scope, place: Place, first: readonly Field[], at: string = place.location.label): Tla {
  const { state } = place.location;
  return {
    kind: "record",
    fields: [
      field("at", string(at)),
      ...first,
      field("held", tuple(...state.held.map((held) => classReference(scope, held)))),
      field("context", string(contextKind(place.runners))),
      field("irqs", boolean(state.irqs)),
      field("bh", number(state.bottomHalves)),
      field("preempt", number(state.preemption)),
    ],
  };
}

/** lockdep's view of the context, as specs/lib/WaitContext.tla names it. */
export function contextKind(runners: readonly Context[]): string {
  const [runner] = runners;
  if (runner?.irqSafe === true) return "irqsafe softirq";
  if (runner === undefined || runner.level === "task") return "task";
  if (runner.level === "softirq") return "softirq";
  return runners.every((context) => context.threadable) ? "threadable hardirq" : "hardirq";
}

interface ClassUse {
  readonly lockClass: string;
  readonly subclass: number;
}

function classReference(scope: Scope, use: ClassUse): Tla {
  return { kind: "member", record: name("Class"), field: classId(scope, use) };
}

function classId(scope: Scope, use: ClassUse): string {
  const lockClass = scope.program.lockClasses.find((candidate) => candidate.id === use.lockClass);
  if (lockClass === undefined) throw new Error(`no lock class '${use.lockClass}'`);
  const suffix = use.subclass > 0 ? `_${use.subclass}` : "";
  return scope.names.of(`class ${use.lockClass}/${use.subclass}`, [
    `${identifier(lockClass.id)}${suffix}`,
    `${identifier(lockClass.id)}${suffix}_class`,
  ]);
}

/** Classes with their subclasses, as far as some place acquires or holds them. */
function usedClasses(scope: Scope): readonly { readonly id: string; readonly printed: string; readonly type: string }[] {
  const uses = new Map<string, ClassUse>();
  const use = (one: ClassUse): void =>
    void uses.set(`${one.lockClass}/${one.subclass}`, { lockClass: one.lockClass, subclass: one.subclass });
  for (const { location } of allPlaces(scope)) {
    const { operation } = location.node;
    location.state.held.forEach(use);
    if ("acquisition" in operation)
      use({ lockClass: lockClassOf(scope.program, operation.acquisition.lock.field), subclass: operation.acquisition.subclass });
    if (operation.kind === "flush-wait" || operation.kind === "timer-cancel")
      for (const map of mapsAcquired(scope.program, operation)) use({ lockClass: map, subclass: 0 });
    if (operation.kind === "rcu") use({ lockClass: operation.flavour, subclass: 0 });
  }
  return [...uses.values()].map((one) => {
    const lockClass = scope.program.lockClasses.find((candidate) => candidate.id === one.lockClass);
    if (lockClass === undefined) throw new Error(`no lock class '${one.lockClass}'`);
    return { id: classId(scope, one), printed: className(lockClass, one.subclass), type: lockClass.type };
  });
}

interface Field {
  readonly name: string;
  readonly value: Tla;
}

function field(fieldName: string, value: Tla): Field {
  return { name: fieldName, value };
}

/** Contexts as sets. */
export function contextSets(scope: Scope): readonly TlaUnit[] {
  const tasks = tasksOf(scope.program).map((context) => context.id);
  const handlers = handlersOf(scope.program).map((context) => context.id);
  const works = worksOf(scope.program).map((context) => context.id);
  return [
    definition("Tasks", strings(tasks)),
    ...(works.length > 0 ? [definition("Works", strings(works), ["Tasks that run each time they were queued."])] : []),
    definition("Handlers", strings(handlers)),
    definition("Context", { kind: "infix", operator: "\\cup", left: name("Tasks"), right: name("Handlers") }),
  ];
}
