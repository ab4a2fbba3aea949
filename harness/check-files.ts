// Model files and tools in, one result for each model × version × configuration out. Sequences planning, compilation, cache and runs.

import { resolve } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import { cacheDirectory, type Meeting, type MeetingNews, temporaryFolder } from "../tla-tools/index.js";
import { modelSources } from "./cache/model-sources.js";
import { isVerdict } from "./cache/stored-results.js";
import { openCache, type ResultCache } from "./cache.js";
import { filesOf, keyOf } from "./check-key.js";
import { prepareJvms } from "./find-tools.js";
import { fileHost, type RecordingHost } from "./host.js";
import { readLibrary } from "./library.js";
import { createJudge } from "./lockdep/judge.js";
import { type Planned, type Prepared, planFiles, planMissing } from "./plan/prepare.js";
import { repeatOptions } from "./repeat-options.js";
import type { CheckEvents, CheckRequest, CompiledModel, DistributedSearch } from "./request.js";
import { type CheckResult, SCHEMA_VERSION, type Subject } from "./result.js";
import { checkBuiltin } from "./run/check-builtin.js";
import { checkOne } from "./run/check-one.js";
import type { CheckTools, Tools } from "./run/checking.js";
import { expectationOf, isAsExpected } from "./run/expectation.js";
import { dropSearch, isSearchKept, type SearchPlace, searchPlaceOf, tidySearches } from "./run/kept-search.js";
import { isTooLarge, limitsAlone, limitsBeside, type RunLimits } from "./run/limits.js";
import type { ResultBody } from "./run/outcome.js";
import { type Lanes, lanesOf, openLanes, TOO_LARGE } from "./schedule.js";
import { sourceReader } from "./source-text.js";

/** Where to check: TLC, or what is wrong with it; null is for the builtin engine. */
export type AskedTools = Promise<Tools | ResultBody> | null;

/** Checks everything the request names. What is compiled is checked while the rest is compiled. */
export async function checkFiles(
  request: CheckRequest,
  tools: AskedTools,
  events: CheckEvents,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  await setTimeout(BREATH_MS);
  if (signal.aborted) return [];
  const { host, planned } = plan(request, events);
  // One file may have many versions.
  tools?.then((found) => ("outcome" in found ? undefined : prepareJvms(found, request, planned.length))).catch(() => undefined);
  const cache = request.cache ? await openResultCache() : null;
  const lanes = checkingLanes(host, request, tools, cache, events, signal);
  for await (const compiled of compileEach(planned, signal)) lanes.add(compiled);
  const begun = await lanes.results();
  const results = [...begun, ...planned.slice(begun.length).map((one) => told(stopped(one, request), events))];
  cache?.storeRun(request, host, results);
  return results;
}

/** Everything the request names, compiled. */
export interface PreparedChecks {
  readonly host: RecordingHost;
  readonly compiled: readonly Compiled[];
}

export async function prepareChecks(request: CheckRequest, events: CheckEvents): Promise<PreparedChecks> {
  const { host, planned } = plan(request, events);
  const compiled: Compiled[] = [];
  for await (const one of compileEach(planned, null)) compiled.push(one);
  return { host, compiled };
}

export async function runPrepared(
  { host, compiled }: PreparedChecks,
  request: CheckRequest,
  tools: AskedTools,
  cache: ResultCache | null,
  events: CheckEvents,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  const lanes = checkingLanes(host, request, tools, cache, events, signal);
  for (const one of compiled) lanes.add(one);
  return lanes.results();
}

function plan(request: CheckRequest, events: CheckEvents): { readonly host: RecordingHost; readonly planned: readonly Planned[] } {
  const host = fileHost(request.root);
  const planned = planAll(host, request);
  events.planned?.(planned.map(({ subject }) => subject));
  return { host, planned };
}

