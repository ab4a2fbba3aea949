// The rules a state must obey, as invariants over the tables: the rules themselves stand in specs/lib.

import { itemsOf } from "../analysis/deferred.js";
import type { Place } from "../ir/expression.js";
import type { Acquisition, Operation } from "../ir/graph.js";
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
  forAll,
  ifThenElse,
  infix,
  name,
  not,
  or,
  set,
  string,
  strings,
} from "../tla/build.js";
import { NULL, placeInstance, SELF, translate } from "./expressions.js";
import { anyComes } from "./next.js";
import { fieldOf, type Scope, worksOf } from "./scope.js";
import { surveyUnits } from "./survey.js";
import { allPlaces, waitingLabels } from "./tables.js";

export function ruleUnits(scope: Scope): readonly TlaUnit[] {
  const at = (tableName: string, predicate: string): Tla => ({
    kind: "map",
    body: { kind: "member", record: name("place"), field: "at" },
    variable: "place",
    set: { kind: "filter", variable: "p", set: name(tableName), predicate: call(predicate, name("p")) },
  });
  const never = (title: string, labels: string): TlaUnit =>
    definition(title, forAll("self", name("Context"), infix(apply(name("pc"), SELF), "\\notin", name(labels))));
  return [
    definition("Faults", strings([...scope.faults])),
    never("NoFault", "Faults"),
    definition("LeavesHeld", at("Ends", "LeavesSomethingHeld")),
    never("NothingHeldAtEnd", "LeavesHeld"),
    definition("InvalidWaits", at("Acquisitions", "InvalidWaitContext")),
    never("ValidWaitContext", "InvalidWaits"),
    definition(
      "AtomicSleeps",
      scope.program.configuration.preemptRt
        ? infix(at("Sleeps", "Atomic"), "\\cup", at("RtSleeps", "AtomicForRtLocks"))
        : at("Sleeps", "Atomic"),
    ),
    never("NoSleepInAtomicContext", "AtomicSleeps"),
    ...(scope.uses.rcuUses
      ? [definition("SuspiciousUses", at("RcuUses", "SuspiciousRcuUse")), never("NoSuspiciousRcuUsage", "SuspiciousUses")]
      : []),
    ...(scope.uses.contextAssertions
      ? [definition("WrongContexts", at("AssertingCalls", "InWrongContext")), never("NoWrongContext", "WrongContexts")]
      : []),
    ...passedUnits(scope),
    ...circularWaitUnits(scope),
    ...(hasQueues(scope) ? queueUnits(scope) : []),
    ...surveyUnits(),
  ];
}

/** The rules judge places where contexts stop: they must have nothing to say about the others. */
function passedUnits(scope: Scope): readonly TlaUnit[] {
  if (scope.passed.size === 0) return [];
  const { rcuUses, contextAssertions } = scope.uses;
  const judged = [
    "LeavesHeld",
    "InvalidWaits",
    "AtomicSleeps",
    ...(rcuUses ? ["SuspiciousUses"] : []),
    ...(contextAssertions ? ["WrongContexts"] : []),
  ]
    .map(name)
    .reduce((left, right) => infix(left, "\\cup", right));
  return [
    definition("Passed", strings([...scope.passed]), [
      "Places that steps go through without a stop: what is done there commutes with all others.",
    ]),
    { kind: "assumption", body: equals(infix(name("Passed"), "\\cap", judged), set()) },
  ];
}

