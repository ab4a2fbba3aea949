// A whole run as text: the table, every report, the closing line. For files and for saved runs; `check` shows the same as it goes.

import type { CheckResult } from "../harness/result.js";
import type { RenderOptions } from "./options.js";
import { renderRow, renderSummary, tableWidths } from "./table.js";
import { renderReport } from "./terminal.js";
import { renderUnused } from "./vacuity.js";

export function renderAll(results: readonly CheckResult[], options: RenderOptions): string {
  const widths = tableWidths(results.map(({ subject }) => subject));
  const milliseconds = results.reduce((sum, result) => sum + result.milliseconds, 0);
  const parts = results.map((result) => `${renderRow(result, widths, options.color)}${renderReport(result, options)}\n`);
  return `${parts.join("")}${renderUnused(results)}${renderSummary(results, milliseconds)}`;
}
