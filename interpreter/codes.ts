// How values are kept in the cells of a packed state: every value is one 32-bit integer, the same in shared fields and in locals,
// so that copying and comparing need no types. An `int` is itself; everything else lies far below all integers a model can have:
// NULL, false, true, then the objects, then the strings of enums.

import type { Value } from "../codegen/ir/expression.js";
import type { Program } from "../codegen/ir/program.js";

/** One state: the parts of docs/semantics.md section 2, at the places that the layout says. */
export type Cells = Int32Array;

/** What NULL is in a cell, and the first codes after it. */
export const NULL = -0x40000000;
export const FALSE = NULL + 1;
export const TRUE = NULL + 2;
const FIRST_OBJECT = NULL + 3;
/** The "value" of an expression that could not be evaluated: the step is a fault, and nothing is done with this code. */
export const POISON = -0x7f000000;
/** Integers beyond this are no values: the interpreter refuses rather than computes something else than the model says. */
export const INTEGER_LIMIT = 0x1fffffff;

/** Which code stands for which value of one program. */
export interface Codes {
  readonly objects: readonly string[];
  readonly enums: readonly string[];
  readonly codeOf: (value: Value) => number;
  readonly objectCode: (id: string) => number;
  /** Number of an object (its place in `objects`) from its code. */
  readonly objectNumber: (code: number) => number;
  /** The value as plain JavaScript: number, boolean, string of an enum, id of an object, or null. */
  readonly plain: (code: number) => number | boolean | string | null;
}

/** The cell at `index`. Cells are never read outside of a state, so the other side of `??` is for the type checker. */
export function read(cells: Cells, index: number): number {
  return cells[index] ?? 0;
}

/** Numbers the objects and the enum strings of a program. */
export function numberValues(program: Program): Codes {
  const objects = program.objects.map((object) => object.id);
  const enums = [...new Set(program.fields.flatMap((field) => (field.type.kind === "enum" ? field.type.values : [])))];
  const firstEnum = FIRST_OBJECT + objects.length;
  const objectNumbers = new Map(objects.map((id, index) => [id, index]));
  const enumNumbers = new Map(enums.map((value, index) => [value, index]));
  const enumNumber = (value: string): number => {
    const known = enumNumbers.get(value);
    if (known !== undefined) return known;
    enums.push(value);
    enumNumbers.set(value, enums.length - 1);
    return enums.length - 1;
  };
  const objectCode = (id: string): number => {
    const known = objectNumbers.get(id);
    if (known === undefined) throw new Error(`no object '${id}'`);
    return FIRST_OBJECT + known;
  };
  return {
    objects,
    enums,
    objectCode,
    objectNumber: (code) => code - FIRST_OBJECT,
    codeOf: (value) => {
      switch (value.kind) {
        case "int":
          return checkedInteger(value.value);
        case "bool":
          return value.value ? TRUE : FALSE;
        case "enum":
          return firstEnum + enumNumber(value.value);
        case "object":
          return objectCode(value.id);
        case "null":
          return NULL;
      }
    },
    plain: (code) => {
      if (code >= -INTEGER_LIMIT) return code;
      if (code === NULL) return null;
      if (code === FALSE || code === TRUE) return code === TRUE;
      return (code >= firstEnum ? enums[code - firstEnum] : objects[code - FIRST_OBJECT]) ?? `code ${code}`;
    },
  };
}

/** Throws for an integer that has no code. */
export function checkedInteger(value: number): number {
  if (value > INTEGER_LIMIT || value < -INTEGER_LIMIT) throw new RangeError(`the integer ${value} is beyond what the interpreter can hold`);
  return value;
}
