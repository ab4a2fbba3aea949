// Semaphores, seqcounts, and what only lockdep sees: docs/semantics.md, section 5.

import type { Place } from "../ir/expression.js";
import type { Operation } from "../ir/graph.js";
import type { Location } from "../ir/located.js";
import type { Tla } from "../tla/ast.js";
import { apply, call, equals, FALSE, infix, name, not, number, TRUE } from "../tla/build.js";
import { type Effects, NO_EFFECTS } from "./effects.js";
import { lockMine, placeFaults, placeInstance, SELF } from "./expressions.js";
import { fieldOf, type Scope } from "./scope.js";
import { action, always, type StepShape, storeLocal } from "./step-shape.js";

export function down(scope: Scope, semaphore: Place): StepShape {
  return { faults: placeFaults(scope, semaphore), enabled: [], outcomes: [always(taking(scope, semaphore))] };
}

export function tryDown(scope: Scope, operation: Extract<Operation, { kind: "try-down" }>): StepShape {
  const { semaphore, result } = operation;
  const when = infix(apply(name("permits"), placeInstance(scope, semaphore)), ">", number(0));
  // down_trylock gives true when there was no permit.
  return {
    faults: placeFaults(scope, semaphore),
    enabled: [],
    outcomes: [
      { when, effects: { ...taking(scope, semaphore), stores: stored(scope, result, FALSE) }, next: 0 },
      { when: not(when), effects: { ...NO_EFFECTS, stores: stored(scope, result, TRUE) }, next: 1 },
    ],
  };
}

function taking(scope: Scope, semaphore: Place): Effects {
  return action(call("Down", placeInstance(scope, semaphore)), "permits");
}

export function up(scope: Scope, semaphore: Place): StepShape {
  const instance = placeInstance(scope, semaphore);
  const { type } = fieldOf(scope.program, semaphore.field);
  const max = type.kind === "semaphore" ? type.max : 0;
  return {
    faults: [...placeFaults(scope, semaphore), { fault: "out-of-range", when: equals(apply(name("permits"), instance), number(max)) }],
    enabled: [],
    outcomes: [always(action(call("Up", instance), "permits"))],
  };
}

export function seqRead(scope: Scope, seqcount: Place): StepShape {
  return {
    faults: placeFaults(scope, seqcount),
    enabled: [],
    outcomes: [always(action(call("BeginRead", SELF, placeInstance(scope, seqcount)), "undisturbed"))],
  };
}

export function seqRetry(scope: Scope, { seqcount, result }: Extract<Operation, { kind: "seq-retry" }>): StepShape {
  const instance = placeInstance(scope, seqcount);
  const when = call("Disturbed", SELF, instance);
  const ends = action(call("EndRead", SELF, instance), "undisturbed");
  return {
    faults: placeFaults(scope, seqcount),
    enabled: [],
    outcomes: [
      { when, effects: { ...ends, stores: stored(scope, result, TRUE) }, next: 0 },
      { when: not(when), effects: { ...ends, stores: stored(scope, result, FALSE) }, next: 1 },
    ],
  };
}

export function seqWrite(scope: Scope, { acquisition }: Extract<Operation, { kind: "seq-write" }>): StepShape {
  return {
    faults: placeFaults(scope, acquisition.lock),
    enabled: [],
    outcomes: [always(action(call("BeginWrite", SELF, placeInstance(scope, acquisition.lock)), "owner", "undisturbed"))],
  };
}

/** What only lockdep sees; the state says of some locks how often it was told of them (specs/lib/Annotations.tla). */
export function annotate(scope: Scope, { action: how, acquisition }: Extract<Operation, { kind: "annotate" }>): StepShape {
  const { lock } = acquisition;
  const isCounted = how !== "sync" && scope.program.annotated.includes(lock.field);
  const told = isCounted ? action(call("Annotate", SELF, placeInstance(scope, lock)), "annotated") : NO_EFFECTS;
  return { faults: placeFaults(scope, lock), enabled: [], outcomes: [always(told)] };
}

/** Releasing what is not held is known where it happens, or from the count. */
export function annotateRelease(scope: Scope, location: Location, lock: Place): StepShape {
  const faults = placeFaults(scope, lock);
  if (scope.program.annotated.includes(lock.field)) {
    const instance = placeInstance(scope, lock);
    const takesBack = action(call("TakeBack", SELF, instance), "annotated");
    return {
      faults: [...faults, { fault: "unlock-balance", when: not(lockMine(scope, lock, "any")) }],
      enabled: [],
      outcomes: [always(takesBack)],
    };
  }
  const isOnStack = location.state.held.some((held) => held.place?.field === lock.field);
  return {
    faults: [...faults, ...(isOnStack ? [] : [{ fault: "unlock-balance" as const, when: TRUE }])],
    enabled: [],
    outcomes: [always(NO_EFFECTS)],
  };
}

function stored(scope: Scope, result: string | null, value: Tla): Effects["stores"] {
  return result === null ? [] : storeLocal(scope, result, value);
}
