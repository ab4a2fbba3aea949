// One compiled model through TLC: its runs in order, the first violation ends the check, and then a survey for lockdep's usage bits.

import type { Compilation, Specification } from "../../codegen/compile.js";
import type { CheckRuns } from "../../codegen/emit/configurations.js";
import { tellsLockdep } from "../../codegen/emit/lockdep/events.js";
import type { TlcConfig } from "../../codegen/tla/ast.js";
import { printConfig } from "../../codegen/tla/print.js";
import { shortestWay } from "../../interpreter/index.js";
import type { Java, Meeting, TlcCheckpoint, TlcJar, TlcPool, TlcRequest, TlcRunResult, TlcTrace } from "../../tla-tools/index.js";
import type { Violation } from "../finding/finding.js";
import { findingOf } from "../finding/finding.js";
import { extendedBy } from "../library.js";
import type { Judge } from "../lockdep/judge.js";
import { opinionOf } from "../lockdep/opinion.js";
import type { Lockdep, Statistics } from "../result.js";
import { type BuiltTrace, buildTrace, type ReadSource } from "../trace/build-trace.js";
import { exercisedOf, fulfilledIn, printsOfParts } from "../trace/exercised.js";
import { lockPrinter } from "../trace/lock-info.js";
import { type Observations, observationsOf } from "../trace/observations.js";
import { type WholeTrace, wholeTrace } from "../trace/whole-trace.js";
import { writtenInOrder } from "../trace/written-trace.js";
import { vacuitiesOf } from "../vacuity.js";
import { type Explored, exploredBy, neverReached, type Searched, withoutPlaces } from "./explored.js";
import type { SearchPlace } from "./kept-search.js";
import { failure, noVerdict, type ResultBody, SIMULATED_STATES, simulated, statisticsOf } from "./outcome.js";
import { refusal } from "./refused-trace.js";
import { type FoundTogether, searchTogether } from "./search-together.js";
import { seenIn, survey } from "./survey.js";

export interface Tools {
  readonly java: Java;
  readonly jar: TlcJar;
  readonly pool: TlcPool;
  /** Text of the modules of specs/lib by file name. */
  readonly library: Readonly<Record<string, string>>;
  /** The same of specs/lib/lockdep. */
  readonly rules: Readonly<Record<string, string>>;
}

export interface CheckTools extends Tools {
  readonly judge: Judge;
}

export interface RunOptions {
  readonly workers: number;
  /** `CheckRequest.simulate` */
  readonly simulate: number | null;
  readonly timeoutMs: number;
  /** The same for the survey behind a violation: the verdict stands then, and the check is not made again with more threads. */
  readonly surveyMs: number;
  readonly heapMb: number;
  readonly readSource: ReadSource;
  /** Where workers of a distributed search meet; null or absent: the search is made here. */
  readonly meeting?: Meeting | null;
  /** Where the search for rules and invariants is kept if it is stopped; null or absent: nowhere. */
  readonly place?: SearchPlace | null;
  readonly progress?: (statistics: Statistics) => void;
}

