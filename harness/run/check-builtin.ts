// One compiled model through the builtin engine: the interpreter's explorer, which needs no Java and answers at once within small bounds. What it
// says is shown as TLC's answers are, under its own name.

import type { Compilation } from "../../codegen/compile.js";
import type { FindingKind } from "../../codegen/ir/program.js";
import { type Exploration, explore, type Finding, survey } from "../../interpreter/index.js";
import { findingOf, type Violation } from "../finding/finding.js";
import { BUILTIN_ENGINE, type Statistics } from "../result.js";
import { buildTrace, type ReadSource } from "../trace/build-trace.js";
import { observedBy } from "../trace/builtin-observations.js";
import { lockPrinter } from "../trace/lock-info.js";
import { writtenTrace } from "../trace/written-trace.js";
import { vacuitiesOf } from "../vacuity.js";
import { exploredBy, neverReached, type Searched } from "./explored.js";
import type { ResultBody } from "./outcome.js";

export interface BuiltinOptions {
  readonly timeoutMs: number;
  /** `DEFAULT_MAX_STATES` by default. */
  readonly maxStates?: number;
  readonly readSource: ReadSource;
  /** After each level of the search. */
  readonly progress?: (statistics: Statistics) => void;
}

/** Some seconds, and some hundred megabytes. */
const DEFAULT_MAX_STATES = 2_000_000;

export function checkBuiltin(compilation: Compilation, options: BuiltinOptions): ResultBody {
  const { located } = compilation;
  const { progress, timeoutMs, maxStates = DEFAULT_MAX_STATES } = options;
  const bounds = { maxStates, maxMilliseconds: timeoutMs };
  const found = explore(located, progress === undefined ? bounds : { ...bounds, onLevel: (now) => progress(statisticsOf(now)) });
  switch (found.outcome) {
    case "bounded-out":
      return boundedOut(found, options);
    case "verified": {
      const witnesses = found.witnesses.map(({ name, trace }) => witness(compilation, name, trace, found, options));
      const vacuity = found.exercised === null ? [] : vacuitiesOf(located, found.exercised, options.readSource);
      return { outcome: "verified", ...exploredBy(searchedBy(compilation, found, true), compilation, null), witnesses, vacuity };
    }
    case "violated":
      return violated(compilation, found, options, bounds);
  }
}

type Violated = Extract<Exploration, { outcome: "violated" }>;
type Witness = Extract<ResultBody, { outcome: "verified" }>["witnesses"][number];

function witness(compilation: Compilation, name: string, trace: Violated["trace"], found: Exploration, options: BuiltinOptions): Witness {
  const { program } = compilation.located;
  const property = program.properties.find((candidate) => candidate.name === name);
  if (property === undefined) throw new Error(`no property '${name}'`);
  const locks = lockPrinter(program, observedBy(program, found), true);
  return {
    property: name,
    at: property.span,
    trace: buildTrace(writtenTrace(compilation, trace), compilation, options.readSource, locks).trace,
  };
}

function violated(
  compilation: Compilation,
  found: Violated,
  { readSource }: BuiltinOptions,
  bounds: Parameters<typeof survey>[1],
): ResultBody {
  const { located } = compilation;
  const { finding, trace } = found;
  const property = located.program.properties.find((candidate) => candidate.name === finding.property);
  if (finding.kind === "reachable" && property !== undefined)
    return neverReached(property, exploredBy(searchedBy(compilation, found, true), compilation, null));
  const all = survey(located, bounds);
  const search = { ...searchedBy(compilation, found, all.complete), observations: observedBy(located.program, all) };
  const locks = lockPrinter(located.program, search.observations, all.complete);
  const built = buildTrace(writtenTrace(compilation, trace), compilation, readSource, locks);
  const described = findingOf(violationOf(compilation, finding), built, compilation, search.observations, locks);
  const explored = exploredBy(search, compilation, { finding: described, last: built.last });
  return { outcome: "violated", finding: described, trace: built.trace, ...explored };
}

function searchedBy({ located, module }: Compilation, exploration: Exploration, complete: boolean): Searched {
  const statistics = statisticsOf(exploration.statistics);
  return {
    statistics,
    module,
    observations: observedBy(located.program, exploration),
    complete,
    engine: BUILTIN_ENGINE,
    jarSha256: null,
    lockdep: null,
  };
}

/** The rule as the specification names it. */
function violationOf({ located, emitted }: Compilation, { kind, property }: Finding): Violation {
  if (kind === "stuck") return { kind: "no-successor" };
  const index = located.program.properties.findIndex(({ name }) => name === property);
  const declared = located.program.properties[index];
  if (kind === "eventually" && declared !== undefined) return { kind: "temporal", property: declared };
  return { kind: "invariant", name: kind === "invariant" ? (emitted.propertyNames[index] ?? "") : (RULES.get(kind) ?? "NoFault") };
}

const RULES: ReadonlyMap<FindingKind, string> = new Map([
  ["held-at-end", "NothingHeldAtEnd"],
  ["wait-context", "ValidWaitContext"],
  ["sleep-in-atomic", "NoSleepInAtomicContext"],
  ["rcu-usage", "NoSuspiciousRcuUsage"],
  ["context-assertion", "NoWrongContext"],
  ["circular-wait", "NoCircularWait"],
]);

function boundedOut({ bound, statistics }: Extract<Exploration, { outcome: "bounded-out" }>, { timeoutMs }: BuiltinOptions): ResultBody {
  const { distinct, depth, queue } = statistics;
  const why = bound === "time" ? `${Math.round(timeoutMs / 1000)} s passed` : "The builtin engine is for small models";
  return {
    outcome: "inconclusive",
    reason: bound === "time" ? "timeout" : "limit",
    message: `${why}: it saw ${distinct} states to depth ${depth}, ${queue} of them without what follows, and found nothing wrong.`,
    hints: ["let TLC check it: leave out --engine builtin", "use smaller parameters: --set name=value"],
    statistics: statisticsOf(statistics),
  };
}

function statisticsOf({ generated, distinct, depth, queue }: Exploration["statistics"]): Statistics {
  return { generated, distinct, depth, queue, collisionProbability: null, reductions: [] };
}
