// What a run tells of how far it puts the model to the test: contended locks, handlers that come, premises that hold, ways that are taken.

import { hiddenForks } from "../ir/forks.js";
import type { Location } from "../ir/located.js";
import { premisesOf } from "../ir/premises.js";
import type { Tla, TlaUnit } from "../tla/ast.js";
import { and, apply, call, equals, exists, forAll, infix, name, not, number, or, set, string, strings, tuple } from "../tla/build.js";
import { goesOn } from "./blocks.js";
import { holds, NULL, SELF } from "./expressions.js";
import { handlersOf, type Scope } from "./scope.js";
import { allPlaces } from "./tables.js";

const PC: Tla = apply(name("pc"), SELF);

/** `propertyNames`: TLA+ name of each property by its place in the program. */
export function exerciseUnits(scope: Scope, propertyNames: readonly string[]): readonly TlaUnit[] {
  return [...exercised(scope, propertyNames), ...takenWays(scope)];
}

/** Whether some place has two ways of which the places reached do not say which were taken. */
export function hasHiddenForks(scope: Scope): boolean {
  return forksTold(scope).length > 0;
}

/** Steps that go through several places tell their ways themselves. */
function forksTold(scope: Scope): readonly Location[] {
  return hiddenForks(scope.located).filter((location) => !scope.passed.has(location.label) && !goesOn(scope, location));
}

/** `Exercised` is never false: it tells facts about states. */
function exercised(scope: Scope, propertyNames: readonly string[]): readonly TlaUnit[] {
  const body = and(
    ...fromTheStart(scope, propertyNames),
    ...contention(scope),
    ...arrivals(scope),
    ...premises(scope, propertyNames),
    ...goals(scope, propertyNames),
  );
  return [
    {
      kind: "definition",
      comment: ["Never false: tells what the search puts to the test."],
      name: "Exercised",
      parameters: [],
      body,
    },
  ];
}

/** Interrupts that come, also those whose handlers run in threads. */
function arrivals(scope: Scope): readonly Tla[] {
  const threads = scope.program.contexts.filter((context) => context.thread).map(({ id }) => id);
  const handlers = handlersOf(scope.program).length > 0 ? [name("Handlers")] : [];
  const sets = [...handlers, ...(threads.length > 0 ? [strings(threads)] : [])];
  if (sets.length === 0) return [];
  const all = sets.reduce((left, right) => infix(left, "\\cup", right));
  const isIdle = equals(PC, string("idle"));
  const comes = tell("comes", SELF);
  const coming = new Set([...threads, ...handlersOf(scope.program).map(({ id }) => id)]);
  // Of objects that can change places others come in states that are not seen.
  const together = scope.alike
    .flatMap(({ contexts }) => contexts)
    .filter(([first = ""]) => coming.has(first))
    .map((those) => or(forAll("self", strings(those), isIdle), forAll("self", strings(those), comes)));
  return [forAll("self", all, or(isIdle, comes)), ...together];
}

/** Eventualities that hold in the first state: they say nothing. */
function fromTheStart(scope: Scope, propertyNames: readonly string[]): readonly Tla[] {
  const held = scope.program.properties.flatMap((property, index) =>
    property.kind === "eventually"
      ? [or(not(holds(scope, property.condition)), tell("from the start", string(propertyNames[index] ?? "")))]
      : [],
  );
  return held.length === 0 ? [] : [or(not(name("IsFirstState")), and(...held))];
}

/** Places where somebody waited for a lock that another context held. */
function contention(scope: Scope): readonly Tla[] {
  const labels = allPlaces(scope)
    .filter(({ location }) => location.node.operation.kind === "acquire")
    .map(({ location }) => location.label);
  if (labels.length === 0) return [];
  const free = and(equals(call("LockInTheWay", SELF), set()), ...(scope.passed.size === 0 ? [] : [not(rival(scope))]));
  const elsewhere = infix(PC, "\\notin", strings(labels));
  return [forAll("self", name("Context"), or(elsewhere, told("contended", PC), free, tell("contended", PC)))];
}

/** Where holders do not stop: another one can take the lock that the context wants, and then it would wait. */
function rival(scope: Scope): Tla {
  const other = name("other");
  const [alone, reading] = [call("LockWanted", SELF), call("ReadWanted", SELF)];
  const wants = scope.uses.readers ? set(call("LockWanted", other), call("ReadWanted", other)) : set(call("LockWanted", other));
  const keptOut = and(not(equals(alone, NULL)), infix(alone, "\\in", wants));
  const keptFromReading = and(not(equals(reading, NULL)), equals(reading, call("LockWanted", other)));
  const canTakeIt: Tla = { kind: "prefix", operator: "ENABLED", operand: call("Step", other) };
  const wantsIt = scope.uses.readers ? or(keptOut, keptFromReading) : keptOut;
  return exists("other", infix(name("Context"), "\\", set(SELF)), and(wantsIt, canTakeIt));
}

function premises(scope: Scope, propertyNames: readonly string[]): readonly Tla[] {
  return scope.program.properties.flatMap((property, index) =>
    property.kind !== "invariant"
      ? []
      : premisesOf(property.condition).map((premise, which) => {
          const fact = [string(propertyNames[index] ?? ""), number(which)];
          return or(told("premise", ...fact), not(holds(scope, premise)), tell("premise", ...fact));
        }),
  );
}

/** What is to be reachable, and is. */
function goals(scope: Scope, propertyNames: readonly string[]): readonly Tla[] {
  return scope.program.properties.flatMap((property, index) => {
    if (property.kind !== "reachable") return [];
    const fact = ["reachable", string(propertyNames[index] ?? "")] as const;
    return [or(told(...fact), not(holds(scope, property.condition)), tell(...fact))];
  });
}

/** A constraint on steps that is never false. */
function takenWays(scope: Scope): readonly TlaUnit[] {
  const forks = forksTold(scope).map(({ label }) => label);
  if (forks.length === 0) return [];
  const after = apply({ kind: "prime", name: "pc" }, SELF);
  const stays = or(infix(PC, "\\notin", name("Forks")), equals(after, PC));
  return [
    {
      kind: "definition",
      comment: ["Places with two ways on that come together again."],
      name: "Forks",
      parameters: [],
      body: strings(forks),
    },
    {
      kind: "definition",
      comment: ["Never false: tells which ways are taken from there."],
      name: "WaysTaken",
      parameters: [],
      body: forAll("self", name("Context"), or(stays, tell("way", PC, after))),
    },
  ];
}

function tell(...fact: readonly [string, ...Tla[]]): Tla {
  const [what, ...about] = fact;
  return call("Tell", tuple(string(what), ...about));
}

function told(...fact: readonly [string, ...Tla[]]): Tla {
  const [what, ...about] = fact;
  return call("Told", tuple(string(what), ...about));
}