/** Checks a compiled model: rules and invariants first, which a deadlock ends soonest; eventualities only when these hold. */
export async function checkOne(compilation: Compilation, tools: CheckTools, options: RunOptions, signal: AbortSignal): Promise<ResultBody> {
  const run: Run = (config, checkDeadlock) => runWith(compilation, compilation, config, checkDeadlock, tools, options, signal);
  const conclude: Conclude = (result, violation) =>
    violated(compilation, compilation, result, violation, { prints: result.prints, whole: false }, tools, options, signal);
  const here = (): Promise<TlcRunResult> => searchRules(compilation, tools, options, signal);
  const { meeting = null } = options;
  const searched =
    meeting === null ? { run: await here(), observed: true } : await together(compilation, tools, options, meeting, here, signal);
  if ("outcome" in searched) return searched;
  const { run: safety, observed } = searched;
  if (options.simulate !== null && safety.outcome === "incomplete") return simulated(options.simulate, safety);
  const none = noVerdict(safety, options.timeoutMs, compilation.reductions);
  if (none !== null) return none;
  if (safety.outcome === "invariant") return conclude(safety, { kind: "invariant", name: safety.name });
  if (safety.outcome === "deadlock") return conclude(safety, { kind: "no-successor" });
  const seen = seenIn(safety.prints);
  const lockdep = observed ? await opinionOf(compilation, seen, null, tools.judge, signal) : null;
  const search = searchedBy(safety, compilation, tools, seen.observations, observed, lockdep);
  const explored = observed ? exploredBy(search, compilation, null) : withoutPlaces(exploredBy(search, compilation, null));
  const witnessed = await witnesses(compilation, run, options, explored, observed ? safety : null);
  if ("outcome" in witnessed) return witnessed;
  const unfulfilled = await eventualities(compilation, { prints: safety.prints, whole: observed }, tools, options, signal);
  if (unfulfilled !== null) return unfulfilled;
  const vacuity = observed ? vacuitiesOf(compilation.located, exercisedOf(safety.prints, compilation), options.readSource) : [];
  return { outcome: "verified", ...explored, witnesses: [...witnessed], vacuity };
}

/** The search for rules and invariants with workers of other machines, too. */
function together(
  compilation: Compilation,
  tools: CheckTools,
  options: RunOptions,
  meeting: Meeting,
  here: () => Promise<TlcRunResult>,
  signal: AbortSignal,
): Promise<FoundTogether> {
  const request = requestFor(compilation, compilation, compilation.emitted.runs.distributed, true, tools, options, null);
  return searchTogether(request, meeting, here, signal);
}

/** The run that may be kept, and gone on with. What it printed is what all its parts did. */
async function searchRules(compilation: Compilation, tools: CheckTools, options: RunOptions, signal: AbortSignal): Promise<TlcRunResult> {
  const { place = null } = options;
  const checkpoint = place === null ? null : { folder: place.folder, about: place.about, resume: place.kept !== null };
  const run = await runWith(compilation, compilation, compilation.emitted.runs.safety, true, tools, options, signal, checkpoint);
  return place?.kept == null ? run : { ...run, prints: printsOfParts(place.kept.prints, run.prints) };
}

type Run = (config: TlcConfig, checkDeadlock: boolean) => Promise<TlcRunResult>;
/** What a search for rules printed. */
interface Told {
  readonly prints: TlcRunResult["prints"];
  /** It has seen all states. */
  readonly whole: boolean;
}
type Conclude = (result: TlcRunResult, violation: Violation) => Promise<ResultBody>;

type Witnesses = Extract<ResultBody, { outcome: "verified" }>["witnesses"];

/** Of the interpreter's search for a way: what it mostly needs some hundredths of. */
const BOUNDS_OF_A_WAY = { maxStates: 100_000, maxMilliseconds: 1000 };

/**
 * The way to a state of each `reachable`. That there is one `safety` has told, which has seen all states; a shortest one the interpreter
 * finds in no time. Where it is far, where nothing was told, and when the search was made elsewhere, TLC looks for it: it takes the negation
 * for an invariant.
 */
async function witnesses(
  compilation: Compilation,
  run: Run,
  options: RunOptions,
  explored: Explored,
  safety: TlcRunResult | null,
): Promise<Witnesses | ResultBody> {
  const found: Witnesses = [];
  const fulfilled = safety === null ? new Set() : fulfilledIn(safety.prints, compilation);
  for (const { config, reachable } of compilation.emitted.runs.witnesses) {
    const told = fulfilled.has(reachable.name);
    const near = told ? shortestWay(compilation.located, reachable, BOUNDS_OF_A_WAY) : null;
    const far = near === null ? await searchedWay(compilation, run, config, options, told ? reachable.name : null) : null;
    if (far !== null && "outcome" in far) return far;
    const trace = near === null ? far?.trace : writtenInOrder(compilation, near);
    if (trace === undefined) return neverReached(reachable, explored);
    const prints = safety?.prints ?? far?.prints ?? [];
    const locks = lockPrinter(compilation.located.program, observationsOf(prints), safety !== null);
    found.push({ property: reachable.name, at: reachable.span, trace: buildTrace(trace, compilation, options.readSource, locks).trace });
  }
  return found;
}

