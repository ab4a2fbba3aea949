// Steps that nobody can observe happen together with the step that follows (docs/semantics.md, section 3, exception 4).
// Protects: disabling interrupts is a step of its own wherever an interrupt, or a task on the same CPU, could tell the difference.

import type { Context, Program } from "../ir/program.js";
import { mayBeInWrongContext } from "./context-assertions.js";
import { hasGracePeriods } from "./grace-periods.js";
import { type SplitGraph, type SplitNode, underflows } from "./typestate.js";

/** What may be joined in the code of the contexts that run one graph. */
interface Unobserved {
  readonly preemption: boolean;
  readonly bottomHalves: boolean;
  readonly irqs: boolean;
}

/** Leaves out the unobservable nodes of `graph`; `runners` are the contexts that run it. */
export function joinSteps(program: Program, graph: SplitGraph, runners: readonly Context[]): SplitGraph {
  if (hasGracePeriods(program)) return graph;
  const unobserved = unobservedBy(program, runners);
  const joined = new Set(graph.nodes.filter((node) => isJoined(node, unobserved, runners)).map(({ key }) => key));
  for (const key of onlyWaysBack(graph, joined)) joined.delete(key);
  const target = targets(graph, joined);
  const nodes = graph.nodes.filter((node) => target(node.key) === node.key).map((node) => ({ ...node, next: node.next.map(target) }));
  return { ...graph, entry: target(graph.entry), nodes };
}

/** Where a way to `key` comes to: past all steps that are joined. */
function targets({ nodes }: SplitGraph, joined: ReadonlySet<string>): (key: string) => string {
  const next = new Map(nodes.map((node) => [node.key, node.next[0]]));
  return (key) => {
    const seen = new Set<string>();
    let at = key;
    while (joined.has(at) && !seen.has(at)) {
      seen.add(at);
      at = next.get(at) ?? at;
    }
    return at;
  };
}

/**
 * First steps on the way from a step straight back to it: without one of its own it would leave pc as it was, and to try for ever
 * (`while (!spin_trylock(lock))`) would be no movement. A branch that leads back to itself waits.
 */
function onlyWaysBack(graph: SplitGraph, joined: ReadonlySet<string>): readonly string[] {
  const target = targets(graph, joined);
  return graph.nodes.flatMap(({ key, node, next }) =>
    joined.has(key) || node.operation.kind === "branch" ? [] : next.filter((way) => way !== key && target(way) === key),
  );
}

function isJoined(node: SplitNode, unobserved: Unobserved, runners: readonly Context[]): boolean {
  if (underflows(node.node, node.state) || mayBeInWrongContext(node.node.operation, node.state, runners)) return false;
  switch (node.node.operation.kind) {
    case "preemption":
      return unobserved.preemption;
    case "bottom-halves":
      return unobserved.bottomHalves && !marksHeldLocks(node);
    case "irq":
      return unobserved.irqs && !marksHeldLocks(node);
    default:
      return false;
  }
}

/** Enabling interrupts or bottom halves while a lock is held marks the lock's class in lockdep: that must be seen to be reached. */
function marksHeldLocks(node: SplitNode): boolean {
  const operation = node.node.operation;
  const enables =
    (operation.kind === "irq" || operation.kind === "bottom-halves") && (operation.action === "enable" || operation.action === "restore");
  return enables && node.state.held.some((held) => held.place !== null);
}

function unobservedBy(program: Program, runners: readonly Context[]): Unobserved {
  const isTask = runners.every((runner) => runner.level === "task");
  const cpus = new Set(runners.flatMap((runner) => runner.cpus));
  const here = program.contexts.filter((context) => context.cpus.some((cpu) => cpus.has(cpu)));
  const shared = [...cpus].some(
    (cpu) => program.contexts.filter((context) => context.level === "task" && context.cpus.includes(cpu)).length > 1,
  );
  const softirqs = here.some((context) => context.level === "softirq" && !runners.includes(context));
  const hardirqs = here.some((context) => context.level === "hardirq" && !runners.includes(context));
  return {
    preemption: !(isTask && shared),
    bottomHalves: !(isTask && (shared || softirqs)),
    irqs: !((isTask && (shared || softirqs || hardirqs)) || (runners.some((runner) => runner.level === "softirq") && hardirqs)),
  };
}
