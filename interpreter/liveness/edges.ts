// The edges of the state graph, kept while it is explored: for each state its successors, with the context that moved.

const FIRST_CAPACITY = 1 << 10;

export class EdgeList {
  private targets = new Int32Array(FIRST_CAPACITY);
  /** Twice the number of the context, plus one for an arrival. */
  private movers = new Int32Array(FIRST_CAPACITY);
  private starts = new Int32Array(FIRST_CAPACITY);
  private states = 0;
  private edges = 0;

  /** The edges added from now on leave the next state, in the order of their numbers. */
  startState(): void {
    if (this.states === this.starts.length) this.starts = enlarged(this.starts);
    this.starts[this.states++] = this.edges;
  }

  add(target: number, context: number, arrival: boolean): void {
    if (this.edges === this.targets.length) {
      this.targets = enlarged(this.targets);
      this.movers = enlarged(this.movers);
    }
    this.targets[this.edges] = target;
    this.movers[this.edges++] = 2 * context + (arrival ? 1 : 0);
  }

  /** Calls `visit` for every edge that leaves `state` for another one. An edge back to the same state is no change at all. */
  forEach(state: number, visit: (target: number, context: number, arrival: boolean) => void): void {
    const end = state + 1 < this.states ? (this.starts[state + 1] ?? 0) : this.edges;
    for (let edge = this.starts[state] ?? 0; edge < end; edge++) {
      const target = this.targets[edge] ?? 0;
      const mover = this.movers[edge] ?? 0;
      if (target !== state) visit(target, mover >> 1, (mover & 1) === 1);
    }
  }
}

function enlarged(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
