// From a counterexample to the text of a model that expects it. Loads the compiler, so it is loaded when it is needed.

import { posix } from "node:path";
import { type Regression, regressionModel } from "../codegen/regression/index.js";
import type { CheckResult } from "./result.js";

type Violated = Extract<CheckResult, { outcome: "violated" }>;

/** `text` is that of the model; `target` the new file, named from the same folder as the model. */
export function regressionOf(text: string, { subject, finding, expectation, asExpected, lockdep }: Violated, target: string): Regression {
  const folder = posix.dirname(target);
  const opinion = lockdep === null ? null : lockdep.report;
  const found = {
    variants: subject.variants,
    configuration: subject.configuration,
    parameters: subject.parameters,
    asExpected,
    kind: finding.kind,
    lock: finding.lock?.name ?? null,
    function: finding.function,
    property: finding.property,
    lockdep:
      lockdep === null
        ? null
        : { rule: opinion?.rule ?? null, lock: opinion?.lock?.name ?? null, function: opinion?.place.function ?? null },
  };
  return regressionModel(text, found, expectation !== null, (relative) => {
    const path = posix.relative(folder, posix.join(posix.dirname(subject.file), relative));
    return path.startsWith(".") ? path : `./${path}`;
  });
}
