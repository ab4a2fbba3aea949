// Flow graphs as lines of text for assertions: `n2 f: acquire A (spin_lock) → n3`. A successor that is the next line is left out.

import type { Expression, ListRef, Place, Value } from "../../codegen/ir/expression.js";
import { type Acquisition, type FlowGraph, type FlushTarget, graphOf, type Operation, type Target } from "../../codegen/ir/graph.js";
import type { Program } from "../../codegen/ir/program.js";
import { unreachable } from "../../codegen/ir/unreachable.js";

/** The graph of a context, without the functions the nodes stand in. */
export function steps(program: Program, context: string): readonly string[] {
  const found = program.contexts.find((candidate) => candidate.id === context);
  if (found === undefined) throw new Error(`no context '${context}', only ${program.contexts.map((candidate) => candidate.id).join(", ")}`);
  const { nodes } = graphOf(program, found.graph);
  return nodes.map((node, index) => `${node.id} ${printOperation(node.operation, nodes[index + 1]?.id ?? "")}`);
}

/** As {@link steps}, with the static stack of each node. */
export function printGraph(graph: FlowGraph): readonly string[] {
  return graph.nodes.map((node, index) => {
    const frames = node.stack.map((frame) => frame.function).join(" > ");
    return `${node.id} ${frames}: ${printOperation(node.operation, graph.nodes[index + 1]?.id ?? "")}`;
  });
}

