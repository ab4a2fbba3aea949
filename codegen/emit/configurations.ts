// TLC's configurations: which properties are checked together.

import type { Property } from "../ir/program.js";
import type { TlcConfig } from "../tla/ast.js";
import { hasHiddenForks } from "./exercise.js";
import { hasQueues } from "./rules.js";
import type { Scope } from "./scope.js";

type Eventually = Extract<Property, { kind: "eventually" }>;
type Reachable = Extract<Property, { kind: "reachable" }>;

/** The runs of TLC that a check may need, in the order in which they are made. */
export interface CheckRuns {
  /** All rules and invariants: decides everything but eventualities. */
  readonly safety: TlcConfig;
  /** The same without what tells how far the search goes: TLC's distributed mode has no registers for it (ADR012). */
  readonly distributed: TlcConfig;
  /** One for each `reachable`: its negation as an invariant, which the way there violates. */
  readonly witnesses: readonly { readonly config: TlcConfig; readonly reachable: Reachable }[];
  /** All eventualities under the least fairness, that somebody goes on; null without any. What holds under that holds under more. */
  readonly progress: TlcConfig | null;
  /**
   * Only if that fails: the eventualities under what the model assumes, all of one fairness together. TLC does not say which one is
   * violated: then `single` does.
   */
  readonly fair: readonly {
    readonly config: TlcConfig;
    readonly single: readonly { readonly config: TlcConfig; readonly eventually: Eventually }[];
  }[];
  /** Explores everything without judging: what is reached, for reports. */
  readonly survey: TlcConfig;
}

/** Rules checked before the invariants of the model, in the order of docs/semantics.md. */
const RULES = [
  "NoFault",
  "NothingHeldAtEnd",
  "ValidWaitContext",
  "NoSleepInAtomicContext",
  "NoSuspiciousRcuUsage",
  "NoWrongContext",
  "NoCircularWait",
  "NotStuckInQueue",
];

/** `view`: what tells states apart, where eventualities are not concerned. */
export function checkRuns(scope: Scope, properties: readonly { readonly name: string }[], view: string | null): CheckRuns {
  const constants = [
    { name: "NULL", value: "NULL" },
    ...(scope.bare ? [] : [{ name: "RAW_LOCK_NESTING", value: scope.program.configuration.proveRawLockNesting ? "TRUE" : "FALSE" }]),
  ];
  const nameOf = (property: Property): string => properties[scope.program.properties.indexOf(property)]?.name ?? "";
  const unneeded = new Set([
    ...(scope.uses.rcuUses ? [] : ["NoSuspiciousRcuUsage"]),
    ...(scope.uses.contextAssertions ? [] : ["NoWrongContext"]),
    ...(hasQueues(scope) ? [] : ["NotStuckInQueue"]),
  ]);
  const rules = [
    ...RULES.filter((rule) => !unneeded.has(rule)),
    ...scope.program.properties.filter((property) => property.kind === "invariant").map(nameOf),
  ];
  const unobserved = scope.passed.size === 0 ? [] : [{ name: "Passes", operator: "PassesUnobserved" }];
  const eventually = scope.program.properties.filter((property) => property.kind === "eventually");
  const under = (specification: string, checked: readonly Eventually[]): TlcConfig => ({
    specification,
    constants,
    invariants: [],
    properties: checked.map(nameOf),
    actionConstraints: [],
    view: null,
  });
  const group = (specification: string, checked: readonly Eventually[]): CheckRuns["fair"] =>
    checked.length === 0
      ? []
      : [
          {
            config: under(specification, checked),
            single: checked.map((property) => ({ config: under(specification, [property]), eventually: property })),
          },
        ];
  return {
    safety: {
      ...under("Spec", []),
      view,
      invariants: [...rules, "Exercised", "Observed"],
      actionConstraints: hasHiddenForks(scope) ? ["WaysTaken"] : [],
    },
    distributed: { ...under("Spec", []), constants: [...constants, ...unobserved], view, invariants: rules },
    witnesses: scope.program.properties.flatMap((property) =>
      property.kind === "reachable"
        ? [{ config: { ...under("Spec", []), view, invariants: [nameOf(property)] }, reachable: property }]
        : [],
    ),
    progress: eventually.length === 0 ? null : under("ProgressSpec", eventually),
    fair: [
      ...group(
        "FairSpec",
        eventually.filter((property) => property.fairness === "weak"),
      ),
      ...group(
        "StrongSpec",
        eventually.filter((property) => property.fairness === "strong"),
      ),
    ],
    survey: { ...under("Spec", []), view, invariants: ["Observed"] },
  };
}
