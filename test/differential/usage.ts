// Lockdep's usage bits as TLC tells them against those that the interpreter finds.

import type { Compilation } from "../../codegen/compile.js";
import { observedBy } from "../../harness/trace/builtin-observations.js";
import { observationsOf } from "../../harness/trace/observations.js";
import { survey } from "../../interpreter/index.js";
import type { TlcRunResult } from "../../tla-tools/index.js";

/** `whole`: a run that saw all states. */
export function compareUsage({ located }: Compilation, whole: TlcRunResult): readonly string[] {
  if (whole.outcome !== "verified") return [];
  const mine = observedBy(located.program, survey(located)).marks;
  const theirs = observationsOf(whole.prints).marks;
  return [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((name) => {
    const [left, right] = [mine, theirs].map((marks) => [...(marks.get(name) ?? [])].sort().join(" "));
    return left === right ? [] : [`usage of ${name}: the interpreter has ${left || "none"}, TLC ${right || "none"}`];
  });
}
