// What lockdep's part of reports rests on, as TLC tells it against what the interpreter finds: places, usage bits, wait types, context values.

import type { Compilation } from "../../codegen/compile.js";
import { faultLabel, type LocatedProgram } from "../../codegen/ir/located.js";
import { reachedIn } from "../../harness/lockdep/reached.js";
import { observedBy } from "../../harness/trace/builtin-observations.js";
import { observationsOf } from "../../harness/trace/observations.js";
import { survey } from "../../interpreter/index.js";
import { FAULTS } from "../../interpreter/labels.js";
import type { TlcRunResult } from "../../tla-tools/index.js";

/** `whole`: a run that saw all states. */
export function compareUsage({ located }: Compilation, whole: TlcRunResult): readonly string[] {
  if (whole.outcome !== "verified") return [];
  const seen = survey(located);
  const mine = observedBy(located.program, seen);
  const theirs = observationsOf(whole.prints);
  const came = reachedIn(whole.prints);
  const bits = (marks: ReadonlySet<string> | undefined): string => [...(marks ?? [])].sort().join(" ");
  const classes = new Set([...mine.marks.keys(), ...theirs.marks.keys()]);
  return [
    ...placesOf(located).flatMap((label) =>
      [false, true].flatMap((over) =>
        differ(`${label}${over ? " over a softirq" : ""}`, String(seen.came(label, over)), String(came(label, over))),
      ),
    ),
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

/** Locations, and the faults there. */
function placesOf({ graphs }: LocatedProgram): readonly string[] {
  return graphs.flatMap(({ locations }) => locations.flatMap(({ label }) => [label, ...FAULTS.map((fault) => faultLabel(fault, label))]));
}

function differ(what: string, mine: string, theirs: string): readonly string[] {
  return mine === theirs ? [] : [`${what}: the interpreter has ${mine || "none"}, TLC ${theirs || "none"}`];
}
