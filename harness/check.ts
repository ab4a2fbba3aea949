// The main job: model files in, one result for each model × version × configuration out. Sequences planning, tools, cache and runs.

import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import pLimit from "p-limit";
import type { Compilation } from "../codegen/compile.js";
import { registry } from "../codegen/diagnostics/registry.js";
import { printConfig } from "../codegen/tla/print.js";
import { cacheDirectory, findJava, locateJar, openTlcPool, type TlcPool } from "../tla-tools/index.js";
import { modelSources } from "./cache/model-sources.js";
import { type CheckKey, openCache, type ResultCache } from "./cache.js";
import { fileHost, type RecordingHost } from "./host.js";
import { readLibrary } from "./library.js";
import { type Planned, type Prepared, planFiles, planMissing } from "./plan/prepare.js";
import type { CheckEvents, CheckRequest, CompiledModel } from "./request.js";
import { type CheckResult, SCHEMA_VERSION } from "./result.js";
import { checkBuiltin } from "./run/check-builtin.js";
import { checkOne, type Tools } from "./run/check-one.js";
import { expectationOf, isAsExpected } from "./run/expectation.js";
import type { ResultBody } from "./run/outcome.js";
import { sourceReader } from "./source-text.js";

/** Checks everything the request names. Never throws for a bad model, a violation, or a tool that fails. */
export async function checkModels(request: CheckRequest, events: CheckEvents, signal: AbortSignal): Promise<readonly CheckResult[]> {
  const pool = openTlcPool();
  try {
    return await checkWith(pool, request, events, signal);
  } finally {
    await pool.close();
  }
}

async function checkWith(pool: TlcPool, request: CheckRequest, events: CheckEvents, signal: AbortSignal): Promise<readonly CheckResult[]> {
  const host = fileHost(request.root);
  const tools = request.engine === "builtin" ? null : findTools(pool, signal);
  const planned = planAll(host, request);
  events.planned?.(planned.map(({ subject }) => subject));
  const cache = request.cache ? await openResultCache() : null;
  const limit = pLimit(Math.max(1, Math.floor(availableParallelism() / request.workers)));
  const results = await Promise.all(planned.map((plan) => limit(() => checkPlanned(plan, host, request, tools, cache, events, signal))));
  cache?.storeRun(request, host, results);
  return results;
}

/** Compiles everything the request names, without checking it. */
export async function compileModels(
  request: CheckRequest,
): Promise<{ readonly compiled: readonly CompiledModel[]; readonly rejected: readonly CheckResult[] }> {
  const host = fileHost(request.root);
  const library = readLibrary();
  const compiled: CompiledModel[] = [];
  const rejected: CheckResult[] = [];
  for (const { subject, compile } of planAll(host, request)) {
    const prepared = compile();
    if (prepared.kind === "rejected") rejected.push(finish({ subject, compile }, null, rejection(prepared), 0));
    else compiled.push({ subject, module: prepared.compilation.moduleName, files: filesOf(prepared.compilation, library) });
  }
  return Promise.resolve({ compiled, rejected });
}

function planAll(host: RecordingHost, request: CheckRequest): readonly Planned[] {
  const found = request.models.map((path) => ({ path, sources: modelSources({ ...request, models: [path] }) }));
  const files = [...new Set(found.flatMap(({ sources }) => [...(sources?.keys() ?? [])]))];
  const missing = found.filter(({ sources }) => sources === null).map(({ path }) => planMissing(host, resolve(request.root, path)));
  return [...missing, ...planFiles(host, files, request)];
}

async function checkPlanned(
  plan: Planned,
  host: RecordingHost,
  request: CheckRequest,
  finding: Promise<Tools | ResultBody> | null,
  cache: ResultCache | null,
  events: CheckEvents,
  signal: AbortSignal,
): Promise<CheckResult> {
  const began = performance.now();
  events.started?.(plan.subject);
  const result = await judge(plan, host, request, finding, cache, events, signal, began);
  events.finished?.(result);
  return result;
}

