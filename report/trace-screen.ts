// One screen of `lockproof trace`: the steps around the chosen one, the source, the contexts, what changed. As many lines as the terminal has.

import { minorSteps, type Stretch, stretchesOf } from "./folding.js";
import { blank, type Line, line, paint, visible } from "./lines.js";
import { contextName } from "./names.js";
import type { RenderOptions } from "./options.js";
import { splatTitle, type Violated } from "./splat/index.js";
import { changeLines, contextLines, endLines, sourceLines, stepTitle } from "./step-text.js";

export interface Screen {
  /** How many steps were made. */
  readonly made: number;
  readonly folded: boolean;
  readonly rows: number;
  readonly columns: number;
}

const KEYS = "n next  p back  ] [ same context  space/b 10 steps  g G ends  f fold  q quit";

export function traceScreen({ finding, trace, subject }: Violated, screen: Screen, options: RenderOptions): string {
  const details = [
    ...(screen.made === trace.steps.length ? endLines(finding, trace).flatMap((one) => wrapped(one, screen.columns)) : []),
    ...sourceLines(trace, screen.made, Math.max(1, Math.floor(screen.rows / 8)), options),
    blank,
    ...changeLines(trace, screen.made),
    ...contextLines(trace, screen.made),
  ];
  const head = [line(`${splatTitle(finding, trace)}  ${subject.model}`, "title"), blank];
  const room = Math.max(3, screen.rows - head.length - details.length - 4);
  const lines = [...head, ...listLines(trace, screen, room), blank, stepTitle(trace, screen.made), ...details];
  const shown = lines.slice(0, Math.max(1, screen.rows - 1));
  return `${shown.map((one) => `${paint(one.style, clipped(one.text, screen.columns), options.color)}\n`).join("")}${paint("quiet", clipped(KEYS, screen.columns), options.color)}`;
}

/** A sentence on as many lines as it needs. */
function wrapped({ text, style }: Line, columns: number): readonly Line[] {
  const rows: string[] = [];
  for (const word of visible(text).split(" ")) {
    const row = rows.at(-1);
    if (row === undefined || row.length + 1 + word.length > columns) rows.push(word);
    else rows[rows.length - 1] = `${row} ${word}`;
  }
  return rows.map((row) => line(row, style));
}

function clipped(text: string, columns: number): string {
  const safe = visible(text);
  return safe.length > columns ? `${safe.slice(0, Math.max(0, columns - 1))}…` : safe;
}

/** `room` lines of the list of steps, the chosen one among them. */
function listLines(trace: Violated["trace"], { made, folded }: Screen, room: number): readonly Line[] {
  const stretches = folded
    ? stretchesOf(trace.steps, minorSteps(trace))
    : trace.steps.map((_, index): Stretch => ({ kind: "step", index }));
  const chosen = stretches.findIndex((stretch) =>
    stretch.kind === "step" ? stretch.index + 1 === made : stretch.first < made && made <= stretch.last + 1,
  );
  const first = Math.max(0, Math.min(chosen - Math.floor(room / 2), stretches.length - room));
  return stretches.slice(first, first + room).map((stretch, offset) => {
    const index = stretch.kind === "step" ? stretch.index : stretch.first;
    const step = trace.steps[index];
    const text = stretch.kind === "step" ? (step?.what ?? "") : `${stretch.last - stretch.first + 1} steps that only it can see`;
    const number = stretch.kind === "step" ? String(index + 1) : `${stretch.first + 1}-${stretch.last + 1}`;
    const here = first + offset === chosen;
    return line(
      `${here ? ">" : " "}${number.padStart(8)}  ${step === undefined ? "" : contextName(step.context)}: ${text}`,
      here ? "heading" : "quiet",
    );
  });
}
