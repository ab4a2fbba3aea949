// Shows a run as it goes: rows on standard output in the order in which the checks were planned, each bad one followed by its report.
// What the reports need (code frames) is loaded when the first one is printed.

import type { CheckEvents } from "../../harness/request.js";
import type { CheckResult, Subject } from "../../harness/result.js";
import { renderRow, renderSummary, tableWidths } from "../../report/table.js";
import { renderUnused } from "../../report/vacuity.js";
import type { Services } from "../services.js";
import { sourceReader } from "../source-reader.js";
import { openProgress, subjectName } from "./progress.js";

export interface View {
  readonly events: CheckEvents;
  /** Prints what is still to be printed, and the closing line. */
  close(results: readonly CheckResult[], milliseconds: number): Promise<void>;
}

export interface ViewOptions {
  readonly color: boolean;
  /** Reports also of what was expected. */
  readonly everything: boolean;
  /** Reports in full length. */
  readonly verbose: boolean;
  /** Of each step only what it changed. */
  readonly diff?: boolean;
}

const sameSubject = (a: Subject, b: Subject): boolean => JSON.stringify(a) === JSON.stringify(b);

export function openView(services: Services, options: ViewOptions): View {
  const { console, cwd } = services;
  const progress = openProgress(services);
  const finished: CheckResult[] = [];
  const shown: CheckResult[] = [];
  let planned: readonly Subject[] = [];
  let printing = Promise.resolve();

  const print = async (result: CheckResult): Promise<void> => {
    const row = renderRow(result, tableWidths(planned.length > 0 ? planned : [result.subject]), options.color);
    const report = wantsReport(result, options.everything) ? await reportText(result) : "";
    const toError = result.outcome === "rejected";
    progress.around(() => {
      console.out(`${row}${toError || report === "" ? "" : `${report}\n`}`);
      if (toError) console.err(`${report}\n`);
    });
  };
  const reportText = async (result: CheckResult): Promise<string> => {
    const { renderReport } = await import("../../report/terminal.js");
    return renderReport(result, { ...options, readSource: sourceReader(cwd) });
  };
  const show = (result: CheckResult): void => {
    shown.push(result);
    printing = printing.then(() => print(result));
  };
  /** Shows the results whose turn has come. */
  const showReady = (): void => {
    for (let next = planned[shown.length]; next !== undefined; next = planned[shown.length]) {
      const subject = next;
      const ready = finished.find((result) => sameSubject(result.subject, subject));
      if (ready === undefined) return;
      show(ready);
    }
  };

  return {
    events: {
      planned: (subjects) => void (planned = subjects),
      started: (subject) => progress.started(subject),
      remark: (subject, text) => progress.around(() => console.err(`lockproof: ${subjectName(subject)}: ${text}\n`)),
      progress: (subject, statistics) => progress.reported(subject, statistics),
      finished(result) {
        finished.push(result);
        progress.finished(result.subject);
        showReady();
      },
    },
    async close(results, milliseconds) {
      planned = planned.length > 0 ? planned : results.map(({ subject }) => subject);
      for (const result of results) if (!shown.some((other) => sameSubject(other.subject, result.subject))) show(result);
      await printing;
      progress.close();
      console.out(`${renderUnused(results)}${renderSummary(results, milliseconds)}`);
    },
  };
}

function wantsReport(result: CheckResult, everything: boolean): boolean {
  return everything || !result.asExpected || (result.outcome !== "verified" && result.outcome !== "violated");
}
