// The same steps of the same contexts in an order with fewer changes of context: what a person can follow. Only the order changes: every context
// goes the same way, the last step and the last state stay, and no state on the way breaks a rule.

import type { LocatedProgram } from "../codegen/ir/located.js";
import type { Cells } from "./codes.js";
import { decode } from "./decode.js";
import { compileChecker } from "./findings/check.js";
import { compileProgram } from "./machine.js";
import { initialState, type Move, type Successor, successors } from "./moves.js";
import type { InterpretedState } from "./state.js";

/** States that are looked at before the order is left as it is. */
const MOST_STATES = 20_000;

interface Waypoint {
  readonly cells: Cells;
  /** How many of its steps each context has made. */
  readonly made: readonly number[];
  /** The context that moved last. */
  readonly last: number;
  readonly switches: number;
  readonly before: Waypoint | null;
}

interface Planned {
  readonly move: Move;
  /** Where it leads its context. */
  readonly pc: number;
}

/** All states, first state first; null when no order is better, or none was found soon enough. */
export function fewestSwitches(program: LocatedProgram, moves: readonly Move[]): readonly InterpretedState[] | null {
  const contexts = compileProgram(program).layout.contexts.map(({ context }) => context.id);
  const way = follow(program, moves);
  const plans = contexts.map((id, number) => planOf(id, number, moves, way));
  const end = way.at(-1);
  if (end === undefined || moves.length < 3) return null;
  const found = search(program, plans, contexts.indexOf(moves.at(-1)?.context ?? ""), end, switchesOf(moves));
  return found === null ? null : pathTo(found).map((cells) => decode(program, cells));
}

/** How often another context goes on. */
export function switchesOf(moves: readonly Pick<Move, "context">[]): number {
  return moves.filter(({ context }, index) => index > 0 && context !== moves[index - 1]?.context).length;
}

/** All states along the moves. */
function follow(program: LocatedProgram, moves: readonly Move[]): readonly Cells[] {
  const states = [initialState(program)];
  for (const move of moves) {
    const found = successors(program, states.at(-1) ?? new Int32Array()).find((successor) => isMove(successor, move));
    if (found === undefined) throw new Error("a trace that was replayed cannot be followed");
    states.push(found.state);
  }
  return states;
}

const isMove = (a: Move, b: Move): boolean => a.context === b.context && a.kind === b.kind && a.cpu === b.cpu && a.option === b.option;

function planOf(context: string, number: number, moves: readonly Move[], way: readonly Cells[]): readonly Planned[] {
  return moves.flatMap((move, index) => (move.context === context ? [{ move, pc: way[index + 1]?.[number] ?? 0 }] : []));
}

/** Fewest switches first: the queue holds what costs nothing more in front of what costs one. */
function search(
  program: LocatedProgram,
  plans: readonly (readonly Planned[])[],
  closing: number,
  end: Cells,
  most: number,
): Waypoint | null {
  const checker = compileChecker(compileProgram(program));
  const total = plans.reduce((sum, plan) => sum + plan.length, 0);
  const begin: Waypoint = { cells: initialState(program), made: plans.map(() => 0), last: -1, switches: 0, before: null };
  let [now, later]: [Waypoint[], Waypoint[]] = [[begin], []];
  const seen = new Set<string>();
  while (seen.size < MOST_STATES) {
    const at = now.pop();
    if (at === undefined) {
      if (later.length === 0) return null;
      [now, later] = [later.reverse(), []];
      continue;
    }
    const key = `${at.last} ${at.made.join()} ${at.cells.join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const done = at.made.reduce((sum, count) => sum + count, 0);
    if (done === total) {
      if (at.cells.every((cell, index) => cell === end[index])) return at;
      continue;
    }
    for (const next of onwards(program, plans, at, closing, done === total - 1)) {
      if (next.switches >= most || (done < total - 1 && checker.after(next.cells, next.last) !== null)) continue;
      (next.switches === at.switches ? now : later).push(next);
    }
  }
  return null;
}

/** The next planned step of each context that can make it. `closing` makes the last step of all. */
function onwards(
  program: LocatedProgram,
  plans: readonly (readonly Planned[])[],
  at: Waypoint,
  closing: number,
  isLast: boolean,
): readonly Waypoint[] {
  const possible: readonly Successor[] = successors(program, at.cells);
  return plans.flatMap((plan, number) => {
    const planned = plan[at.made[number] ?? 0];
    if (planned === undefined || (number === closing && (at.made[number] ?? 0) === plan.length - 1) !== isLast) return [];
    const successor = possible.find((one) => isMove(one, planned.move) && one.state[number] === planned.pc);
    if (successor === undefined) return [];
    const switches = at.switches + (at.last >= 0 && at.last !== number ? 1 : 0);
    return [{ cells: successor.state, made: at.made.with(number, (at.made[number] ?? 0) + 1), last: number, switches, before: at }];
  });
}

function pathTo(end: Waypoint): readonly Cells[] {
  const path: Cells[] = [];
  for (let at: Waypoint | null = end; at !== null; at = at.before) path.push(at.cells);
  return path.reverse();
}