function printOperation(operation: Operation, following: string): string {
  const to = (id: string): string => (id === following ? "" : ` → ${id}`);
  switch (operation.kind) {
    case "assign":
      return `${operation.assignments.map((assignment) => `${printTarget(assignment.target)} := ${printExpression(assignment.value)}`).join(", ")}${to(operation.next)}`;
    case "branch":
      return `if ${printExpression(operation.condition)} → ${operation.whenTrue} else → ${operation.whenFalse}`;
    case "choose":
      return `${printTarget(operation.target)} := one of ${operation.options.map(printExpression).join(" | ")}${to(operation.next)}`;
    case "acquire":
      return `acquire ${printAcquisition(operation.acquisition)}${to(operation.next)}`;
    case "try-acquire":
      return `try-acquire ${operation.result === null ? "" : `${operation.result} := `}${printAcquisition(operation.acquisition)} taken → ${operation.taken} failed → ${operation.failed}`;
    case "release":
      return `release ${printPlace(operation.lock)}${operation.mode === "shared" ? " shared" : ""} (${operation.function})${to(operation.next)}`;
    case "downgrade":
    case "lock-init":
    case "annotate-release":
      return `${operation.kind} ${printPlace(operation.lock)} (${operation.function})${to(operation.next)}`;
    case "annotate":
      return `annotate ${operation.action} ${printAcquisition(operation.acquisition)}${to(operation.next)}`;
    case "seq-write":
      return `seq-write ${printAcquisition(operation.acquisition)}${to(operation.next)}`;
    case "seq-read":
      return `seq-read ${printPlace(operation.seqcount)}${to(operation.next)}`;
    case "seq-retry":
      return `seq-retry ${printPlace(operation.seqcount)} again → ${operation.again} done → ${operation.done}`;
    case "down":
    case "up":
      return `${operation.kind} ${printPlace(operation.semaphore)}${to(operation.next)}`;
    case "try-down":
      return `try-down ${printPlace(operation.semaphore)} taken → ${operation.taken} failed → ${operation.failed}`;
    case "nofs":
      return `nofs ${operation.action} ${operation.flags}${to(operation.next)}`;
    case "unless":
      return `unless ${operation.unless}: ${printOperation(operation.operation, following)}`;
    case "irq":
      return `irq ${operation.action}${operation.action === "save" || operation.action === "restore" ? ` ${operation.flags}` : ""}${to(operation.next)}`;
    case "bottom-halves":
    case "preemption":
    case "rcu":
      return `${operation.kind} ${operation.action}${to(operation.next)}`;
    case "set-task-state":
      return `task state ${operation.state}${to(operation.next)}`;
    case "wake-task":
      return `wake ${operation.context}${to(operation.next)}`;
    case "rcu-use":
      return `${operation.kind} ${operation.flavour}${to(operation.next)}`;
    case "might-sleep":
    case "schedule":
      return `${operation.kind}${to(operation.next)}`;
    case "list-add":
      return `${operation.wasEmpty === null ? "" : `${operation.wasEmpty} := `}add ${printPlace(operation.node)} to ${operation.where} of ${printList(operation.list)}${to(operation.next)}`;
    case "list-insert":
      return `add ${printPlace(operation.node)} ${operation.where} ${printPlace(operation.other)}${to(operation.next)}`;
    case "list-remove":
      return `remove ${printPlace(operation.node)} leaving it ${operation.leave}${to(operation.next)}`;
    case "list-move":
      return `move ${printPlace(operation.node)} to ${operation.where} of ${printList(operation.list)}${to(operation.next)}`;
    case "list-splice":
      return `splice ${printList(operation.from)} to ${operation.where} of ${operation.intoEmpty ? "empty " : ""}${printList(operation.to)}${to(operation.next)}`;
    case "list-take-first":
      return `${operation.result} := take first of ${printList(operation.list)}${to(operation.next)}`;
    case "timer-start":
      return `start ${printPlace(operation.timer)}${to(operation.next)}`;
    case "timer-try-cancel":
    case "timer-cancel":
      return `${operation.result === null ? "" : `${operation.result} := `}${operation.kind === "timer-cancel" ? "cancel" : "try-cancel"} ${printPlace(operation.timer)}${to(operation.next)}`;
    case "wait-prepare":
    case "wait-finish":
    case "wake":
      return `${operation.kind}${"exclusive" in operation && operation.exclusive ? " exclusively" : ""} ${printPlace(operation.queue)}${"most" in operation && operation.most !== 1 ? ` most ${operation.most}` : ""}${to(operation.next)}`;
    case "wait-run":
      return `wait-run ${printPlace(operation.queue)} queued → ${operation.queued} unqueued → ${operation.unqueued}`;
    case "await":
      return `await ${printExpression(operation.condition)}, ${operation.assignments.map((assignment) => `${printTarget(assignment.target)} := ${printExpression(assignment.value)}`).join(", ")}${to(operation.next)}`;
    case "item-queue":
      return `${operation.result === null ? "" : `${shortLocal(operation.result)} := `}queue ${printPlace(operation.item)}${operation.workqueue === null ? "" : ` on ${operation.workqueue}`}${operation.delays === null ? "" : ` for ${printPlace(operation.delays)}`}${to(operation.next)}`;
    case "item-dequeue":
      return `${operation.result === null ? "" : `${shortLocal(operation.result)} := `}dequeue ${printPlace(operation.item)}${operation.timer === null ? "" : ` and ${printPlace(operation.timer)}`}${to(operation.next)}`;
    case "rcu-call":
      return `call-rcu ${printPlace(operation.head)}${to(operation.next)}`;
    case "flush-begin":
      return `${operation.result === null ? "" : `${shortLocal(operation.result)} := `}begin to ${printFlush(operation.what)} busy → ${operation.busy} idle → ${operation.idle}`;
    case "flush-wait":
      return `wait to ${printFlush(operation.what)}${to(operation.next)}`;
    case "allocate":
      return `${operation.result} := allocate from ${operation.pool}${operation.mayFail ? ", or NULL" : ""}${to(operation.next)}`;
    case "free":
      return `free ${printExpression(operation.object)}${to(operation.next)}`;
    case "assert":
      return `assert ${printExpression(operation.condition)} "${operation.message}"${to(operation.next)}`;
    case "end":
      return operation.restart ? "end, restart" : "end";
    default:
      return unreachable(operation);
  }
}

function printFlush(what: FlushTarget): string {
  if (what.kind === "srcu-readers") return `flush readers of ${what.srcu}`;
  if (what.kind === "running") return `wait for ${printPlace(what.item)}`;
  if (what.kind === "context") return `wait for ${what.context}`;
  if (what.kind === "readers" || what.kind === "rcu-callbacks") return `flush ${what.kind}`;
  return what.kind === "workqueue"
    ? `flush ${what.workqueue}`
    : `${what.kind === "item" ? "flush" : "cancel"} ${printPlace(what.item)}${what.kind === "cancel" && what.timer !== null ? ` and ${printPlace(what.timer)}` : ""}`;
}