type SearchedWay = Pick<TlcRunResult, "prints"> & { readonly trace: TlcTrace };

/** Null when there is none. `told`: the name of what another search has told to be reachable. */
async function searchedWay(
  compilation: Compilation,
  run: Run,
  config: TlcConfig,
  options: RunOptions,
  told: string | null,
): Promise<SearchedWay | ResultBody | null> {
  const result = await run(config, false);
  const none = noVerdict(result, options.timeoutMs, compilation.reductions);
  if (none !== null) return none;
  if (result.outcome !== "invariant")
    return told === null
      ? null
      : failure("tlc-failed", `one search tells that '${told}' is reachable, and another finds no way there.`, result);
  const whole = replayed(compilation, compilation, result);
  return "outcome" in whole ? whole : { trace: whole.trace, prints: result.prints };
}

/** Null when all hold. */
async function eventualities(
  compilation: Compilation,
  told: Told,
  tools: CheckTools,
  options: RunOptions,
  signal: AbortSignal,
): Promise<ResultBody | null> {
  if (compilation.emitted.runs.progress === null) return null;
  const specification = compilation.temporal();
  // What the properties are called there may differ: with other variables other names are taken.
  const { progress, fair } = specification.emitted.runs;
  if (progress === null) return null;
  const run: Run = (config) => runWith(compilation, specification, config, false, tools, options, signal);
  const conclude: Conclude = (result, violation) => violated(compilation, specification, result, violation, told, tools, options, signal);
  const least = await run(progress, false);
  const none = noVerdict(least, options.timeoutMs, compilation.reductions);
  if (none !== null) return withSafety(none);
  if (least.outcome !== "temporal") return null;
  for (const { config, single } of fair) {
    const together = await run(config, false);
    const undecided = noVerdict(together, options.timeoutMs, compilation.reductions);
    if (undecided !== null) return withSafety(undecided);
    if (together.outcome === "temporal") return nameEventuality(compilation, together, single, run, options, conclude);
  }
  return null;
}

/** What is known when only the eventualities are undecided. */
function withSafety(body: ResultBody): ResultBody {
  return body.outcome === "inconclusive"
    ? { ...body, message: `${body.message} All rules and invariants hold; the eventualities are not decided.` }
    : body;
}

/** TLC does not say which of several eventualities is violated: they are tried one by one. */
async function nameEventuality(
  compilation: Compilation,
  together: TlcRunResult,
  single: CheckRuns["fair"][number]["single"],
  run: Run,
  options: RunOptions,
  conclude: Conclude,
): Promise<ResultBody> {
  for (const { config, eventually } of single) {
    const alone = single.length === 1 ? together : await run(config, false);
    const none = noVerdict(alone, options.timeoutMs, compilation.reductions);
    if (none !== null) return withSafety(none);
    if (alone.outcome === "temporal") return conclude(alone, { kind: "temporal", property: eventually });
  }
  throw new Error("TLC found a violated eventuality and none of them is violated alone");
}

/** A counterexample is shown only if the second reading of the model, too, takes it for an execution. */
function replayed(
  compilation: Compilation,
  specification: Specification,
  { trace }: TlcRunResult,
): Extract<WholeTrace, { fits: true }> | ResultBody {
  if (trace === null) throw new Error("a violation without a trace");
  const whole = wholeTrace(compilation, specification, trace);
  return whole.fits ? whole : refusal(compilation, specification, trace, whole);
}

