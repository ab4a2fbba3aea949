// At most one open access in a step: a statement that touches open data more than once becomes several steps, as the C compiler's code would be
// (docs/semantics.md, section 3, exception 2). Protects: no lost update or torn test is hidden inside one step.
//
//   x = x + 1      ->   read := x ; x = read + 1
//   if (a && b) …  ->   if (a) if (b) …

import type { Expression } from "../ir/expression.js";
import { type FlowGraph, type Local, type Node, type Operation, retarget, successors } from "../ir/graph.js";
import type { Program } from "../ir/program.js";
import { openFields, ownRead, storesOf } from "./open-data.js";
import { childrenOf, expressionsOf } from "./operation-uses.js";
import { rewriteExpressions, withChildren } from "./rewrite.js";
import type { SplitGraph } from "./typestate.js";

/** Splits the statements of a program; `graphs` are its graphs by typestate. */
export function splitAccesses(program: Program, graphs: readonly SplitGraph[]): Program {
  const open = openFields(program, graphs);
  return {
    ...program,
    graphs: program.graphs.map((graph) => {
      const split = graphs.find((candidate) => candidate.graph.id === graph.id);
      return split === undefined ? graph : splitGraph(program, split, open);
    }),
  };
}

function splitGraph(program: Program, split: SplitGraph, open: ReadonlySet<string>): FlowGraph {
  const locals: Local[] = [];
  const nodes = split.graph.nodes.flatMap((node) => {
    const own = storesOf(program, split, node.operation).some((field) => open.has(field)) || synchronises(node.operation) ? 1 : 0;
    const accesses = expressionsOf(node.operation).reduce((sum, expression) => sum + openReads(expression, open), own);
    const whole = node.operation.kind === "await" || (node.operation.kind === "assign" && node.operation.indivisible);
    const parts = accesses > 1 && !whole ? new Splitter(node, open, accesses, locals).split() : [node];
    return parts.flatMap(withoutSelfLoop);
  });
  return { ...split.graph, nodes, locals: [...split.graph.locals, ...locals] };
}

/** Operations on locks, timers and queues are accesses to shared state by themselves. */
function synchronises(operation: Operation): boolean {
  return ![
    "assign",
    "branch",
    "choose",
    "assert",
    "list-add",
    "list-insert",
    "list-remove",
    "list-move",
    "list-splice",
    "list-take-first",
  ].includes(operation.kind);
}

function openReads(expression: Expression, open: ReadonlySet<string>): number {
  return partsOf(expression).reduce((sum, child) => sum + openReads(child, open), isOpenRead(expression, open) ? 1 : 0);
}

/** What is read one after the other before the expression itself. What is read at once is of one object, which is found once. */
function partsOf(expression: Expression): readonly Expression[] {
  return isAtOnce(expression) ? partsOf(expression.left) : childrenOf(expression);
}

function withParts(expression: Expression, parts: readonly Expression[]): Expression {
  if (!isAtOnce(expression)) return withChildren(expression, parts);
  return { ...expression, left: withParts(expression.left, parts), right: withParts(expression.right, parts) };
}

function isAtOnce(expression: Expression): expression is Extract<Expression, { kind: "binary" }> & { readonly atOnce: true } {
  return expression.kind === "binary" && expression.atOnce === true;
}

function isOpenRead(expression: Expression, open: ReadonlySet<string>): boolean {
  if (isAtOnce(expression)) return true;
  if (["timer-queued", "timer-running", "lock-taken", "queue-active"].includes(expression.kind)) return true;
  return ownRead(expression).some((field) => open.has(field));
}

/** A step that goes straight back to itself would leave pc as it was: it gets a way back of its own. */
function withoutSelfLoop(node: Node): readonly Node[] {
  const { operation } = node;
  if (operation.kind === "branch" || !successors(operation).includes(node.id)) return [node];
  const back = `${node.id}.back`;
  const way: Node = { ...node, id: back, operation: { kind: "assign", indivisible: true, assignments: [], next: node.id } };
  return [{ ...node, operation: redirect(operation, node.id, back) }, way];
}

function redirect(operation: Operation, from: string, to: string): Operation {
  return retarget(operation, (id) => (id === from ? to : id));
}

/** Splits one node, in continuation style: each part is made with its successor already known. */
class Splitter {
  private readonly parts: Node[] = [];
  private count = 0;

  constructor(
    private readonly node: Node,
    private readonly open: ReadonlySet<string>,
    private left: number,
    private readonly locals: Local[],
  ) {}

