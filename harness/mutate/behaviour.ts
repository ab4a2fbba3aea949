// What others can see of a model: its shared states and how they follow each other. Two models with the same behaviour differ in their code only.

import { createHash } from "node:crypto";
import type { Compilation } from "../../codegen/compile.js";
import { DONE, IDLE } from "../../codegen/ir/located.js";
import { graph, type InterpretedState } from "../../interpreter/index.js";

const MAX_STATES = 30_000;

const known = new WeakMap<Compilation, string | null>();

/** A hash of all changes of shared states; null when there are too many states to tell. */
export function behaviourOf(compilation: Compilation): string | null {
  const found = known.get(compilation);
  if (found !== undefined) return found;
  const hash = compute(compilation);
  known.set(compilation, hash);
  return hash;
}

function compute({ located }: Compilation): string | null {
  const { complete, states, edges } = graph(located, { maxStates: MAX_STATES });
  if (!complete) return null;
  const seen = states.map(sharedText);
  const changes = new Set(edges.flatMap(({ from, to }) => (seen[from] === seen[to] ? [] : [`${seen[from]} -> ${seen[to]}`])));
  const hash = createHash("sha256").update(seen[0] ?? "");
  for (const change of [...changes].sort()) hash.update(change).update("\0");
  return hash.digest("hex");
}

/** Everything but where contexts are and what they remember; of a context only whether it is idle or has ended. */
function sharedText({ pc, locals: _, ...shared }: InterpretedState): string {
  const phases = Object.entries(pc).map(([context, label]) => [context, label === IDLE || label === DONE ? label : "runs"]);
  return JSON.stringify([phases, shared]);
}
