// What the page shows now, as the fragment of its address: `#patterns/ab-ba~before/12` is the twelfth step of a check.

import type { PageData } from "../html/page-data.js";

export interface Place {
  /** Null: the overview. */
  readonly check: number | null;
  /** How many steps were made; null: the last state. */
  readonly step: number | null;
}

export function fragmentOf(data: PageData, { check, step }: Place): string {
  const slug = check === null ? undefined : data.checks[check]?.slug;
  return slug === undefined ? "#" : `#${slug}${step === null ? "" : `/step-${step}`}`;
}

export function placeOf(data: PageData, fragment: string): Place {
  const text = decoded(fragment.replace(/^#/, ""));
  const step = /\/step-(\d+)$/.exec(text)?.[1];
  const slug = text.replace(/\/step-\d+$/, "");
  const check = data.checks.findIndex((one) => one.slug === slug);
  return { check: check < 0 ? null : check, step: step === undefined ? null : Number(step) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
