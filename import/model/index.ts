// A model whose check shows what a report warns of: a place to start from, not the code itself.

import type { Reading } from "../index.js";
import { planModel } from "./plan-model.js";
import { printModel } from "./print.js";

export type Skeleton = { readonly kind: "model"; readonly text: string } | { readonly kind: "none"; readonly reason: string };

export function skeletonOf(file: string, reading: Reading): Skeleton {
  const plan = planModel(reading);
  if (typeof plan === "string") return { kind: "none", reason: plan };
  const { report, titleLine, title } = reading;
  const kernel = report.kernel === null ? "" : ` of Linux ${report.kernel}`;
  const head = [
    `A skeleton of the report${kernel} in ${oneLine(file)}:${titleLine}`,
    `  ${oneLine(title)}`,
    "with the locks and calls of the report and nothing else. What the report does not say is marked GUESS.",
  ];
  return { kind: "model", text: printModel(plan, head) };
}

function oneLine(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?");
}
