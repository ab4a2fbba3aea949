// What is told of a case besides the places reached: the question that the self-test's data answers, is a deadlock reachable? It is told, not
// judged, so that one run of TLC sees all that is reached. A deadlock is a circle of contexts waiting for each other, or a wait for a lock whose
// holder has ended. When there is nothing left that could be told, no step leads on: the largest case has a hundred times as many states as
// the next one.

import type { Compilation } from "../../codegen/compile.js";
import type { Tla, TlaUnit } from "../../codegen/tla/ast.js";
import {
  and,
  apply,
  call,
  definition,
  equals,
  exists,
  FALSE,
  infix,
  name,
  not,
  number,
  or,
  set,
  string,
  strings,
  TRUE,
  tuple,
} from "../../codegen/tla/build.js";

export const DEADLOCK = "deadlock";

/** Registers of TLC beyond those that generated modules use; each case has three. */
const FIRST_REGISTER = 100;

function registerOf(caseNumber: number, which: number): Tla {
  return number(FIRST_REGISTER + 3 * caseNumber + which);
}

/** Registers of its own in place of those of specs/lib/Observation.tla: they stand before the case's module. */
export function registerUnits(caseNumber: number): readonly TlaUnit[] {
  const titles = ["ReachedRegister", "PassedRegister"];
  return [
    ...titles.map((title, which) => definition(title, registerOf(caseNumber, which))),
    ...titles.map((title): TlaUnit => ({ kind: "assumption", body: call("TLCSet", name(title), set()) })),
  ];
}

/** A case that TLC explores. */
export interface ExploredCase {
  readonly compilation: Compilation;
  /** Else the question is only which places are reached. */
  readonly asksForDeadlock: boolean;
}

/** Units that go with the case's module; `number` tells it from others in the same run. */
export function caseUnits({ compilation, asksForDeadlock }: ExploredCase, caseNumber: number): readonly TlaUnit[] {
  const register = registerOf(caseNumber, 2);
  const at = (context: string): Tla => apply(name("pc"), name(context));
  const ended = exists("other", call("WaitsFor", name("self")), infix(at("other"), "\\in", strings(["done", "idle"])));
  const inVain = exists("self", name("Context"), and(infix(at("self"), "\\in", name("WaitingPlaces")), ended));
  const told = and(call("TLCSet", register, TRUE), call("PrintT", tuple(string(DEADLOCK), number(caseNumber))));
  const deadlockTold = call("TLCGet", register);
  const placesTold = infix(name("Places"), "\\subseteq", call("TLCGet", name("ReachedRegister")));
  const noFault = equals(name("Faults"), set());
  return [
    definition("WaitsInVain", inVain, ["Somebody waits for a lock whose holder has ended."]),
    definition("DeadlockTold", or(and(name("NoCircularWait"), not(name("WaitsInVain"))), deadlockTold, told), [
      "Never false: tells, once, that a deadlock is reached.",
    ]),
    definition("Places", placesToTell(compilation), ["What can be told of reached places."]),
    definition("AllTold", asksForDeadlock ? and(deadlockTold, noFault, placesTold) : and(noFault, placesTold), [
      "Further states tell nothing new. Where a fault can come it may still come.",
    ]),
    { kind: "assumption", body: call("TLCSet", register, FALSE) },
  ];
}

/** Labels, each with whether a softirq handler is below: that is a question for handlers of hard interrupts only. */
function placesToTell({ located: { program, graphs } }: Compilation): Tla {
  const isOver = program.contexts.some(({ level }) => level === "softirq");
  const told = graphs.flatMap(({ graph, locations }) => {
    const isHard = program.contexts.some((context) => context.graph === graph.id && context.level === "hardirq");
    const ways = isHard && isOver ? [FALSE, TRUE] : [FALSE];
    return locations.flatMap(({ label }) => ways.map((over) => tuple(string(label), over)));
  });
  return set(...told);
}
