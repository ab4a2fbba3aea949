// The states that were found: their cells one after the other in one array, a hash table of their numbers, and from where each was reached.

import type { Cells } from "./codes.js";

const FIRST_CAPACITY = 1 << 10;

export class StateStore {
  /** Number of states. A state's number says when it was found. */
  count = 0;
  /** Whether the state of the last `add` was new. */
  fresh = false;
  private readonly width: number;
  private cells = new Int32Array(0);
  private hashes = new Int32Array(FIRST_CAPACITY);
  private parents = new Int32Array(FIRST_CAPACITY);
  /** Number of a state plus one; 0 is empty. Twice as long as the arrays above, so never more than half full. */
  private table = new Int32Array(2 * FIRST_CAPACITY);

  constructor(width: number) {
    this.width = width;
    this.cells = new Int32Array(FIRST_CAPACITY * width);
  }

  /** Number of the state, which is remembered if it was not known; `parent` is the state it was reached from, -1 for the first. */
  add(state: Cells, parent: number): number {
    const hash = hashOf(state, this.width);
    const mask = this.table.length - 1;
    let slot = hash & mask;
    for (let entry = this.table[slot] ?? 0; entry !== 0; entry = this.table[slot] ?? 0) {
      if (this.hashes[entry - 1] === hash && this.holds(entry - 1, state)) {
        this.fresh = false;
        return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
    this.fresh = true;
    if (this.count === this.hashes.length) {
      this.grow();
      return this.append(state, parent, hash);
    }
    this.table[slot] = this.count + 1;
    return this.write(state, parent, hash);
  }

  /** Copies a state into `target`. */
  load(number: number, target: Cells): void {
    const { cells, width } = this;
    const base = number * width;
    for (let cell = 0; cell < width; cell++) target[cell] = cells[base + cell] ?? 0;
  }

  parentOf(number: number): number {
    return this.parents[number] ?? -1;
  }

  private holds(number: number, state: Cells): boolean {
    const { cells, width } = this;
    const base = number * width;
    for (let cell = 0; cell < width; cell++) if (cells[base + cell] !== state[cell]) return false;
    return true;
  }

  private append(state: Cells, parent: number, hash: number): number {
    this.enter(this.count, hash);
    return this.write(state, parent, hash);
  }

  private write(state: Cells, parent: number, hash: number): number {
    const number = this.count++;
    const { cells, width } = this;
    const base = number * width;
    for (let cell = 0; cell < width; cell++) cells[base + cell] = state[cell] ?? 0;
    this.hashes[number] = hash;
    this.parents[number] = parent;
    return number;
  }

  private enter(number: number, hash: number): void {
    const mask = this.table.length - 1;
    let slot = hash & mask;
    while (this.table[slot] !== 0) slot = (slot + 1) & mask;
    this.table[slot] = number + 1;
  }

  private grow(): void {
    this.cells = enlarged(this.cells);
    this.hashes = enlarged(this.hashes);
    this.parents = enlarged(this.parents);
    this.table = new Int32Array(2 * this.table.length);
    for (let number = 0; number < this.count; number++) this.enter(number, this.hashes[number] ?? 0);
  }
}

function enlarged(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}

/** Mixes all cells; the end is MurmurHash3's finalizer, so that the low bits depend on everything. */
function hashOf(state: Cells, width: number): number {
  let hash = 0x2f0b4a27;
  for (let cell = 0; cell < width; cell++) {
    hash = Math.imul(hash ^ (state[cell] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
