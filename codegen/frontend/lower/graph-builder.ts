// Builds a flow graph step by step. Edges lead to labels; a label is placed where code begins, or becomes another name of a label.
// Only what the entry reaches becomes part of the graph, numbered in the order of the source.

import type { Expression } from "../../ir/expression.js";
import { type Node, type Operation, type Return, retarget, successors } from "../../ir/graph.js";
import type { Frame, Span } from "../../ir/source.js";

export type Label = string;

type Draft = Omit<Node, "id">;

type Position = { readonly kind: "draft"; readonly index: number } | { readonly kind: "alias"; readonly label: Label };

export class GraphBuilder {
  readonly #drafts: Draft[] = [];
  readonly #positions = new Map<Label, Position>();
  readonly #reached = new Set<Label>();
  /** What comes at a label comes after a `return`. */
  readonly #returns = new Map<Label, Pick<Return, "span" | "stack">>();
  readonly #entry: Label;
  #labels = 0;
  /** Where the next step goes; null after a jump: the code there cannot be reached. */
  #here: Label | null;

  constructor() {
    this.#entry = this.label();
    this.#here = this.#entry;
  }

  get reachable(): boolean {
    return this.#here !== null;
  }

  get size(): number {
    return this.#drafts.length;
  }

  label(): Label {
    return `label ${this.#labels++}`;
  }

  /** Adds a step; `make` gets the label of what follows. `call`: the function of the language that does it. */
  emit(span: Span, stack: readonly Frame[], make: (next: Label) => Operation, call: string | null = null): void {
    if (this.#here === null) return;
    const next = this.label();
    const operation = make(next);
    this.#positions.set(this.#here, { kind: "draft", index: this.#drafts.length });
    this.#drafts.push({ operation, span, stack, ...(call === null ? {} : { call }) });
    const targets = successors(operation);
    for (const target of targets) this.#reached.add(target);
    this.#here = targets.includes(next) ? next : null;
  }

  /** Goes on at `label`; nothing follows here. */
  jump(label: Label): void {
    if (this.#here === null) return;
    this.#positions.set(this.#here, { kind: "alias", label });
    this.#reached.add(label);
    this.#here = null;
  }

  /** What follows here follows a `return`: no step, but reports show it. */
  returnsAt(span: Span, stack: readonly Frame[]): void {
    if (this.#here === null) return;
    const next = this.label();
    this.#returns.set(this.#here, { span, stack });
    this.#positions.set(this.#here, { kind: "alias", label: next });
    this.#here = next;
  }

  /** As `jump`, back to the head of a loop: a loop without any step becomes one that waits for ever. */
  jumpBack(label: Label, span: Span, stack: readonly Frame[]): void {
    if (this.#here !== null && this.#resolve(this.#here).label === this.#resolve(label).label) {
      this.emit(span, stack, () => ({ kind: "branch", condition: TRUE, whenTrue: label, whenFalse: label }));
    }
    this.jump(label);
  }

  /** The code that follows is the target of `label`. */
  place(label: Label): void {
    this.jump(label);
    if (this.#reached.has(label)) this.#here = label;
  }

  /** As `place` for the head of a loop: also reached from code that is yet to come. */
  placeHead(label: Label): void {
    if (this.#here !== null) this.place(label);
  }

  /** Ends the code here and gives the label under which it can be taken up again. */
  cut(): Label | null {
    const here = this.#here;
    this.#here = null;
    return here;
  }

  /** Takes up code that was cut. */
  resume(label: Label): void {
    this.#here = label;
  }

  /** The nodes that the entry reaches. */
  finish(): { readonly entry: string; readonly nodes: readonly Node[]; readonly returns: readonly Return[] } {
    const order: number[] = [];
    const ids = new Map<number, string>();
    const pending = [this.#draftAt(this.#entry)];
    for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
      if (ids.has(index)) continue;
      order.push(index);
      ids.set(index, `n${order.length}`);
      pending.push(
        ...successors(this.#draft(index).operation)
          .map((label) => this.#draftAt(label))
          .reverse(),
      );
    }
    const idOf = (label: Label): string => ids.get(this.#draftAt(label)) ?? label;
    const nodes = order.flatMap((index) => {
      const draft = this.#draft(index);
      return withoutSelfSteps({ ...draft, id: ids.get(index) ?? "", operation: retarget(draft.operation, idOf) });
    });
    const returns = order.flatMap((index) => this.#returnsAfter(this.#draft(index).operation, ids.get(index) ?? "", idOf));
    return { entry: idOf(this.#entry), nodes, returns };
  }

  /** The ways out of a step that lead through a `return`, the innermost. A step that may follow itself is changed later, so none of its ways. */
  #returnsAfter(operation: Operation, from: string, idOf: (label: Label) => string): readonly Return[] {
    const ways = successors(operation);
    if (ways.some((label) => idOf(label) === from)) return [];
    return ways.flatMap((label, way) => {
      const found = this.#firstReturn(label);
      return found === null ? [] : [{ from, way, ...found }];
    });
  }

  #firstReturn(label: Label): Pick<Return, "span" | "stack"> | null {
    for (let current = label; ; ) {
      const found = this.#returns.get(current);
      if (found !== undefined) return found;
      const position = this.#positions.get(current);
      if (position?.kind !== "alias") return null;
      current = position.label;
    }
  }

  #draft(index: number): Draft {
    const draft = this.#drafts[index];
    if (draft === undefined) throw new Error(`no step ${index}`);
    return draft;
  }

  #draftAt(label: Label): number {
    const end = this.#resolve(label);
    if (end.index === null) throw new Error(`nothing follows ${label}`);
    return end.index;
  }

  #resolve(label: Label): { readonly label: Label; readonly index: number | null } {
    let current = label;
    for (;;) {
      const position = this.#positions.get(current);
      if (position === undefined) return { label: current, index: null };
      if (position.kind === "draft") return { label: current, index: position.index };
      current = position.label;
    }
  }
}

const TRUE: Expression = { kind: "value", value: { kind: "bool", value: true } };

/**
 * A waiting loop is a branch whose taken edge is its own id. Any other step that would follow itself (`for (;;) x = 1;`) gets
 * a branch in between, so that each step changes the location.
 */
function withoutSelfSteps(node: Node): readonly Node[] {
  const { operation, id } = node;
  if (!successors(operation).includes(id)) return [node];
  if (operation.kind === "branch") {
    if (operation.whenTrue === id) return [operation.whenFalse === id ? { ...node, operation: { ...operation, condition: TRUE } } : node];
    const condition: Expression = { kind: "unary", operator: "not", operand: operation.condition };
    return [{ ...node, operation: { kind: "branch", condition, whenTrue: id, whenFalse: operation.whenTrue } }];
  }
  const again = `${id}again`;
  return [
    { ...node, operation: retarget(operation, (target) => (target === id ? again : target)) },
    { ...node, id: again, operation: { kind: "branch", condition: TRUE, whenTrue: id, whenFalse: id } },
  ];
}