function checkingLanes(
  host: RecordingHost,
  request: CheckRequest,
  tools: AskedTools,
  cache: ResultCache | null,
  events: CheckEvents,
  signal: AbortSignal,
): Lanes<Compiled, CheckResult> {
  const judging = tools?.then((found) => ("outcome" in found ? found : withJudge(found, request))) ?? null;
  const check = async (one: Compiled, limits: RunLimits): Promise<CheckResult> =>
    judge(one, host, request, limits, await judging, cache, events, signal);
  const beside = async (one: Compiled): Promise<CheckResult | typeof TOO_LARGE> => {
    events.started?.(one.plan.subject);
    const limits = limitsBeside(request);
    if (limits.attempt === "trial" && (await isSearchKept(one.plan.subject, request))) return TOO_LARGE;
    const result = await check(one, limits);
    return isTooLarge(result, limits) ? TOO_LARGE : told(result, events);
  };
  const alone = async (one: Compiled): Promise<CheckResult> => told(await check(one, limitsAlone(request)), events);
  return openLanes(lanesOf(request), sizeOf, beside, alone);
}

function told(result: CheckResult, events: CheckEvents): CheckResult {
  events.finished?.(result);
  return result;
}

/** Far longer than lockdep's rules need for any model. */
const JUDGE_MS = 60_000;

/** One judge for all checks, so that it judges several together. */
function withJudge(tools: Tools, { heapMb }: CheckRequest): CheckTools {
  return { ...tools, judge: createJudge(tools, { timeoutMs: JUDGE_MS, heapMb }) };
}

/** A plan that was compiled, or rejected, and how long that took. */
export interface Compiled {
  readonly plan: Planned;
  readonly prepared: Prepared;
  readonly milliseconds: number;
}

/** Between two models the checks that go on meanwhile write and read their files: many short waits, for each of which one turn is not enough. */
const BREATH_MS = 5;

/** In between, signals are heard, and checks go on; what comes after `signal` is not compiled. */
async function* compileEach(planned: readonly Planned[], signal: AbortSignal | null): AsyncGenerator<Compiled> {
  for (const one of planned) {
    if (signal?.aborted === true) return;
    const began = performance.now();
    const prepared = one.compile();
    yield { plan: one, prepared, milliseconds: performance.now() - began };
    await setTimeout(BREATH_MS);
  }
}

/** What a check will cost, roughly: the text of its specification grows with the code, and the states with both. What is rejected costs nothing. */
function sizeOf({ prepared }: Compiled): number {
  return prepared.kind === "rejected" ? Number.POSITIVE_INFINITY : prepared.compilation.module.length;
}

/** Compiles everything the request names, without checking it. */
export function compileFiles(request: CheckRequest): {
  readonly compiled: readonly CompiledModel[];
  readonly rejected: readonly CheckResult[];
} {
  const host = fileHost(request.root);
  const library = readLibrary();
  const compiled: CompiledModel[] = [];
  const rejected: CheckResult[] = [];
  for (const { subject, compile } of planAll(host, request)) {
    const prepared = compile();
    if (prepared.kind === "rejected") rejected.push(finish({ subject, compile }, null, rejection(prepared), request, 0));
    else compiled.push({ subject, module: prepared.compilation.moduleName, files: filesOf(prepared.compilation, library) });
  }
  return { compiled, rejected };
}

function planAll(host: RecordingHost, request: CheckRequest): readonly Planned[] {
  const found = request.models.map((path) => ({ path, sources: modelSources({ ...request, models: [path] }) }));
  const files = [...new Set(found.flatMap(({ sources }) => [...(sources?.keys() ?? [])]))];
  const missing = found.filter(({ sources }) => sources === null).map(({ path }) => planMissing(host, resolve(request.root, path)));
  return [...missing, ...planFiles(host, files, request)];
}

