// How the cells of a state are packed into words for keeping: many states are kept, and looking one up costs what it takes to fetch it.
// Narrow: two bytes for each pc, one for every other cell; wide: a word for each cell, for programs with values that do not fit.

import { type Cells, NULL } from "./codes.js";

export interface Packing {
  /** Words of one state. */
  readonly words: number;
  /** False when a value does not fit; then `words` has no meaning. */
  readonly pack: (cells: Cells, words: Int32Array) => boolean;
  /** Unpacks the state that begins at `base`. */
  readonly unpack: (words: Int32Array, base: number, cells: Cells) => void;
}

/** A byte up to here is an integer from -INTEGER_OFFSET on, a byte after it a code from NULL on. */
const LAST_INTEGER = 191;
const INTEGER_OFFSET = 32;
const FIRST_CODE = LAST_INTEGER + 1;

/** `contexts` cells are pcs, the rest are values. */
export function narrowPacking(contexts: number, width: number): Packing {
  const pcWords = (contexts + 1) >> 1;
  const words = pcWords + ((width - contexts + 3) >> 2);
  return {
    words,
    pack: (cells, target) => {
      target.fill(0);
      let misfits = 0;
      for (let cell = 0; cell < contexts; cell++) {
        const pc = cells[cell] ?? 0;
        misfits |= 0xffff - pc;
        target[cell >> 1] = (target[cell >> 1] ?? 0) | (pc << ((cell & 1) << 4));
      }
      let word = 0;
      for (let cell = contexts, at = 0; cell < width; cell++, at++) {
        const value = cells[cell] ?? 0;
        const isInteger = value >= -INTEGER_OFFSET;
        const byte = isInteger ? value + INTEGER_OFFSET : value - NULL + FIRST_CODE;
        misfits |= isInteger ? LAST_INTEGER - byte : (0xff - byte) | (byte - FIRST_CODE);
        word |= byte << ((at & 3) << 3);
        if ((at & 3) !== 3 && cell + 1 < width) continue;
        target[pcWords + (at >> 2)] = word;
        word = 0;
      }
      return misfits >= 0;
    },
    unpack: (source, base, cells) => {
      for (let cell = 0; cell < contexts; cell++) cells[cell] = ((source[base + (cell >> 1)] ?? 0) >>> ((cell & 1) << 4)) & 0xffff;
      for (let cell = contexts, at = 0; cell < width; cell++, at++) {
        const byte = ((source[base + pcWords + (at >> 2)] ?? 0) >>> ((at & 3) << 3)) & 0xff;
        cells[cell] = byte <= LAST_INTEGER ? byte - INTEGER_OFFSET : byte - FIRST_CODE + NULL;
      }
    },
  };
}

/** Every cell as it is. */
export function widePacking(width: number): Packing {
  return {
    words: width,
    pack: (cells, target) => {
      target.set(cells);
      return true;
    },
    unpack: (source, base, cells) => {
      for (let cell = 0; cell < width; cell++) cells[cell] = source[base + cell] ?? 0;
    },
  };
}
