// One compiled model through TLC: its runs in order; the first violation ends the check.

import type { Compilation } from "../../codegen/compile.js";
import type { Meeting, TlcRunResult } from "../../tla-tools/index.js";
import type { Violation } from "../finding/finding.js";
import { opinionOf } from "../lockdep/opinion.js";
import { exercisedOf, printsOfParts } from "../trace/exercised.js";
import { vacuitiesOf } from "../vacuity.js";
import { type Checking, type CheckTools, type RunOptions, requestFor, run } from "./checking.js";
import { eventualities } from "./eventualities.js";
import { exploredBy, searchedByTlc, withoutPlaces } from "./explored.js";
import { noVerdict, type ResultBody, simulated } from "./outcome.js";
import { type FoundTogether, searchTogether } from "./search-together.js";
import { seenIn } from "./survey.js";
import { violated } from "./violated.js";
import { witnesses } from "./witnesses.js";

/** Checks a compiled model: rules and invariants first, which a deadlock ends soonest; eventualities only when these hold. */
export async function checkOne(compilation: Compilation, tools: CheckTools, options: RunOptions, signal: AbortSignal): Promise<ResultBody> {
  const checking: Checking = { compilation, tools, options, signal };
  const { meeting = null } = options;
  const searched = meeting === null ? { run: await searchRules(checking), observed: true } : await together(checking, meeting);
  if ("outcome" in searched) return searched;
  const { run: safety, observed } = searched;
  if (options.simulate !== null && safety.outcome === "incomplete") return simulated(options.simulate, safety);
  const none = noVerdict(safety, options.timeoutMs, compilation.reductions);
  if (none !== null) return none;
  const violation = violationIn(safety);
  if (violation !== null) return violated(checking, compilation, safety, violation, { prints: safety.prints, whole: false });
  const seen = seenIn(safety.prints);
  const lockdep = observed ? await opinionOf(compilation, seen, null, tools.judge, signal) : null;
  const search = searchedByTlc(safety, checking, compilation, seen.observations, observed, lockdep);
  const explored = observed ? exploredBy(search, compilation, null) : withoutPlaces(exploredBy(search, compilation, null));
  const witnessed = await witnesses(checking, explored, observed ? safety : null);
  if ("outcome" in witnessed) return witnessed;
  const unfulfilled = await eventualities(checking, { prints: safety.prints, whole: observed });
  if (unfulfilled !== null) return unfulfilled;
  const vacuity = observed ? vacuitiesOf(compilation.located, exercisedOf(safety.prints, compilation), options.readSource) : [];
  return { outcome: "verified", ...explored, witnesses: [...witnessed], vacuity };
}

function violationIn(safety: TlcRunResult): Violation | null {
  if (safety.outcome === "invariant") return { kind: "invariant", name: safety.name };
  return safety.outcome === "deadlock" ? { kind: "no-successor" } : null;
}

/** The search for rules and invariants with workers of other machines, too. */
function together(checking: Checking, meeting: Meeting): Promise<FoundTogether> {
  const request = requestFor(checking, checking.compilation.emitted.runs.distributed, { checkDeadlock: true });
  return searchTogether(request, meeting, () => searchRules(checking), checking.signal);
}

/** The run that may be kept, and gone on with. What it printed is what all its parts did. */
async function searchRules(checking: Checking): Promise<TlcRunResult> {
  const { place = null } = checking.options;
  const checkpoint = place === null ? null : { folder: place.folder, about: place.about, resume: place.kept !== null };
  const result = await run(checking, checking.compilation.emitted.runs.safety, { checkDeadlock: true, checkpoint });
  return place?.kept == null ? result : { ...result, prints: printsOfParts(place.kept.prints, result.prints) };
}
