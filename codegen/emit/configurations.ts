// TLC's configurations: which properties are checked together.

import type { Property } from "../ir/program.js";
import type { TlcConfig } from "../tla/ast.js";
import type { Scope } from "./scope.js";

/**
 * One run of TLC: what it checks, and the eventuality among it. That is checked first under the least fairness, that somebody goes on;
 * only if it fails there is it checked, with `fair`, under what the model assumes, which decides.
 */
export interface CheckRun {
  readonly config: TlcConfig;
  readonly eventually: Extract<Property, { kind: "eventually" }> | null;
  readonly fair: TlcConfig | null;
}

/** Rules checked before the invariants of the model, in the order of docs/semantics.md. */
const RULES = ["NoFault", "NothingHeldAtEnd", "ValidWaitContext", "NoSleepInAtomicContext", "NoCircularWait"];

export function configurations(scope: Scope, properties: readonly { readonly name: string }[]): { readonly runs: readonly CheckRun[]; readonly survey: TlcConfig } {
  const constants = [
    { name: "NULL", value: "NULL" },
    { name: "RAW_LOCK_NESTING", value: scope.program.configuration.proveRawLockNesting ? "TRUE" : "FALSE" },
  ];
  const nameOf = (property: Property): string => properties[scope.program.properties.indexOf(property)]?.name ?? "";
  const invariants = [...RULES, ...scope.program.properties.filter((property) => property.kind === "invariant").map(nameOf), "Observed"];
  const [first, ...others] = scope.program.properties.filter((property) => property.kind === "eventually");
  const run = (eventually: CheckRun["eventually"], checked: readonly string[]): CheckRun => ({
    config: { specification: eventually === null ? "Spec" : "ProgressSpec", constants, invariants: checked, properties: eventually === null ? [] : [nameOf(eventually)] },
    eventually,
    fair: eventually === null ? null : { specification: eventually.fairness === "strong" ? "StrongSpec" : "FairSpec", constants, invariants: [], properties: [nameOf(eventually)] },
  });
  return {
    runs: [run(first ?? null, invariants), ...others.map((property) => run(property, []))],
    survey: { specification: "Spec", constants, invariants: ["Observed"], properties: [] },
  };
}
