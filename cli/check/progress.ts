// What is being checked now: on a terminal one live line for each running check, elsewhere a plain line now and then.

import type { Statistics, Subject } from "../../harness/result.js";
import { visible } from "../../report/lines.js";
import { count, grouped, secondsText, variantText } from "../../report/names.js";
import type { Services } from "../services.js";
import { openLiveBlock } from "./live-block.js";

export interface Progress {
  started(subject: Subject): void;
  reported(subject: Subject, statistics: Statistics): void;
  finished(subject: Subject): void;
  /** Runs something that writes to the terminal. */
  around(write: () => void): void;
  close(): void;
}

interface Running {
  readonly since: number;
  readonly statistics: Statistics | null;
}

const REFRESH_MS = 200;
const QUIET_MS = 5000;
const FRAMES = ["|", "/", "-", "\\"];

export function openProgress({ console, env, now }: Services): Progress {
  return console.errIsTerminal && (env["CI"] ?? "") === "" && env["TERM"] !== "dumb"
    ? liveProgress(console, now)
    : plainProgress(console, now);
}

/** Two events tell of the same check by equal subjects, not by the same object. */
const keyOf = (subject: Subject): string => `${subject.file} ${subjectName(subject)}`;
export const subjectName = (subject: Subject): string => visible(`${subject.model} ${variantText(subject)}`);

function sizeText(statistics: Statistics | null): string {
  if (statistics?.distinct == null) return "";
  const waiting = statistics.queue === null ? "" : `, ${grouped(statistics.queue)} waiting`;
  const depth = statistics.depth === null ? "" : `, depth ${grouped(statistics.depth)}`;
  return `  ${count(statistics.distinct, "state")}${waiting}${depth}`;
}

function liveProgress(console: Services["console"], now: () => number): Progress {
  const block = openLiveBlock(console);
  const running = new Map<string, Running & { readonly subject: Subject }>();
  let tick = 0;
  const lineOf = (one: Running & { readonly subject: Subject }): string =>
    `${FRAMES[tick % FRAMES.length]} ${subjectName(one.subject)}  ${secondsText(now() - one.since)}${sizeText(one.statistics)}`;
  const refresh = (): void => block.show([...running.values()].map(lineOf));
  const timer = setInterval(() => {
    tick += 1;
    refresh();
  }, REFRESH_MS);
  timer.unref();
  return {
    started(subject) {
      running.set(keyOf(subject), { subject, since: now(), statistics: null });
      refresh();
    },
    reported(subject, statistics) {
      running.set(keyOf(subject), { subject, since: running.get(keyOf(subject))?.since ?? now(), statistics });
      refresh();
    },
    finished(subject) {
      running.delete(keyOf(subject));
      refresh();
    },
    around: (write) => block.around(write),
    close() {
      clearInterval(timer);
      block.show([]);
    },
  };
}

/** Lines stay: one for a check that takes long, and then not too many. */
function plainProgress(console: Services["console"], now: () => number): Progress {
  const running = new Map<string, { readonly since: number; readonly told: number }>();
  return {
    started: (subject) => void running.set(keyOf(subject), { since: now(), told: now() }),
    reported(subject, statistics) {
      const time = now();
      const { since, told } = running.get(keyOf(subject)) ?? { since: time, told: time };
      if (time - told < QUIET_MS) return;
      running.set(keyOf(subject), { since, told: time });
      console.err(`lockproof: ${subjectName(subject)}  ${secondsText(time - since)}${sizeText(statistics)}\n`);
    },
    finished: () => undefined,
    around: (write) => write(),
    close: () => undefined,
  };
}
