// What an exploration saw of the code: reached locations and taken ways out of them, by context. Marked at every move, so it only sets bytes.

import { type Cells, read } from "./codes.js";
import { OFF } from "./labels.js";
import type { Layout } from "./layout.js";

export class Coverage {
  private readonly layout: Layout;
  private readonly reachedBytes: readonly Uint8Array[];
  private readonly takenBytes: readonly Uint8Array[];
  private readonly overSoftirqBytes: readonly Uint8Array[];
  /** pc number of the first successor, by pc number. */
  private readonly firstWays: readonly Int32Array[];
  private readonly sizes: readonly number[];
  private readonly hardirqs: readonly boolean[];

  constructor(layout: Layout) {
    this.layout = layout;
    this.sizes = layout.contexts.map(({ labels }) => labels.locations.length);
    this.reachedBytes = this.sizes.map((size) => new Uint8Array(size + 1));
    this.overSoftirqBytes = this.sizes.map((size) => new Uint8Array(size + 1));
    this.takenBytes = this.sizes.map((size) => new Uint8Array(2 * size + 2));
    this.hardirqs = layout.contexts.map(({ context }) => context.level === "hardirq");
    this.firstWays = layout.contexts.map(({ labels }) =>
      Int32Array.from([OFF, ...labels.locations.map(({ next: [first] }) => (first === undefined ? OFF : labels.numberOf(first)))]),
    );
  }

  /** The first state. */
  start(cells: Cells): void {
    this.reachedBytes.forEach((bytes, number) => {
      bytes[read(cells, number)] = 1;
    });
  }

  /** The context `number` came from `from` to where it is in `cells`. */
  mark(number: number, from: number, cells: Cells): void {
    const to = cells[number] ?? OFF;
    const bytes = this.reachedBytes[number];
    if (bytes === undefined || to > (this.sizes[number] ?? 0)) return;
    bytes[to] = 1;
    const taken = this.takenBytes[number];
    if (taken !== undefined && from !== OFF) taken[2 * from + (this.firstWays[number]?.[from] === to ? 0 : 1)] = 1;
    if (this.hardirqs[number] === true) this.markOverSoftirq(number, to, cells);
  }

  /** True when the context was at its location number `pc`. */
  reached(number: number, pc: number): boolean {
    return this.reachedBytes[number]?.[pc] === 1;
  }

  /** True when the way `way` out of the location was taken. */
  taken(number: number, pc: number, way: number): boolean {
    return this.takenBytes[number]?.[2 * pc + way] === 1;
  }

  /** True when a hardirq-level context was there over an active softirq. */
  overSoftirq(number: number, pc: number): boolean {
    return this.overSoftirqBytes[number]?.[pc] === 1;
  }

  /** Labels of all locations that some context reached. */
  labels(): ReadonlySet<string> {
    return new Set(Object.values(this.labelsByContext()).flatMap((labels) => [...labels]));
  }

  /** Labels of the locations that each context reached. */
  labelsByContext(): Readonly<Record<string, ReadonlySet<string>>> {
    return Object.fromEntries(
      this.layout.contexts.map(({ context, labels }, number) => {
        const found = labels.locations.flatMap(({ label }, index) => (this.reached(number, index + 1) ? [label] : []));
        return [context.id, new Set(found)] as const;
      }),
    );
  }

  private markOverSoftirq(number: number, to: number, cells: Cells): void {
    const { hardirq, softirq } = this.layout;
    const bytes = this.overSoftirqBytes[number];
    for (let cpu = 0; cpu < hardirq.length; cpu++) {
      const [hard = -1, soft = -1] = [hardirq[cpu], softirq[cpu]];
      if (bytes !== undefined && soft >= 0 && read(cells, hard) === number + 1 && read(cells, soft) !== 0) bytes[to] = 1;
    }
  }
}