function circularWaitUnits(scope: Scope): readonly TlaUnit[] {
  const places = allPlaces(scope);
  const wanted = (title: string, comment: string, instanceAt: (operation: Operation) => Tla | null): TlaUnit => {
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
    return {
      kind: "definition",
      comment: [comment],
      name: title,
      parameters: ["self"],
      body: arms.length === 0 ? NULL : cases(arms, NULL),
    };
  };
  const wantedAs = (exclusive: boolean): ((operation: Operation) => Tla | null) => {
    return (operation) => {
      if (operation.kind === "seq-read") return exclusive ? wantedInstance(scope, operation.seqcount) : null;
      return operation.kind === "acquire" && (operation.acquisition.mode === "exclusive") === exclusive
        ? wantedInstance(scope, operation.acquisition.lock)
        : null;
    };
  };
  const lockWanted = wanted("LockWanted", "The lock that a context waits for, where it waits for one.", wantedAs(true));
  const readWanted = wanted("ReadWanted", "The lock that a context waits for as a reader.", wantedAs(false));
  const timerWanted = wanted("TimerWanted", "The timer whose callback a context waits for.", (operation) =>
    operation.kind === "timer-cancel" ? wantedInstance(scope, operation.timer) : null,
  );
  const lock = name("lock");
  const holders = scope.uses.readers ? call("HoldersOf", lock) : infix(set(apply(name("owner"), lock)), "\\", set(name("Free")));
  const timer = name("timer");
  const inTheWayOfLock: Tla[] = [ifThenElse(equals(lock, NULL), set(), holders)];
  const locks = [{ name: "lock", body: call("LockWanted", SELF) }];
  if (scope.uses.readers) {
    locks.push({ name: "read", body: call("ReadWanted", SELF) });
    inTheWayOfLock.push(ifThenElse(equals(name("read"), NULL), set(), call("InTheWayOfReader", name("read"), waitingWriters())));
  }
  const unite = (all: readonly Tla[]): Tla => all.reduce((left, right) => infix(left, "\\cup", right));
  const parts: Tla[] = [call("LockInTheWay", SELF)];
  const definitions: { name: string; body: Tla }[] = [];
  if (scope.uses.timers) {
    definitions.push({ name: "timer", body: call("TimerWanted", SELF) });
    parts.push(ifThenElse(equals(timer, NULL), set(), ifThenElse(call("Running", timer), set(timer), set())));
  }
  const forCpu = scope.uses.interrupts || scope.uses.sharedCpus ? [inTheWay(scope)] : [];
  parts.push(...(hasQueues(scope) ? forCpu.map(() => call("CpuInTheWay", SELF)) : forCpu));
  if (scope.uses.flushing) parts.push(call("AwaitedBy", SELF), ...aheadInLine(scope));
  const union = unite(parts);
  return [
    definition("WaitingPlaces", strings(waitingLabels(scope))),
    lockWanted,
    ...(scope.uses.readers ? [readWanted, definition("QueueingReads", strings(queueingReads(scope)), [QUEUEING])] : []),
    ...(scope.uses.timers ? [timerWanted] : []),
    {
      kind: "definition",
      comment: ["Who is in the way at the lock that a context waits for."],
      name: "LockInTheWay",
      parameters: ["self"],
      body: { kind: "let", definitions: locks, body: unite(inTheWayOfLock) },
    },
    ...(hasQueues(scope) ? forCpu.map((body) => cpuUnit(body)) : []),
    {
      kind: "definition",
      comment: ["Whom a context waits for: it goes on only when all of them are out of its way."],
      name: "WaitsFor",
      parameters: ["self"],
      body: definitions.length === 0 ? union : { kind: "let", definitions, body: union },
    },
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

function cpuUnit(body: Tla): TlaUnit {
  return { kind: "definition", comment: ["Who keeps a context from its CPU."], name: "CpuInTheWay", parameters: ["self"], body };
}

/** Readers may have to queue behind a writer that waits: what acquire does not know, the rule about queues judges. */
export function hasQueues(scope: Scope): boolean {
  return scope.uses.readers && queueingReads(scope).length > 0;
}

/** Nobody can go on but readers that may be in the queue behind a writer already: then they are there for ever. */
function queueUnits(scope: Scope): readonly TlaUnit[] {
  const other = name("other");
  const onItsCpu = scope.uses.interrupts || scope.uses.sharedCpus ? [equals(call("CpuInTheWay", other), set())] : [];
  const writer = exists(
    "other",
    infix(name("Context"), "\\", set(SELF)),
    and(equals(call("LockWanted", other), name("read")), ...onItsCpu),
  );
  const waits = and(
    infix(apply(name("pc"), SELF), "\\in", name("QueueingReads")),
    not(equals(name("read"), NULL)),
    not(equals(call("ReadersOf", name("read")), set())),
    writer,
  );
  const can = (action: string): Tla => ({ kind: "prefix", operator: "ENABLED", operand: call(action, SELF) });
  const goesOn = exists("self", name("Context"), and(not(call("WaitsInQueue", SELF)), can("Step")));
  const comes = anyComes(scope.program) ? [exists("self", name("Context"), can("Comes"))] : [];
  return [
    {
      kind: "definition",
      comment: ["A reader that may wait behind a writer: others read, and the writer has come first."],
      name: "WaitsInQueue",
      parameters: ["self"],
      body: { kind: "let", definitions: [{ name: "read", body: call("ReadWanted", SELF) }], body: waits },
    },
    definition("NotStuckInQueue", infix(exists("self", name("Context"), call("WaitsInQueue", SELF)), "=>", or(goesOn, ...comes))),
  ];
}

/** A queued item whose queue runs one at a time waits for those before it. */
function aheadInLine(scope: Scope): readonly Tla[] {
  return scope.program.workqueues.flatMap((workqueue) => {
    const items = strings(itemsOf(scope.program, workqueue.id).map((context) => context.id));
    if (!workqueue.ordered || items.kind !== "set" || items.items.length === 0) return [];
    const waits = and(infix(SELF, "\\in", items), equals(apply(name("pc"), SELF), string("idle")));
    return [ifThenElse(waits, call("AheadInLine", string(workqueue.id), SELF, items), set())];
  });
}

const QUEUEING = "Places where a reader waits behind a waiting writer.";

function queueingReads(scope: Scope): readonly string[] {
  return allPlaces(scope).flatMap(({ location: { node, label } }) =>
    node.operation.kind === "acquire" && queues(scope, node.operation.acquisition) ? [label] : [],
  );
}

/** On PREEMPT_RT readers go in as long as the writer only waits (kernel/locking/rwbase_rt.c); not those of a percpu_rw_semaphore. */
function queues(scope: Scope, { lock, mode }: Acquisition): boolean {
  const { type } = fieldOf(scope.program, lock.field);
  const isPerCpu = type.kind === "lock" && type.type === "percpu_rw_semaphore";
  return mode === "shared" && (isPerCpu || !scope.program.configuration.preemptRt);
}

/** Who may be waiting to write where the context `self` waits to read. */
function waitingWriters(): Tla {
  const writers: Tla = {
    kind: "filter",
    variable: "other",
    set: name("Context"),
    predicate: equals(call("LockWanted", name("other")), name("read")),
  };
  return ifThenElse(infix(apply(name("pc"), SELF), "\\in", name("QueueingReads")), writers, set());
}

/** The instance waited for; waiting for a lock of NULL is a fault, not a wait. */
function wantedInstance(scope: Scope, place: Place): Tla {
  const instance = placeInstance(scope, place);
  return place.nullable && place.object !== null ? ifThenElse(equals(translate(scope, place.object), NULL), NULL, instance) : instance;
}

function inTheWay(scope: Scope): Tla {
  const cpu = apply(name("CpuOf"), SELF);
  const handlers = scope.uses.interrupts ? [call("HandlersOver", cpu)] : [];
  const others: Tla[] = scope.uses.sharedCpus
    ? [
        {
          kind: "filter",
          variable: "other",
          set: infix(apply(name("TasksOn"), cpu), "\\", set(SELF)),
          predicate: infix(apply(name("pc"), name("other")), "\\in", name("NonPreemptible")),
        },
      ]
    : [];
  const overTask = [...handlers, ...others].reduce((left, right) => infix(left, "\\cup", right));
  const ofTask = ifThenElse(
    and(infix(SELF, "\\in", name("Tasks")), isOn(scope)),
    overTask,
    scope.uses.interrupts ? call("HardirqOver", SELF) : set(),
  );
  return ofTask;
}

/** The task has begun and not ended. */
function isOn(scope: Scope): Tla {
  const pc = apply(name("pc"), SELF);
  return worksOf(scope.program).length > 0 ? infix(pc, "\\notin", strings(["done", "idle"])) : not(equals(pc, string("done")));
}
