// Where every context stands in a state, short: for each step of a trace only what that step changed.

import type { Position } from "../result.js";
import { type HeldLocks, heldName } from "./held.js";
import { cpuOf, faultOf, locationOf, type Situation } from "./situation.js";
import { stateOf } from "./standings.js";
import { waitsOf } from "./waits.js";

export function positionsOf(situation: Situation, held: HeldLocks): Position[] {
  return situation.program.program.contexts.map((context) => {
    const location = locationOf(situation, context.id) ?? faultOf(situation, context.id)?.location ?? null;
    const waitsFor = waitsOf(situation, context).map(({ what, context: other }) => ({ what, context: other }));
    return {
      context: context.id,
      cpu: cpuOf(situation, context),
      state: stateOf(situation, context, waitsFor.length > 0),
      at: location?.node.span ?? null,
      function: location?.node.stack.at(-1)?.function ?? null,
      held: (held.get(context.id) ?? []).map((entry) => heldName(situation, entry)),
      waitsFor,
      irqs: location?.state.irqs ?? null,
    };
  });
}

export function changedPositions(before: readonly Position[], after: readonly Position[]): Position[] {
  return after.filter((position, index) => JSON.stringify(position) !== JSON.stringify(before[index]));
}
