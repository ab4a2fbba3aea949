// The rules a state must obey, as invariants over the tables: the rules themselves stand in specs/lib.

import type { Place } from "../ir/expression.js";
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
  set,
  string,
  strings,
} from "../tla/build.js";
import { NULL, placeInstance, SELF, translate } from "./expressions.js";
import type { Scope } from "./scope.js";
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
    definition("AtomicSleeps", at("Sleeps", "Atomic")),
    never("NoSleepInAtomicContext", "AtomicSleeps"),
    ...circularWaitUnits(scope),
    ...surveyUnits(scope),
  ];
}

function circularWaitUnits(scope: Scope): readonly TlaUnit[] {
  const places = allPlaces(scope);
  const wanted = (
    title: string,
    comment: string,
    instanceAt: (operation: (typeof places)[number]["location"]["node"]["operation"]) => Tla | null,
  ): TlaUnit => {
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
  const lockWanted = wanted("LockWanted", "The lock that a context waits for, where it waits for one.", (operation) =>
    operation.kind === "acquire" ? wantedInstance(scope, operation.acquisition.lock) : null,
  );
  const timerWanted = wanted("TimerWanted", "The timer whose callback a context waits for.", (operation) =>
    operation.kind === "timer-cancel" ? wantedInstance(scope, operation.timer) : null,
  );
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
    {
      kind: "definition",
      comment: ["Whom a context waits for: it goes on only when all of them are out of its way."],
      name: "WaitsFor",
      parameters: ["self"],
      body: { kind: "let", definitions, body: union },
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
    and(infix(SELF, "\\in", name("Tasks")), not(equals(apply(name("pc"), SELF), string("done")))),
    overTask,
    scope.uses.interrupts ? call("HardirqOver", SELF) : set(),
  );
  return ofTask;
}
