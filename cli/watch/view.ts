// What `lockproof watch` prints: a row for each answer with the engine that gave it, the report of each that is not as expected, and at the
// end whether TLC confirms.

import type { CheckResult, Subject } from "../../harness/result.js";
import type { Change } from "../../harness/watch.js";
import { paint, visible } from "../../report/lines.js";
import { count, isBuiltin } from "../../report/names.js";
import type { RenderOptions } from "../../report/options.js";
import { renderRow, tableWidths, verdictText } from "../../report/table.js";
import { renderReport } from "../../report/terminal.js";
import type { Console } from "../services.js";

export interface RoundView {
  planned(subjects: readonly Subject[]): void;
  quick(result: CheckResult): void;
  confirmed(result: CheckResult): void;
  /** `seconds`: since the change. */
  close(seconds: string, interrupted: boolean): void;
}

export function showChange({ out }: Console, { files, gone }: Pick<Change, "files" | "gone">, color: boolean): void {
  const names = (all: readonly string[]): string =>
    all.length > 3 ? `${all.slice(0, 3).join(", ")} and ${all.length - 3} more` : all.join(", ");
  if (gone.length > 0) out(`\n${paint("heading", `gone: ${names(gone)}`, color)}\n`);
  if (files.length > 0) out(`\n${paint("heading", `to check: ${names(files)}`, color)}\n`);
}

/** `asksTlc` false: the builtin engine's answer is all there is. */
export function openRound({ out, err }: Console, options: RenderOptions, asksTlc: boolean): RoundView {
  const quick = new Map<string, CheckResult>();
  let widths = tableWidths([]);
  let [agreed, differed, undecided] = [0, 0, 0];
  /** What is wrong with Java or the jar is the same for all checks, and said once. */
  let failed = false;

  const show = (result: CheckResult, engine: string): void => {
    const row = renderRow(result, widths, options.color).trimEnd();
    out(`${row}  [${engine}]\n`);
    if (result.asExpected && result.outcome !== "inconclusive") return;
    const report = `${renderReport(result, options)}\n`;
    if (result.outcome === "rejected") err(report);
    else out(report);
  };

  return {
    planned: (subjects) => void (widths = tableWidths(subjects)),
    quick(result) {
      if (asksTlc && leavesToTlc(result))
        out(`...   ${visible(subjectName(result))}  more than the builtin engine does at once; TLC is asked\n`);
      else {
        quick.set(keyOf(result), result);
        show(result, "builtin");
      }
    },
    confirmed(result) {
      const before = quick.get(keyOf(result));
      const agrees = before !== undefined && verdictOf(before) === verdictOf(result);
      if (result.outcome === "inconclusive" || result.outcome === "tool-failure") undecided++;
      else if (agrees) agreed++;
      else if (before !== undefined) differed++;
      const said = agrees || (result.outcome === "tool-failure" && failed);
      failed ||= result.outcome === "tool-failure";
      if (!said) show(result, "TLC");
    },
    close(seconds, interrupted) {
      if (interrupted) return;
      const confirmed = agreed === 0 ? [] : [`TLC confirms ${count(agreed, "answer")} of the builtin engine`];
      const others = [
        ...(differed === 0 ? [] : [`says otherwise of ${differed}`]),
        ...(undecided === 0 ? [] : [`has no answer to ${undecided}`]),
      ];
      out(`${[...confirmed, ...others.map((text) => `TLC ${text}`), seconds].join("; ")}; waiting for changes\n`);
    },
  };
}

/** What the builtin engine has no answer to: a model beyond its bounds, and what lockdep would say. */
function leavesToTlc(result: CheckResult): boolean {
  return result.outcome === "inconclusive" || ("lockdep" in result && result.expectation?.lockdep != null);
}

const keyOf = ({ subject }: CheckResult): string => JSON.stringify(subject);

function subjectName({ subject }: CheckResult): string {
  return [subject.model, ...Object.values(subject.variants), subject.configuration].join(" ");
}

/** Without the name of the engine, which is part of the words of a row. */
function verdictOf(result: CheckResult): string {
  const engine = "engine" in result && isBuiltin(result.engine) ? { engine: "TLC" } : {};
  return verdictText({ ...result, ...engine });
}