  /** The parts in order; the first keeps the id of the node. */
  split(): readonly Node[] {
    const { operation } = this.node;
    const entry =
      operation.kind === "branch"
        ? this.branch(operation.condition, operation.whenTrue, operation.whenFalse)
        : this.hoistAll(expressionsOf(operation), [], (expressions) => this.add(rewriteExpressions(operation, expressions)));
    const rename = (id: string): string => (id === entry ? this.node.id : id);
    return this.parts.reverse().map((part) => ({ ...part, id: rename(part.id), operation: redirect(part.operation, entry, this.node.id) }));
  }

  private add(operation: Operation): string {
    const id = `${this.node.id}.${++this.count}`;
    this.parts.push({ ...this.node, id, operation });
    return id;
  }

  private branch(condition: Expression, whenTrue: string, whenFalse: string): string {
    if (openReads(condition, this.open) > 1) {
      if (condition.kind === "unary" && condition.operator === "not") return this.branch(condition.operand, whenFalse, whenTrue);
      if (condition.kind === "binary" && condition.operator === "and")
        return this.branch(condition.left, this.branch(condition.right, whenTrue, whenFalse), whenFalse);
      if (condition.kind === "binary" && condition.operator === "or")
        return this.branch(condition.left, whenTrue, this.branch(condition.right, whenTrue, whenFalse));
    }
    this.left = openReads(condition, this.open);
    const implied = this.node.operation.kind === "branch" && this.node.operation.implied === true ? { implied: true as const } : {};
    return this.hoist(condition, (rest) => this.add({ kind: "branch", condition: rest, ...implied, whenTrue, whenFalse }));
  }

  private hoistAll(expressions: readonly Expression[], done: readonly Expression[], then: (rest: readonly Expression[]) => string): string {
    const [first, ...others] = expressions;
    if (first === undefined) return then(done);
    return this.hoist(first, (rest) => this.hoistAll(others, [...done, rest], then));
  }

  /** Takes the open reads out of `expression`, in order of evaluation, as long as another access follows; `then` gets what is left. */
  private hoist(expression: Expression, then: (rest: Expression) => string): string {
    if (openReads(expression, this.open) === 0) return then(expression);
    if (
      isConditional(expression) &&
      childrenOf(expression)
        .slice(1)
        .some((child) => openReads(child, this.open) > 0)
    )
      return this.conditional(expression, then);
    return this.hoistChildren(partsOf(expression), [], (children) => {
      const rest = withParts(expression, children);
      if (!isOpenRead(expression, this.open)) return then(rest);
      this.left--;
      if (this.left === 0) return then(rest);
      const local = this.local(expression);
      const after = then({ kind: "local", local });
      return this.add({ kind: "assign", indivisible: true, assignments: [{ target: { kind: "local", local }, value: rest }], next: after });
    });
  }

  private hoistChildren(
    children: readonly Expression[],
    done: readonly Expression[],
    then: (rest: readonly Expression[]) => string,
  ): string {
    const [first, ...others] = children;
    if (first === undefined) return then(done);
    return this.hoist(first, (rest) => this.hoistChildren(others, [...done, rest], then));
  }

  /** `a && b`, `a || b`, `a ? b : c` with open reads behind the condition: the value is computed in a local along both ways. */
  private conditional(expression: Expression, then: (rest: Expression) => string): string {
    const local = this.local(expression);
    const after = then({ kind: "local", local });
    const store = (value: Expression): string => {
      this.left = openReads(value, this.open);
      return this.hoist(value, (rest) =>
        this.add({ kind: "assign", indivisible: true, assignments: [{ target: { kind: "local", local }, value: rest }], next: after }),
      );
    };
    if (expression.kind === "conditional")
      return this.branch(expression.condition, store(expression.whenTrue), store(expression.whenFalse));
    if (expression.kind !== "binary") throw new Error("not a conditional");
    const short = store({ kind: "value", value: { kind: "bool", value: expression.operator === "or" } });
    const long = store(expression.right);
    return expression.operator === "and" ? this.branch(expression.left, long, short) : this.branch(expression.left, short, long);
  }

  private local(expression: Expression): string {
    const [field] = ownRead(expression);
    const innermost = this.node.stack.at(-1)?.function ?? "main";
    const id = `${innermost}.${this.node.id}.read${this.locals.length + 1}`;
    this.locals.push({ id, name: `${field?.split(".").at(-1) ?? "value"}_read`, function: innermost, type: { kind: "value" } });
    return id;
  }
}

function isConditional(expression: Expression): boolean {
  if (isAtOnce(expression)) return false;
  return (
    expression.kind === "conditional" || (expression.kind === "binary" && (expression.operator === "and" || expression.operator === "or"))
  );
}
