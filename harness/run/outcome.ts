// What TLC's outcome means for a check. `verified` is TLC's word alone; everything that is neither a verdict nor a limit is a failure of a tool.

import { statfsSync } from "node:fs";
import type { Reduction } from "../../codegen/analysis/reductions.js";
import { registry } from "../../codegen/diagnostics/registry.js";
import { type TlcRunResult, type TlcStatistics, temporaryFolder } from "../../tla-tools/index.js";
import type { CheckResult, Statistics } from "../result.js";

type Body<Outcome extends CheckResult["outcome"]> = Omit<
  Extract<CheckResult, { outcome: Outcome }>,
  "schemaVersion" | "subject" | "expectation" | "asExpected" | "options" | "cached" | "milliseconds"
>;
/** A result without what is the same for every outcome. */
export type ResultBody = Body<"verified"> | Body<"violated"> | Body<"rejected"> | Body<"inconclusive"> | Body<"tool-failure">;

/** A random execution is given up after so many states: it may go on for ever. */
export const SIMULATED_STATES = 300;

/** Some executions went well, which is no verdict about all of them. */
export function simulated(executions: number, { statistics }: TlcRunResult): ResultBody {
  const states = statistics.generated === null ? "" : `, ${statistics.generated.toLocaleString("en-US")} states in all,`;
  return {
    outcome: "inconclusive",
    reason: "simulated",
    message:
      `Nothing is wrong in ${executions.toLocaleString("en-US")} random executions of at most ${SIMULATED_STATES.toLocaleString("en-US")} steps` +
      `${states} which verifies nothing. Rules and invariants were checked, eventualities were not.`,
    hints: ["try more: --simulate with a larger number", "search all executions, with smaller parameters: --set name=value"],
    statistics: { ...statisticsOf(statistics, []), distinct: null, queue: null, depth: null },
  };
}

/** The result of a run that reached no verdict; null when it did reach one. */
export function noVerdict(run: TlcRunResult, timeoutMs: number, reductions: readonly Reduction[]): ResultBody | null {
  const statistics = statisticsOf(run.statistics, reductions);
  const inconclusive = (reason: Body<"inconclusive">["reason"], message: string, hints: readonly string[]): ResultBody => ({
    outcome: "inconclusive",
    reason,
    message,
    hints: [...hints],
    statistics,
  });
  switch (run.outcome) {
    case "verified":
    case "invariant":
    case "deadlock":
    case "temporal":
      return null;
    case "timeout":
      return inconclusive("timeout", `${Math.round(timeoutMs / 1000)} s passed${progressText(run.statistics)}.`, [
        ...goOn(run),
        "use smaller parameters: --set name=value",
        "allow more time: --timeout 10m",
        "use more threads: --workers 2",
      ]);
    case "interrupted":
      return inconclusive("interrupted", `Stopped before the search was complete${progressText(run.statistics)}.`, goOn(run));
    case "out-of-memory":
      return inconclusive("out-of-memory", `Java's heap was full${progressText(run.statistics)}.`, [
        ...goOn(run),
        "allow a larger heap: --heap 4g",
        "use smaller parameters: --set name=value",
      ]);
    case "killed":
      return inconclusive("killed", `TLC was ended by ${run.signal}, perhaps because memory was short.`, [
        ...goOn(run),
        "use a smaller heap: --heap 512m",
        "use smaller parameters: --set name=value",
      ]);
    case "output-limit":
    case "incomplete":
      return inconclusive("limit", run.outcome === "incomplete" ? run.reason : run.text, ["use smaller parameters: --set name=value"]);
    case "disk-full":
      return failure("tlc-failed", "a file could not be written.", run);
    case "tool-failure":
      return failure("tlc-failed", run.message, run);
    case "assertion":
    case "action-property":
    case "property-initial":
    case "assumption":
    case "evaluation-error":
    case "spec-error":
    case "no-initial-state":
    case "stack-overflow":
      return failure("specification-refused", "text" in run ? (run.text.split("\n")[0] ?? run.outcome) : run.outcome, run);
  }
}

const goOn = ({ kept }: TlcRunResult): readonly string[] => (kept ? ["go on from here: the same again, with --resume"] : []);

export function failure(name: "tlc-failed" | "specification-refused", reason: string, run: TlcRunResult): ResultBody {
  const badJar = run.outcome === "tool-failure" && run.reason === "bad-jar";
  const { code, message, repair } = registry[badJar ? "jar-unusable" : name];
  const kept = run.directory === null ? [] : [`kept: ${run.directory}`];
  const detail = "text" in run ? run.text.split("\n") : [];
  const where = badJar && process.env["TLA2TOOLS_JAR"] !== undefined ? ` (TLA2TOOLS_JAR names ${process.env["TLA2TOOLS_JAR"]})` : "";
  return {
    outcome: "tool-failure",
    code,
    message: `${message.replace("{reason}", `${sentence(`${reason.replace(/\.$/, "")}${where}`)}${diskHint()}`)} ${repair}`,
    detail: [...detail.slice(0, 20), ...run.process.errorTail.slice(-5), ...run.process.outputTail.slice(-5), ...kept],
  };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A full temporary folder shows in many ways; the folder itself is the best witness. */
function diskHint(): string {
  const folder = temporaryFolder();
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < 4 * 1024 * 1024
      ? ` The temporary folder ${folder} has no space left: free some, or let TMPDIR name another folder.`
      : "";
  } catch {
    return ` The temporary folder ${folder} cannot be used: let TMPDIR name a folder that exists.`;
  }
}

export function statisticsOf(statistics: TlcStatistics, reductions: readonly Reduction[]): Statistics {
  const { generated, distinct, depth, queue, collision } = statistics;
  const collisionProbability = collision === null ? null : String(collision.optimistic);
  return { generated, distinct, depth, queue, collisionProbability, reductions: [...reductions] };
}

function progressText(statistics: TlcStatistics): string {
  const { depth, distinct, queue } = statistics;
  if (distinct === null) return "";
  const growing = queue === null ? "" : `, ${queue.toLocaleString("en-US")} waiting`;
  return `${depth === null ? "" : ` at depth ${depth}`}; ${distinct.toLocaleString("en-US")} states${growing}`;
}
