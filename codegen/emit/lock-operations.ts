// Taking and releasing locks: docs/semantics.md, section 5. Locks with readers have operators of their own (specs/lib/ReadersWriters.tla);
// the others keep to specs/lib/Locks.tla.

import type { Place } from "../ir/expression.js";
import type { LockMode, Operation } from "../ir/graph.js";
import type { Location } from "../ir/located.js";
import type { Tla } from "../tla/ast.js";
import { and, apply, call, equals, FALSE, infix, name, not, number, or, set, TRUE } from "../tla/build.js";
import { type Effects, NO_EFFECTS } from "./effects.js";
import { type FaultCase, hasReaders, placeFaults, placeInstance, SELF } from "./expressions.js";
import { fieldOf, type Scope } from "./scope.js";
import { action, always, type StepShape, storeLocal } from "./step-shape.js";

export function acquire(scope: Scope, operation: Extract<Operation, { kind: "acquire" }>): StepShape {
  const { lock, mode } = operation.acquisition;
  return { faults: placeFaults(scope, lock), enabled: [], outcomes: [always(taking(scope, lock, mode))] };
}

export function tryAcquire(scope: Scope, operation: Extract<Operation, { kind: "try-acquire" }>): StepShape {
  const { lock, mode } = operation.acquisition;
  const result = (value: Tla): Effects["stores"] => (operation.result === null ? [] : storeLocal(scope, operation.result, value));
  const when = canTake(scope, lock, mode);
  return {
    faults: placeFaults(scope, lock),
    enabled: [],
    outcomes: [
      { when, effects: { ...taking(scope, lock, mode), stores: result(TRUE) }, next: 0 },
      { when: not(when), effects: { ...NO_EFFECTS, stores: result(FALSE) }, next: 1 },
    ],
  };
}

/** Waits until nobody is in the way: the operators of specs/lib say so. */
function taking(scope: Scope, lock: Place, mode: LockMode): Effects {
  const taken = placeInstance(scope, lock);
  if (!hasReaders(scope, lock)) return action(call("Acquire", SELF, taken), "owner");
  return mode === "exclusive" ? action(call("AcquireWrite", SELF, taken), "owner") : action(call("AcquireRead", SELF, taken), "readers");
}

function canTake(scope: Scope, lock: Place, mode: LockMode): Tla {
  const taken = placeInstance(scope, lock);
  const free = equals(apply(name("owner"), taken), name("Free"));
  return hasReaders(scope, lock) && mode === "exclusive" ? and(free, equals(call("ReadersOf", taken), set())) : free;
}

export function release(scope: Scope, location: Location, operation: Extract<Operation, { kind: "release" }>): StepShape {
  const { lock, mode } = operation;
  const released = placeInstance(scope, lock);
  const faults: readonly FaultCase[] = isCertain(scope, location, lock, released, mode)
    ? []
    : [{ fault: "unlock-balance", when: not(holds(released, mode)) }];
  const effects = mode === "shared" ? action(call("ReleaseRead", SELF, released), "readers") : action(call("Release", released), "owner");
  return { faults: [...placeFaults(scope, lock), ...faults], enabled: [], outcomes: [always(effects)] };
}

export function downgrade(scope: Scope, { lock }: Extract<Operation, { kind: "downgrade" }>): StepShape {
  const instance = placeInstance(scope, lock);
  return {
    faults: [...placeFaults(scope, lock), { fault: "unlock-balance", when: not(holds(instance, "exclusive")) }],
    enabled: [],
    outcomes: [always(action(call("Downgrade", SELF, instance), "owner", "readers"))],
  };
}

/** The lock is free, whoever held it. */
export function initialise(scope: Scope, { lock }: Extract<Operation, { kind: "lock-init" }>): StepShape {
  const instance = placeInstance(scope, lock);
  const readersToo = hasReaders(scope, lock);
  const own = readersToo ? or(holds(instance, "exclusive"), holds(instance, "shared")) : holds(instance, "exclusive");
  const effects = readersToo ? action(call("InitialiseReaders", instance), "owner", "readers") : action(call("Release", instance), "owner");
  return { faults: [...placeFaults(scope, lock), { fault: "held-lock-freed", when: own }], enabled: [], outcomes: [always(effects)] };
}

function holds(lock: Tla, mode: "exclusive" | "shared"): Tla {
  if (mode === "exclusive") return equals(apply(name("owner"), lock), SELF);
  return infix(call("ReadsOf", SELF, lock), ">", number(0));
}

/** A lock named by a constant that the typestate holds is the context's own: nobody else can release it without a fault. */
function isCertain(scope: Scope, location: Location, lock: Place, released: Tla, mode: "exclusive" | "shared"): boolean {
  return (
    released.kind === "string" &&
    location.state.held.some(
      (held) => held.place !== null && (held.mode === "exclusive") === (mode === "exclusive") && sameInstance(scope, held.place, released),
    ) &&
    isExact(scope, location.graph, lock)
  );
}

const exact = new WeakMap<Scope, Map<string, boolean>>();

/** What the typestate holds of this field is really held: nothing but releases by constants ends that, and lockdep is told of nothing else. */
function isExact(scope: Scope, graph: string, lock: Place): boolean {
  const answers = exact.get(scope) ?? new Map<string, boolean>();
  exact.set(scope, answers);
  const key = JSON.stringify([graph, lock.field]);
  const answer =
    answers.get(key) ?? (releasesByConstants(scope, graph, lock.field) && !mayBeTakenAway(scope, lock) && !isAnnotated(scope, lock));
  answers.set(key, answer);
  return answer;
}

/** Somebody initialises a lock of this field, whoever holds it; a second writer of a seqcount takes it from the first. */
function mayBeTakenAway(scope: Scope, lock: Place): boolean {
  const { type } = fieldOf(scope.program, lock.field);
  if (type.kind === "lock" && type.type === "seqcount_t") return true;
  return scope.located.graphs.some(({ locations }) =>
    locations.some(({ node: { operation } }) => operation.kind === "lock-init" && operation.lock.field === lock.field),
  );
}

/** The typestate does not tell what is held from what lockdep was told by hand. */
function isAnnotated({ program }: Scope, { field }: Place): boolean {
  return program.annotated.includes(field);
}

function sameInstance(scope: Scope, held: Place, released: Tla): boolean {
  const instance = placeInstance(scope, held);
  return instance.kind === "string" && released.kind === "string" && instance.value === released.value;
}

/** No code of the graph releases a lock of this field by a name that is no constant: that may have been any of them. */
function releasesByConstants(scope: Scope, graph: string, field: string): boolean {
  const locations = scope.located.graphs.find((candidate) => candidate.graph.id === graph)?.locations ?? [];
  return locations.every(({ node: { operation } }) => {
    if ((operation.kind !== "release" && operation.kind !== "downgrade") || operation.lock.field !== field) return true;
    return placeInstance(scope, operation.lock).kind === "string";
  });
}
