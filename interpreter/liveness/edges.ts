// The edges of the state graph, kept while it is explored: for each state its successors, with the context that moved. Arrays of numbers,
// since a graph has millions of edges.

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

  /** The edges of a state are those from `first` on, before `end`. */
  first(state: number): number {
    return this.starts[state] ?? this.edges;
  }

  end(state: number): number {
    return state + 1 < this.states ? (this.starts[state + 1] ?? this.edges) : this.edges;
  }

  target(edge: number): number {
    return this.targets[edge] ?? 0;
  }

  context(edge: number): number {
    return (this.movers[edge] ?? 0) >> 1;
  }

  isArrival(edge: number): boolean {
    return ((this.movers[edge] ?? 0) & 1) === 1;
  }
}

function enlarged(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
