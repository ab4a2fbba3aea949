// What a run printed besides its verdict: places that were reached, lockdep's usage bits, and the wait types that the rules use.

import type { TlaValue, TlcPrint } from "../../tla-tools/index.js";
import { textOf } from "./flat-state.js";

export interface Observations {
  /** Labels some execution reaches. */
  readonly reached: ReadonlySet<string>;
  /** Usage bits (`IN-HARDIRQ-W`) by printed class name. */
  readonly marks: ReadonlyMap<string, ReadonlySet<string>>;
  /** Printed class name -> wait types. */
  readonly waitTypes: ReadonlyMap<string, { readonly outer: number; readonly inner: number }>;
  /** `task`, `softirq`, `threadable hardirq`, `hardirq` -> wait type. */
  readonly contextValues: ReadonlyMap<string, number>;
}

export function observationsOf(prints: readonly TlcPrint[]): Observations {
  const reached = new Set<string>();
  const marks = new Map<string, Set<string>>();
  const waitTypes = new Map<string, { outer: number; inner: number }>();
  const contextValues = new Map<string, number>();
  for (const { values } of prints) {
    const [head, ...rest] = elements(values[0]);
    switch (head === undefined ? null : textOf(head)) {
      case "reached": {
        const [label, , marked] = rest;
        if (label !== undefined) reached.add(textOf(label));
        for (const mark of elements(marked)) addMark(marks, mark);
        break;
      }
      case "wait types":
        for (const entry of elements(rest[0])) {
          const [name, outer, inner] = elements(entry);
          if (name !== undefined && outer?.kind === "int" && inner?.kind === "int")
            waitTypes.set(textOf(name), { outer: outer.value, inner: inner.value });
        }
        break;
      case "context values":
        for (const entry of elements(rest[0])) {
          const [context, value] = elements(entry);
          if (context !== undefined && value?.kind === "int") contextValues.set(textOf(context), value.value);
        }
        break;
      default:
        break;
    }
  }
  return { reached, marks, waitTypes, contextValues };
}

/** get_usage_chars: hardirq write and read, softirq write and read; `.` neither, `-` used in, `+` enabled, `?` both. */
export function usageCharacters(marks: ReadonlySet<string> = new Set()): string {
  const character = (state: string, mode: string): string => {
    const used = marks.has(`IN-${state}-${mode}`);
    const enabled = marks.has(`${state}-ON-${mode}`);
    if (used) return enabled ? "?" : "-";
    return enabled ? "+" : ".";
  };
  return ["HARDIRQ", "SOFTIRQ"].flatMap((state) => ["W", "R"].map((mode) => character(state, mode))).join("");
}

function addMark(marks: Map<string, Set<string>>, mark: TlaValue): void {
  const [name, bit, mode] = elements(mark);
  if (name === undefined || bit === undefined || mode === undefined) return;
  const known = marks.get(textOf(name)) ?? new Set<string>();
  known.add(`${textOf(bit)}-${textOf(mode)}`);
  marks.set(textOf(name), known);
}

export function elements(value: TlaValue | undefined): readonly TlaValue[] {
  return value?.kind === "tuple" || value?.kind === "set" ? value.elements : [];
}
