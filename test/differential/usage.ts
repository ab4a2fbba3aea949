// What lockdep's part of reports rests on, as TLC tells it against what the interpreter finds: usage bits, wait types, context values.

import type { Compilation } from "../../codegen/compile.js";
import { observedBy } from "../../harness/trace/builtin-observations.js";
import { observationsOf } from "../../harness/trace/observations.js";
import { survey } from "../../interpreter/index.js";
import type { TlcRunResult } from "../../tla-tools/index.js";

/** `whole`: a run that saw all states. */
export function compareUsage({ located }: Compilation, whole: TlcRunResult): readonly string[] {
  if (whole.outcome !== "verified") return [];
  const mine = observedBy(located.program, survey(located));
  const theirs = observationsOf(whole.prints);
  const bits = (marks: ReadonlySet<string> | undefined): string => [...(marks ?? [])].sort().join(" ");
  const classes = new Set([...mine.marks.keys(), ...theirs.marks.keys()]);
  return [
    ...[...classes].flatMap((name) => differ(`usage of ${name}`, bits(mine.marks.get(name)), bits(theirs.marks.get(name)))),
    ...[...theirs.waitTypes].flatMap(([name, { outer, inner }]) => {
      const own = mine.waitTypes.get(name);
      return differ(`wait types of ${name}`, `${own?.outer}:${own?.inner}`, `${outer}:${inner}`);
    }),
    ...[...theirs.contextValues].flatMap(([name, value]) =>
      differ(`context value of ${name}`, String(mine.contextValues.get(name)), String(value)),
    ),
  ];
}

function differ(what: string, mine: string, theirs: string): readonly string[] {
  return mine === theirs ? [] : [`${what}: the interpreter has ${mine || "none"}, TLC ${theirs || "none"}`];
}
