// The states that were found: packed, one after the other in one array, a hash table of their numbers, and from where each was reached.

import type { Cells } from "./codes.js";
import { narrowPacking, type Packing, widePacking } from "./packing.js";

const FIRST_CAPACITY = 1 << 10;

export class StateStore {
  /** Number of states. A state's number says when it was found. */
  count = 0;
  /** Whether the state of the last `add` was new. */
  fresh = false;
  private readonly width: number;
  private packing: Packing;
  /** The state that is looked for, packed. */
  private wanted: Int32Array<ArrayBuffer>;
  private words: Int32Array<ArrayBuffer>;
  private hashes = new Int32Array(FIRST_CAPACITY);
  private parents = new Int32Array(FIRST_CAPACITY);
  /** Number of a state plus one; 0 is empty. Twice as long as the arrays above, so never more than half full. */
  private table = new Int32Array(2 * FIRST_CAPACITY);

  /** For states of `width` cells, the first `contexts` of which are pcs. */
  constructor(contexts: number, width: number) {
    this.width = width;
    this.packing = narrowPacking(contexts, width);
    this.wanted = new Int32Array(this.packing.words);
    this.words = new Int32Array(FIRST_CAPACITY * this.packing.words);
  }

  /** Number of the state, which is remembered if it was not known; `parent` is the state it was reached from, -1 for the first. */
  add(state: Cells, parent: number): number {
    if (!this.packing.pack(state, this.wanted)) {
      this.widen();
      this.packing.pack(state, this.wanted);
    }
    const hash = hashOf(this.wanted);
    const mask = this.table.length - 1;
    let slot = hash & mask;
    for (let entry = this.table[slot] ?? 0; entry !== 0; entry = this.table[slot] ?? 0) {
      if (this.hashes[entry - 1] === hash && this.isWanted(entry - 1)) {
        this.fresh = false;
        return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
    this.fresh = true;
    this.table[slot] = this.count + 1;
    const number = this.append(hash, parent);
    if (this.count === this.hashes.length) this.grow();
    return number;
  }

  /** Copies a state into `target`. */
  load(number: number, target: Cells): void {
    this.packing.unpack(this.words, number * this.packing.words, target);
  }

  parentOf(number: number): number {
    return this.parents[number] ?? -1;
  }

  private isWanted(number: number): boolean {
    const { words, wanted } = this;
    const size = wanted.length;
    const base = number * size;
    for (let word = 0; word < size; word++) if (words[base + word] !== wanted[word]) return false;
    return true;
  }

  private append(hash: number, parent: number): number {
    const number = this.count++;
    this.words.set(this.wanted, number * this.wanted.length);
    this.hashes[number] = hash;
    this.parents[number] = parent;
    return number;
  }

  private grow(): void {
    this.words = enlarged(this.words);
    this.hashes = enlarged(this.hashes);
    this.parents = enlarged(this.parents);
    this.table = new Int32Array(2 * this.table.length);
    this.enterAll();
  }

  private enterAll(): void {
    const mask = this.table.length - 1;
    for (let number = 0; number < this.count; number++) {
      let slot = (this.hashes[number] ?? 0) & mask;
      while (this.table[slot] !== 0) slot = (slot + 1) & mask;
      this.table[slot] = number + 1;
    }
  }

  /** Packs everything anew, for values that the narrow packing has no room for. */
  private widen(): void {
    const before = this.packing;
    const narrow = this.words;
    this.packing = widePacking(this.width);
    this.wanted = new Int32Array(this.packing.words);
    this.words = new Int32Array(this.hashes.length * this.packing.words);
    this.table.fill(0);
    const cells = new Int32Array(this.width);
    for (let number = 0; number < this.count; number++) {
      before.unpack(narrow, number * before.words, cells);
      this.packing.pack(cells, this.wanted);
      this.words.set(this.wanted, number * this.wanted.length);
      this.hashes[number] = hashOf(this.wanted);
    }
    this.enterAll();
  }
}

function enlarged(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}

/** Mixes all words; the end is MurmurHash3's finalizer, so that the low bits depend on everything. */
function hashOf(words: Int32Array): number {
  let hash = 0x2f0b4a27;
  const size = words.length;
  for (let word = 0; word < size; word++) {
    hash = Math.imul(hash ^ (words[word] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