async function judge(
  plan: Planned,
  host: RecordingHost,
  request: CheckRequest,
  finding: Promise<Tools | ResultBody> | null,
  cache: ResultCache | null,
  events: CheckEvents,
  signal: AbortSignal,
  began: number,
): Promise<CheckResult> {
  const elapsed = (): number => Math.round(performance.now() - began);
  const prepared = plan.compile();
  if (prepared.kind === "rejected") return finish(plan, null, rejection(prepared), elapsed());
  const bounds = { timeoutMs: request.timeoutMs, readSource: sourceReader(host) };
  if (finding === null) return finish(plan, prepared, checkBuiltin(prepared.compilation, bounds), elapsed());
  const tools = await finding;
  if ("outcome" in tools) return finish(plan, prepared, tools, elapsed());
  const key = keyOf(plan, host, prepared, tools, request);
  const known = cache?.lookup(key);
  if (known != null) return known;
  const { progress } = events;
  const options = {
    workers: request.workers,
    timeoutMs: request.timeoutMs,
    heapMb: request.heapMb,
    readSource: sourceReader(host),
    ...(progress === undefined ? {} : { progress: (statistics: Parameters<typeof progress>[1]) => progress(plan.subject, statistics) }),
  };
  const body = await checkOne(prepared.compilation, tools, options, signal);
  const result = finish(plan, prepared, body, elapsed());
  cache?.store(key, result);
  return result;
}

async function findTools(pool: TlcPool, signal: AbortSignal): Promise<Tools | ResultBody> {
  const [java, jar] = await Promise.all([findJava(process.env), locateJar({ env: process.env, signal })]);
  if (java.kind === "failed") return toolFailure("java-unusable", java.message);
  if (jar.kind === "failed") return toolFailure("jar-unusable", jar.message);
  return { java: java.java, jar: jar.jar, pool, library: readLibrary() };
}

function toolFailure(name: "java-unusable" | "jar-unusable", reason: string): ResultBody {
  return { outcome: "tool-failure", code: registry[name].code, message: registry[name].message.replace("{reason}", reason), detail: [] };
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
  milliseconds: number,
): CheckResult {
  const expectation = prepared === null ? null : expectationOf(prepared.compilation.located.program);
  return {
    schemaVersion: SCHEMA_VERSION,
    subject: plan.subject,
    expectation,
    asExpected: isAsExpected(body, expectation),
    cached: false,
    milliseconds,
    ...body,
  };
}

/** Everything the result depends on: the specification, and what maps it back to the source. */
function keyOf(
  plan: Planned,
  host: RecordingHost,
  { compilation }: Extract<Prepared, { kind: "compiled" }>,
  tools: Tools,
  request: CheckRequest,
): CheckKey {
  const { program, graphs } = compilation.located;
  return {
    files: filesOf(compilation, tools.library),
    jarSha256: tools.jar.sha256,
    about: [
      ...sourcesOf(compilation, host),
      JSON.stringify(plan.subject),
      JSON.stringify(program.expectation),
      JSON.stringify(graphs.map((graph) => graph.locations.map(({ label, node }) => [label, node.span, node.stack]))),
    ],
    options: { workers: request.workers, reductions: request.reductions.join(",") },
  };
}

/** Texts of the model files that reports quote. */
function sourcesOf({ located }: Compilation, host: RecordingHost): readonly string[] {
  const files = new Set(located.graphs.flatMap((graph) => graph.locations.map(({ node }) => node.span.file)));
  return [...files].sort().map((file) => host.readFile(resolve(host.root, file)) ?? "");
}

/** The module, the configuration of its main run, that of each witness and of each fair run, and the library. */
function filesOf(
  { moduleName, module, emitted }: Compilation,
  library: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { safety, witnesses, progress, fair } = emitted.runs;
  const witnessFiles = Object.fromEntries(
    witnesses.map(({ config }) => [`${moduleName}.${config.invariants.join("-")}.cfg`, printConfig(config)]),
  );
  const temporal = [...(progress === null ? [] : [progress]), ...fair.map(({ config }) => config)];
  const temporalFiles = Object.fromEntries(temporal.map((config) => [`${moduleName}.${config.specification}.cfg`, printConfig(config)]));
  return { [`${moduleName}.tla`]: module, [`${moduleName}.cfg`]: printConfig(safety), ...witnessFiles, ...temporalFiles, ...library };
}

async function openResultCache(): Promise<ResultCache | null> {
  const folder = await cacheDirectory(process.env);
  return folder === null ? null : openCache(folder);
}
