// What expressions and operations of one context are compiled against: the layout, the context, and where faults are noted.

import type { Place } from "../codegen/ir/expression.js";
import { type Cells, NULL, POISON } from "./codes.js";
import { FAULTS, type Fault } from "./labels.js";
import type { FieldCells, Layout } from "./layout.js";

/** Evaluates to a code. */
export type Evaluate = (cells: Cells) => number;
/** Evaluates to a truth value. */
export type Test = (cells: Cells) => boolean;

/** The faults that the step being executed would do, a bit for each of FAULTS. Cleared at the start of each step. */
export class Faults {
  mask = 0;

  note(fault: Fault): void {
    this.mask |= 1 << FAULTS.indexOf(fault);
  }
}

export interface Scope {
  readonly layout: Layout;
  readonly faults: Faults;
  /** Number of the context, null in properties. */
  readonly context: number | null;
  /** Callback context by the cell of its timer. */
  readonly callbacks: ReadonlyMap<number, number>;
  /** Bound variables of quantifiers, by name; the value is in `slots`. */
  readonly bound: ReadonlyMap<string, number>;
  readonly slots: number[];
}

/** The cell of a place: known from the start, or found in each state; -1 after a fault. */
export interface Located {
  readonly fixed: number;
  readonly at: Evaluate;
}

/** The cells of a field. */
export function fieldOf(scope: Scope, id: string): FieldCells {
  const cells = scope.layout.fields.get(id);
  if (cells === undefined) throw new Error(`no field '${id}'`);
  return cells;
}

/** Number of the context that executes; throws in properties, which have none. */
export function contextOf(scope: Scope): number {
  if (scope.context === null) throw new Error("a property cannot speak of the running context");
  return scope.context;
}

/** Compiles a place, given its object expression compiled. A constant object gives a fixed cell. */
export function locate(scope: Scope, place: Place, object: Evaluate | null, constant: number | null): Located {
  const { top, byObject } = fieldOf(scope, place.field);
  const { objectNumber } = scope.layout.codes;
  if (object === null) return fixedAt(top, place.field);
  const { faults } = scope;
  const memory = scope.context === null ? NOTHING : scope.layout.memory;
  const isDead = (cells: Cells, code: number): boolean => {
    const allocation = memory[objectNumber(code)] ?? -1;
    return allocation >= 0 && cells[allocation] === 0;
  };
  if (constant !== null && constant !== NULL) {
    const located = fixedAt(byObject[objectNumber(constant)] ?? -1, place.field);
    if ((memory[objectNumber(constant)] ?? -1) < 0) return located;
    return { fixed: -1, at: (cells) => (isDead(cells, constant) ? dead(faults) : located.fixed) };
  }
  const at = (cells: Cells): number => {
    const code = object(cells);
    if (code === NULL) faults.note("null-dereference");
    if (code === NULL || code === POISON) return -1;
    if (isDead(cells, code)) return dead(faults);
    const cell = byObject[objectNumber(code)];
    if (cell === undefined || cell < 0)
      throw new Error(`the object ${String(scope.layout.codes.plain(code))} has no field '${place.field}'`);
    return cell;
  };
  return { fixed: -1, at };
}

/** The cell of a timer: the one whose callback a context is. */
export function timerCell(scope: Scope, timer: { readonly field: string; readonly object: string | null }): number {
  const { codes } = scope.layout;
  const { top, byObject } = fieldOf(scope, timer.field);
  const cell = timer.object === null ? top : byObject[codes.objectNumber(codes.objectCode(timer.object))];
  if (cell === undefined || cell < 0) throw new Error(`no timer '${timer.field}'`);
  return cell;
}

/** Properties may look at objects that are not allocated. */
const NOTHING = new Int32Array();

function dead(faults: Faults): number {
  faults.note("use-after-free");
  return -1;
}

function fixedAt(cell: number, field: string): Located {
  if (cell < 0) throw new Error(`no instance of the field '${field}'`);
  return { fixed: cell, at: () => cell };
}