async function judge(
  { plan, prepared, milliseconds }: Compiled,
  host: RecordingHost,
  request: CheckRequest,
  limits: RunLimits,
  tools: CheckTools | ResultBody | null,
  cache: ResultCache | null,
  events: CheckEvents,
  signal: AbortSignal,
): Promise<CheckResult> {
  const began = performance.now() - milliseconds;
  const elapsed = (): number => Math.round(performance.now() - began);
  if (prepared.kind === "rejected") return finish(plan, null, rejection(prepared), request, elapsed());
  if (tools === null) {
    // So that Ctrl-C and changes of files are heard between two checks.
    await setImmediate();
    return finish(plan, prepared, signal.aborted ? STOPPED : builtin(prepared, host, request), request, elapsed());
  }
  if ("outcome" in tools) return finish(plan, prepared, tools, request, elapsed());
  const key = keyOf(plan.subject, host, prepared.compilation, tools, request);
  const known = cache?.lookup(key);
  if (known != null) return { ...known, options: repeatOptions(request) };
  // What is given up soon to be made again with more threads is not kept.
  const place = limits.attempt === "trial" ? null : await searchPlaceOf(plan.subject, prepared.compilation, tools, limits, request);
  if (place !== null && "outcome" in place) return finish(plan, prepared, place, request, elapsed());
  if (request.checkpoints === "resume" && (limits.attempt !== "second" || place?.kept != null))
    events.remark?.(plan.subject, beginning(place));
  const { progress } = events;
  const options = {
    workers: place?.kept == null ? limits.workers : place.workers,
    timeoutMs: limits.timeoutMs,
    surveyMs: request.timeoutMs,
    place,
    simulate: request.simulate,
    meeting: meetingOf(plan.subject, request, events),
    heapMb: request.heapMb,
    ...(limits.attempt === "second" ? { temporaryDirectory: temporaryFolder() } : {}),
    readSource: sourceReader(host),
    ...(progress === undefined ? {} : { progress: (statistics: Parameters<typeof progress>[1]) => progress(plan.subject, statistics) }),
  };
  const body = await checkOne(prepared.compilation, tools, options, signal);
  const result = finish(plan, prepared, body, request, elapsed());
  cache?.store(key, result);
  if (place !== null) await (isVerdict(result) ? dropSearch(place) : tidySearches(place));
  return result;
}

function meetingOf(subject: Subject, { distributed }: CheckRequest, events: CheckEvents): Meeting | null {
  if (distributed === undefined) return null;
  const { host, port, waitMs } = distributed;
  return { point: { host, port }, waitMs, onNews: (news) => events.remark?.(subject, newsText(news, distributed)) };
}

function newsText(news: MeetingNews, { host, port, waitMs }: DistributedSearch): string {
  switch (news.kind) {
    case "ready":
      return `waits for workers, ${Math.round(waitMs / 1000)} s for the first: lockproof worker ${host}:${port}`;
    case "came":
      return `a worker thread came, ${news.threads} in all`;
    case "lost":
      return `a worker thread was lost, ${news.threads} left; what it was given is given to others`;
  }
}

function beginning(place: SearchPlace | null): string {
  if (place?.kept == null) return "no search of it was stopped: begins from the start";
  const { distinct } = place.kept;
  return `goes on with the search that was stopped${distinct === null ? "" : ` after ${distinct.toLocaleString("en-US")} states`}`;
}

function builtin({ compilation }: Extract<Prepared, { kind: "compiled" }>, host: RecordingHost, request: CheckRequest): ResultBody {
  const { timeoutMs, maxStates } = request;
  return checkBuiltin(compilation, { timeoutMs, readSource: sourceReader(host), ...(maxStates === undefined ? {} : { maxStates }) });
}

const STOPPED: ResultBody = {
  outcome: "inconclusive",
  reason: "interrupted",
  message: "The check was interrupted before it began.",
  hints: [],
  statistics: { generated: null, distinct: null, depth: null, queue: null, collisionProbability: null, reductions: [] },
};

function stopped(plan: Planned, request: CheckRequest): CheckResult {
  return finish(plan, null, STOPPED, request, 0);
}

function rejection(prepared: Extract<Prepared, { kind: "rejected" }>): ResultBody {
  return {
    outcome: "rejected",
    diagnostics: prepared.diagnostics.map(({ code, message, repair, span, notes }) => ({
      code,
      message: `${message} ${repair}`.trim(),
      span,
      notes: notes.map((note) => ({ message: note.message, span: note.span })),
    })),
  };
}

function finish(
  plan: Planned,
  prepared: Extract<Prepared, { kind: "compiled" }> | null,
  body: ResultBody,
  request: CheckRequest,
  milliseconds: number,
): CheckResult {
  const expectation = prepared === null ? null : expectationOf(prepared.compilation.located.program);
  return {
    schemaVersion: SCHEMA_VERSION,
    subject: plan.subject,
    expectation,
    asExpected: isAsExpected(body, expectation, request.strict),
    options: repeatOptions(request),
    cached: false,
    milliseconds,
    ...body,
  };
}

export async function openResultCache(): Promise<ResultCache | null> {
  const folder = await cacheDirectory(process.env);
  return folder === null ? null : openCache(folder);
}
