// Everything that is wrong with any state of a program, looked for behind findings, too: step by step, or with steps that go through the
// places of `passed` without a stop. What a reduction must keep is equal for the two.

import type { LocatedProgram } from "../../codegen/ir/located.js";
import { expander } from "../../interpreter/expand.js";
import { type Checker, compileChecker } from "../../interpreter/findings/check.js";
import type { Finding } from "../../interpreter/findings/finding.js";
import { pcText } from "../../interpreter/labels.js";
import { compileProgram, type Machine } from "../../interpreter/machine.js";

export interface AllFindings {
  /** False: the program has more states than were asked for. */
  readonly complete: boolean;
  /** Every state, packed. */
  readonly states: readonly Int32Array[];
  /** `circular-wait`, `invariant: name`, `wait-context at f:10`, … */
  readonly findings: ReadonlySet<string>;
  /** Labels of all places that some execution comes to, and of faults. */
  readonly reached: ReadonlySet<string>;
}

interface Arrived {
  readonly context: number;
  readonly cells: Int32Array;
}

/** `keyOf`: what tells states apart; of those that it does not, one is explored. */
export function allFindings(
  located: LocatedProgram,
  passed: ReadonlySet<string>,
  maxStates: number,
  keyOf: (cells: Int32Array) => string = (cells) => cells.join(" "),
): AllFindings {
  return new Search(compileProgram(located), passed, keyOf).run(maxStates);
}

class Search {
  private readonly findings = new Set<string>();
  private readonly reached = new Set<string>();
  private readonly known = new Set<string>();
  private readonly states: Int32Array[] = [];
  private readonly expand: ReturnType<typeof expander>;
  private readonly checker: Checker;

  constructor(
    private readonly machine: Machine,
    private readonly passed: ReadonlySet<string>,
    private readonly keyOf: (cells: Int32Array) => string,
  ) {
    this.expand = expander(machine);
    this.checker = compileChecker(machine);
  }

  run(maxStates: number): AllFindings {
    const { initial, layout } = this.machine;
    this.note(this.checker.first(initial));
    for (const context of layout.contexts.keys()) this.reached.add(this.labelOf({ context, cells: initial }));
    this.add(initial);
    for (const cells of this.states) {
      if (this.states.length > maxStates) return this.result(false);
      const moves = this.movesFrom(cells);
      if (moves.length === 0) this.note(this.checker.last(cells));
      for (const move of moves) this.goOn(move);
    }
    return this.result(true);
  }

  private result(complete: boolean): AllFindings {
    return { complete, states: this.states, findings: this.findings, reached: this.reached };
  }

  /** Where a step ends that has come so far. */
  private goOn(arrived: Arrived): void {
    const label = this.labelOf(arrived);
    this.reached.add(label);
    if (this.passed.has(label)) {
      const own = this.movesFrom(arrived.cells).filter(({ context }) => context === arrived.context);
      if (own.length === 0) this.findings.add(`cannot go on at ${label}`);
      for (const move of own) this.goOn(move);
    } else if (this.add(arrived.cells)) this.note(this.checker.after(arrived.cells, arrived.context));
  }

  private add(cells: Int32Array): boolean {
    const text = this.keyOf(cells);
    if (this.known.has(text)) return false;
    this.known.add(text);
    this.states.push(cells);
    return true;
  }

  private movesFrom(cells: Int32Array): readonly Arrived[] {
    const found: Arrived[] = [];
    const work = cells.slice();
    this.expand(work, (context) => found.push({ context, cells: work.slice() }));
    return found;
  }

  private labelOf({ context, cells }: Arrived): string {
    const own = this.machine.layout.contexts[context];
    return own === undefined ? "" : pcText(own.labels, own.context, cells[context] ?? 0);
  }

  private note(finding: Finding | null): void {
    if (finding === null) return;
    const place = ["circular-wait", "stuck"].includes(finding.kind) ? null : finding.label;
    this.findings.add(
      [finding.kind, ...(finding.property === null ? [] : [`: ${finding.property}`]), ...(place === null ? [] : [` at ${place}`])].join(""),
    );
  }
}
