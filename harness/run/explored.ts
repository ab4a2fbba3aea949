// What is told of a search, however it ended and whoever made it.

import { createHash } from "node:crypto";
import type { Compilation, Specification } from "../../codegen/compile.js";
import type { Property } from "../../codegen/ir/program.js";
import type { TlcRunResult } from "../../tla-tools/index.js";
import { unreachableFinding } from "../finding/finding.js";
import type { Lockdep, Statistics } from "../result.js";
import { lockPrinter } from "../trace/lock-info.js";
import type { Observations } from "../trace/observations.js";
import type { Checking } from "./checking.js";
import { coveredPlaces } from "./coverage.js";
import { lockOrderOf } from "./lock-order.js";
import { type ResultBody, statisticsOf } from "./outcome.js";

export interface Searched {
  readonly statistics: Statistics;
  /** Text of the specification that was searched. */
  readonly module: string;
  readonly observations: Observations;
  /** The observations cover all reachable states. */
  readonly complete: boolean;
  readonly engine: string;
  /** Null: no TLC had a part in it. */
  readonly jarSha256: string | null;
  /** Null: not formed. */
  readonly lockdep: Lockdep | null;
}

/** `complete`: the observations cover all reachable states. */
export function searchedByTlc(
  { statistics, version }: TlcRunResult,
  { tools }: Checking,
  specification: Specification,
  observations: Observations,
  complete: boolean,
  lockdep: Lockdep | null,
): Searched {
  return {
    statistics: statisticsOf(statistics, specification.reductions),
    module: specification.module,
    observations,
    complete,
    engine: version ?? "TLC",
    jarSha256: tools.jar.sha256,
    lockdep,
  };
}

export type Explored = Pick<
  Extract<ResultBody, { outcome: "verified" }>,
  "statistics" | "checked" | "coverage" | "lockOrder" | "lockdep" | "specification" | "engine"
>;

const RULE_NAMES = ["faults", "held-at-end", "wait-context", "sleep-in-atomic", "rcu-usage", "context-assertion", "circular-wait", "stuck"];

/** `end`: the last state of a counterexample and what is wrong there. */
export function exploredBy(search: Searched, compilation: Compilation, end: Parameters<typeof lockOrderOf>[4]): Explored {
  const { located, moduleName } = compilation;
  const { statistics, module, observations, complete, engine, jarSha256, lockdep } = search;
  const locks = lockPrinter(located.program, observations, complete);
  return {
    statistics,
    checked: checkedOf(compilation),
    coverage: { complete, places: coveredPlaces(located, observations.reached) },
    lockOrder: lockOrderOf(located, observations.reached, complete, locks, end),
    lockdep,
    specification: { module: moduleName, sha256: createHash("sha256").update(module).digest("hex"), jarSha256 },
    engine,
  };
}

/** Of a search that did not tell what it reaches. */
export function withoutPlaces(explored: Explored): Explored {
  return { ...explored, coverage: { complete: false, places: [] } };
}

/** A search that saw all states and none in which a `reachable` holds: there is no execution to show. */
export function neverReached({ name, span }: Property, explored: Explored): ResultBody {
  const trace = { initial: [], unchanged: [], start: [], actions: {}, steps: [], loop: null, standing: [] };
  return { outcome: "violated", finding: unreachableFinding(name, span), trace, ...explored };
}

function checkedOf(compilation: Compilation): Explored["checked"] {
  const { properties } = compilation.located.program;
  return {
    rules: RULE_NAMES,
    invariants: properties.filter((property) => property.kind === "invariant").map((property) => property.name),
    reachable: properties.filter((property) => property.kind === "reachable").map((property) => property.name),
    eventually: properties.flatMap((property) =>
      property.kind === "eventually" ? [{ name: property.name, fairness: property.fairness }] : [],
    ),
  };
}
