// What the verdict says nothing about: code that no execution reaches, branches always taken one way, locks nobody waits for, properties that
// cannot fail. Found from what an engine saw of the model; either engine gives the same facts.

import { forksOf, privatePlaces, wayText } from "../codegen/ir/forks.js";
import type { LocatedProgram, Location } from "../codegen/ir/located.js";
import { premisesOf, premiseText } from "../codegen/ir/premises.js";
import { type Field, isHandler } from "../codegen/ir/program.js";
import type { Vacuity } from "./result.js";
import type { ReadSource } from "./trace/build-trace.js";

/** What some execution does. */
export interface Exercised {
  /** Labels some context is at. */
  readonly reached: ReadonlySet<string>;
  /** Ways taken, as `wayText` writes them, at least those out of hidden forks. */
  readonly ways: ReadonlySet<string>;
  /** Labels of acquisitions where a context waited for another that held the lock. */
  readonly contended: ReadonlySet<string>;
  /** Ids of interrupt contexts that came. */
  readonly came: ReadonlySet<string>;
  /** Premises that held in some state: `premiseText`. */
  readonly premises: ReadonlySet<string>;
  /** Names of eventualities that hold in the first state. */
  readonly fromTheStart: ReadonlySet<string>;
}

export function vacuitiesOf(program: LocatedProgram, exercised: Exercised, readSource: ReadSource): Vacuity[] {
  return [
    ...silentContexts(program, exercised),
    ...unreachedPlaces(program, exercised),
    ...oneSidedBranches(program, exercised, readSource),
    ...uncontendedLocks(program, exercised),
    ...emptyProperties(program, exercised),
  ];
}

function silentContexts({ program }: LocatedProgram, { came }: Exercised): readonly Vacuity[] {
  return program.contexts
    .filter((context) => isHandler(context) && context.timer?.expires !== false && !came.has(context.id))
    .map(({ id, span }) => ({ kind: "context-never-runs", message: `${id} never comes.`, at: span, name: id }));
}

/** Statements of which no copy is reached; one entry for each place in the source. */
function unreachedPlaces(program: LocatedProgram, { reached }: Exercised): readonly Vacuity[] {
  return sourcePlaces(program, ({ node }) => `${node.span.file}:${node.span.line}`)
    .filter(({ locations }) => !locations.some(({ label }) => reached.has(label)))
    .map(({ locations: [location], function: name }) => ({
      kind: "place-not-reached",
      message: "No execution comes here.",
      at: location.node.span,
      name,
    }));
}

/** Conditions that go one way only, wherever the code is used. */
function oneSidedBranches(program: LocatedProgram, { reached, ways }: Exercised, readSource: ReadSource): readonly Vacuity[] {
  const alone = privatePlaces(program);
  const forks = new Set(forksOf(program).filter(({ node: { operation } }) => operation.kind !== "branch" || operation.implied !== true));
  const isTaken = ({ label, next }: Location, way: number): boolean => {
    const to = next[way] ?? "";
    return ways.has(wayText(label, to)) || (alone.has(to) && reached.has(to));
  };
  const branches = sourcePlaces(program, ({ node: { span, operation } }) => `${operation.kind} ${JSON.stringify(span)}`, forks);
  return branches.flatMap(({ locations, function: name }): readonly Vacuity[] => {
    const [{ node }] = locations;
    const sides = [0, 1].filter((way) => locations.some((location) => isTaken(location, way)));
    const [side] = sides;
    if (side === undefined || sides.length === 2) return [];
    const words = OUTCOMES[node.operation.kind]?.[side];
    const text = readSource(node.span)?.replace(/\s+/g, " ") ?? null;
    const quoted = text === null || text.length > 60 ? "The condition" : `'${text}'`;
    return words === undefined ? [] : [{ kind: "branch-not-taken", message: `${quoted} ${words}.`, at: node.span, name }];
  });
}

/** What a branch is that only goes its first, or only its second way. */
const OUTCOMES: Readonly<Record<string, readonly [string, string]>> = {
  branch: ["is always true", "is always false"],
  "try-acquire": ["never fails", "never succeeds"],
};

function uncontendedLocks(program: LocatedProgram, exercised: Exercised): readonly Vacuity[] {
  const contended = new Set<string>();
  const taken = new Set<string>();
  for (const { node, label, next } of program.graphs.flatMap(({ locations }) => locations)) {
    const { operation } = node;
    if (operation.kind !== "acquire" && operation.kind !== "try-acquire") continue;
    taken.add(operation.acquisition.lock.field);
    const failed = operation.kind === "try-acquire" && exercised.ways.has(wayText(label, next[1] ?? ""));
    if (failed || exercised.contended.has(label)) contended.add(operation.acquisition.lock.field);
  }
  return program.program.fields
    .filter((field) => taken.has(field.id) && !contended.has(field.id) && !isInner(program, field))
    .map((field) => ({
      kind: "lock-not-contended",
      message: `Nobody ever waits for ${lockName(field)}.`,
      at: field.span,
      name: lockName(field),
    }));
}

/** The lock inside a wait queue is not the model's own. */
function isInner({ program }: LocatedProgram, { id }: Field): boolean {
  return program.fields.some(({ type }) => type.kind === "wait-queue" && type.lock === id);
}

function lockName({ name, className }: Field): string {
  return className === null ? name : `${className}.${name}`;
}

function emptyProperties({ program }: LocatedProgram, { premises, fromTheStart }: Exercised): readonly Vacuity[] {
  return program.properties.flatMap(({ kind, name, condition, span }): readonly Vacuity[] => {
    if (kind === "eventually" && fromTheStart.has(name))
      return [{ kind: "holds-from-the-start", message: `'${name}' holds in the first state, so it says nothing.`, at: span, name }];
    const all = kind === "invariant" ? premisesOf(condition) : [];
    const missing = all.filter((_, which) => !premises.has(premiseText(name, which)));
    if (missing.length === 0) return [];
    const part = missing.length === all.length ? "" : " of a part";
    return [
      {
        kind: "premise-never-holds",
        message: `The premise${part} of '${name}' never holds, so nothing is put to the test.`,
        at: span,
        name,
      },
    ];
  });
}

interface SourcePlace {
  readonly locations: readonly [Location, ...Location[]];
  /** The innermost function. */
  readonly function: string;
}

/** Locations by what they are in the source: the same statement has one for each call of its function and each typestate. */
function sourcePlaces(
  program: LocatedProgram,
  keyOf: (location: Location) => string,
  among?: ReadonlySet<Location>,
): readonly SourcePlace[] {
  const never = new Set(program.program.contexts.filter((context) => context.timer?.expires === false).map((context) => context.graph));
  const places = new Map<string, { locations: [Location, ...Location[]]; function: string }>();
  for (const { graph, locations } of program.graphs) {
    if (never.has(graph.id)) continue;
    for (const location of locations) {
      if (among !== undefined && !among.has(location)) continue;
      const name = location.node.stack.at(-1)?.function ?? graph.function;
      const key = `${keyOf(location)} ${name}`;
      const known = places.get(key);
      if (known === undefined) places.set(key, { locations: [location], function: name });
      else known.locations.push(location);
    }
  }
  return [...places.values()];
}
