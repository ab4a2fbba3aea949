// What an exploration saw of the code: reached places and taken ways out of them, by context. Marked at every move, so it only sets bytes.

import { type Cells, read } from "./codes.js";
import { OFF, pcCount, pcText } from "./labels.js";
import type { Layout } from "./layout.js";

export class Coverage {
  private readonly layout: Layout;
  /** By pc number, faults included: some context was there plainly; a hardirq handler was there over an active softirq. */
  private readonly plainBytes: readonly Uint8Array[];
  private readonly overSoftirqBytes: readonly Uint8Array[];
  private readonly takenBytes: readonly Uint8Array[];
  /** pc number of the first successor, by pc number. */
  private readonly firstWays: readonly Int32Array[];
  private readonly sizes: readonly number[];
  private readonly hardirqs: readonly boolean[];

  constructor(layout: Layout) {
    this.layout = layout;
    this.sizes = layout.contexts.map(({ labels }) => labels.locations.length);
    this.plainBytes = layout.contexts.map(({ labels }) => new Uint8Array(pcCount(labels)));
    this.overSoftirqBytes = layout.contexts.map(({ labels }) => new Uint8Array(pcCount(labels)));
    this.takenBytes = this.sizes.map((size) => new Uint8Array(2 * size + 2));
    this.hardirqs = layout.contexts.map(({ context }) => context.level === "hardirq");
    this.firstWays = layout.contexts.map(({ labels }) =>
      Int32Array.from([OFF, ...labels.locations.map(({ next: [first] }) => (first === undefined ? OFF : labels.numberOf(first)))]),
    );
  }

  /** The first state. */
  start(cells: Cells): void {
    this.plainBytes.forEach((bytes, number) => {
      bytes[read(cells, number)] = 1;
    });
  }

  /** The context `number` came from `from` to where it is in `cells`. */
  mark(number: number, from: number, cells: Cells): void {
    const to = cells[number] ?? OFF;
    const bytes = this.isOverSoftirq(number, cells) ? this.overSoftirqBytes[number] : this.plainBytes[number];
    if (bytes !== undefined) bytes[to] = 1;
    const taken = this.takenBytes[number];
    if (taken === undefined || from === OFF || to > (this.sizes[number] ?? 0)) return;
    taken[2 * from + (this.firstWays[number]?.[from] === to ? 0 : 1)] = 1;
  }

  /** True when the context was at its location number `pc`. */
  reached(number: number, pc: number): boolean {
    return this.plainBytes[number]?.[pc] === 1 || this.overSoftirq(number, pc);
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

  /** Whether some context was at a label, of a location or of a fault there, plainly or over an active softirq. */
  came(): (label: string, overSoftirq: boolean) => boolean {
    const [plain, over] = [this.texts(this.plainBytes), this.texts(this.overSoftirqBytes)];
    return (label, overSoftirq) => (overSoftirq ? over : plain).has(label);
  }

  private texts(bytes: readonly Uint8Array[]): ReadonlySet<string> {
    return new Set(
      this.layout.contexts.flatMap(({ context, labels }, number) =>
        Array.from(bytes[number] ?? []).flatMap((set, pc) => (set === 1 ? [pcText(labels, context, pc)] : [])),
      ),
    );
  }

  private isOverSoftirq(number: number, cells: Cells): boolean {
    if (this.hardirqs[number] !== true) return false;
    const { hardirq, softirq } = this.layout;
    for (let cpu = 0; cpu < hardirq.length; cpu++) {
      const [hard = -1, soft = -1] = [hardirq[cpu], softirq[cpu]];
      if (soft >= 0 && read(cells, hard) === number + 1 && read(cells, soft) !== 0) return true;
    }
    return false;
  }
}