async function violated(
  compilation: Compilation,
  specification: Specification,
  run: TlcRunResult,
  violation: Violation,
  told: Told,
  tools: CheckTools,
  options: RunOptions,
  signal: AbortSignal,
): Promise<ResultBody> {
  const whole = replayed(compilation, specification, run);
  if ("outcome" in whole) return whole;
  const early = observationsOf(told.prints);
  const tlc = (): Promise<TlcRunResult> =>
    runWith(compilation, compilation, compilation.emitted.runs.survey, false, tools, { ...options, timeoutMs: options.surveyMs }, signal);
  // A model that is too large to search is too large for this, too.
  const surveys = tellsLockdep(compilation.located) && options.simulate === null;
  const seen = told.whole ? seenIn(told.prints) : surveys ? await survey(compilation, early, tlc) : null;
  const complete = seen !== null;
  const observations = seen?.observations ?? early;
  const built = build(compilation, whole, observations, complete, options);
  const locks = lockPrinter(compilation.located.program, observations, complete);
  const finding = findingOf(violation, built, compilation, observations, locks);
  const lockdep = await opinionOf(compilation, seen, finding.kind, tools.judge, signal);
  const search = searchedBy(run, compilation, tools, observations, complete, lockdep);
  const explored = exploredBy(search, compilation, { finding, last: built.last });
  return { outcome: "violated", finding, trace: built.trace, ...explored };
}

/** `complete`: the observations cover all reachable states. */
function searchedBy(
  run: TlcRunResult,
  { reductions }: Compilation,
  tools: CheckTools,
  observations: Observations,
  complete: boolean,
  lockdep: Lockdep | null,
): Searched {
  return {
    statistics: statisticsOf(run.statistics, reductions),
    observations,
    complete,
    engine: run.version ?? "TLC",
    jarSha256: tools.jar.sha256,
    lockdep,
  };
}

function build(
  compilation: Compilation,
  { trace }: Extract<WholeTrace, { fits: true }>,
  observations: Observations,
  complete: boolean,
  options: RunOptions,
): BuiltTrace {
  return buildTrace(trace, compilation, options.readSource, lockPrinter(compilation.located.program, observations, complete));
}

function runWith(
  compilation: Compilation,
  specification: Specification,
  configuration: TlcConfig,
  checkDeadlock: boolean,
  tools: CheckTools,
  options: RunOptions,
  signal: AbortSignal,
  checkpoint: TlcCheckpoint | null = null,
): Promise<TlcRunResult> {
  return tools.pool.run(requestFor(compilation, specification, configuration, checkDeadlock, tools, options, checkpoint), signal);
}

function requestFor(
  compilation: Compilation,
  { module }: Specification,
  configuration: TlcConfig,
  checkDeadlock: boolean,
  tools: CheckTools,
  options: RunOptions,
  checkpoint: TlcCheckpoint | null,
): TlcRequest {
  const { moduleName } = compilation;
  const { progress } = options;
  return {
    files: { ...extendedBy(module, tools.library), [`${moduleName}.tla`]: module, [`${moduleName}.cfg`]: printConfig(configuration) },
    module: moduleName,
    jar: tools.jar,
    java: tools.java,
    workers: options.workers,
    profile: options.workers === 1 ? "short" : "long",
    heapMb: options.heapMb,
    timeoutMs: options.timeoutMs,
    simulation: options.simulate === null ? null : { executions: options.simulate, states: SIMULATED_STATES },
    checkDeadlock,
    checkpoint,
    keepDirectory: "on-failure",
    ...(progress === undefined
      ? {}
      : {
          onProgress: (now) =>
            progress({
              generated: now.generated,
              distinct: now.distinct,
              depth: now.depth,
              queue: now.queue,
              collisionProbability: null,
              reductions: [...compilation.reductions],
            }),
        }),
  };
}