function printAcquisition({ lock, function: name, subclass, mode, nest }: Acquisition): string {
  const how = `${mode === "exclusive" ? "" : ` ${mode}`}${nest === null ? "" : ` in ${printPlace(nest)}`}`;
  return `${printPlace(lock)}${subclass === 0 ? "" : `/${subclass}`}${how} (${name})`;
}

function printTarget(target: Target): string {
  return target.kind === "local" ? shortLocal(target.local) : printPlace(target.place);
}

function printList(list: ListRef): string {
  return list.kind === "local" ? shortLocal(list.local) : printPlace(list.place);
}

/** Ids of locals begin with the function, which tests name where it matters. */
function shortLocal(local: string): string {
  return local.slice(local.indexOf(".") + 1);
}

/** `ctx.timeout_list`; `?.` where the object may be NULL. */
export function printPlace(place: Place): string {
  if (place.object === null) return place.field;
  return `${printExpression(place.object)}${place.nullable ? "?." : "."}${place.field.slice(place.field.indexOf(".") + 1)}`;
}

function printValue(value: Value): string {
  switch (value.kind) {
    case "int":
    case "bool":
      return String(value.value);
    case "enum":
      return JSON.stringify(value.value);
    case "object":
      return value.id;
    case "null":
      return "NULL";
    default:
      return unreachable(value);
  }
}

const operators = {
  and: "&&",
  or: "||",
  equal: "===",
  "not-equal": "!==",
  less: "<",
  "less-equal": "<=",
  greater: ">",
  "greater-equal": ">=",
  add: "+",
  subtract: "-",
  multiply: "*",
  modulo: "mod",
  divide: "/",
  remainder: "%",
} as const;

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "value":
      return printValue(expression.value);
    case "local":
      return shortLocal(expression.local);
    case "argument":
      return "argument";
    case "this-cpu":
      return "this CPU";
    case "here":
      return expression.what;
    case "bound":
      return expression.name;
    case "field":
      return printPlace(expression.place);
    case "unary":
      return `${expression.operator === "not" ? "!" : "-"}${printExpression(expression.operand)}`;
    case "binary":
      return `(${printExpression(expression.left)} ${operators[expression.operator]} ${printExpression(expression.right)})`;
    case "conditional":
      return `(${printExpression(expression.condition)} ? ${printExpression(expression.whenTrue)} : ${printExpression(expression.whenFalse)})`;
    case "list-end":
      return `${expression.end}${expression.orNull ? "?" : ""}(${printList(expression.list)})`;
    case "list-neighbour":
      return `${expression.direction}(${printList(expression.list)}, ${printExpression(expression.of)})`;
    case "list-empty":
      return `empty(${printList(expression.list)})`;
    case "list-length":
      return `length(${printList(expression.list)})`;
    case "list-contains":
      return `contains(${printList(expression.list)}, ${printExpression(expression.object)})`;
    case "node-unlinked":
      return `unlinked(${printPlace(expression.node)})`;
    case "timer-queued":
    case "timer-running":
      return `${expression.kind.slice("timer-".length)}(${printPlace(expression.timer)})`;
    case "lock-taken":
    case "lock-mine":
      return `${expression.kind.slice("lock-".length)}(${printPlace(expression.lock)})`;
    case "queue-active":
      return `active(${printPlace(expression.queue)})`;
    case "pool-next":
      return expression.of === null ? `first(${expression.pool})` : `next(${expression.pool}, ${printExpression(expression.of)})`;
    case "pool-at":
      return `${expression.pool}[${printExpression(expression.index)}]`;
    case "quantifier":
      return `${expression.quantifier} ${expression.variable} in ${expression.pool}: ${printExpression(expression.body)}`;
    case "finished":
      return `finished(${expression.context})`;
    case "counted":
      return `${printExpression(expression.value)} where ${printExpression(expression.holds)}`;
    case "allocated":
      return `allocated(${printExpression(expression.object)})`;
    default:
      return unreachable(expression);
  }
}
