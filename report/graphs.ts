// The two graphs of a result, whatever draws them: who waits for whom in the last state, and in which order lock classes are taken.

import type { CheckResult, LockOrder, Standing } from "../harness/result.js";
import { contextName, place } from "./names.js";
import { isInterruption } from "./splat/wait-graph.js";

export interface GraphNode {
  readonly id: string;
  /** Lines of text: the first is the name. */
  readonly lines: readonly string[];
  readonly marked: boolean;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** The whole of what it says. */
  readonly hint: string;
  readonly marked: boolean;
}

export interface NamedGraph {
  readonly title: string;
  readonly note: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Without the graphs that have no edge. */
export function graphsOf(result: CheckResult): readonly NamedGraph[] {
  if (result.outcome !== "verified" && result.outcome !== "violated") return [];
  const graphs = [...(result.outcome === "violated" ? [waits(result.trace.standing)] : []), order(result.lockOrder)];
  return graphs.filter(({ edges }) => edges.length > 0);
}

function waits(standing: readonly Standing[]): NamedGraph {
  const edges = standing.flatMap(({ context, waitsFor }) =>
    waitsFor.flatMap((wait): readonly GraphEdge[] => {
      const label = isInterruption(wait) ? "interrupted by" : shorter(wait.what);
      return wait.context === null ? [] : [{ from: context.id, to: wait.context, label, hint: wait.what, marked: true }];
    }),
  );
  const shown = standing.filter(({ context }) => edges.some(({ from, to }) => from === context.id || to === context.id));
  const nodes = shown.map(({ context, held }): GraphNode => {
    const holds = held.filter(({ type }) => type !== "map" && type !== "rcu").map(({ instance, name }) => instance ?? name);
    return {
      id: context.id,
      lines: [contextName(context), holds.length === 0 ? "holds no lock" : `holds ${holds.join(", ")}`],
      marked: false,
    };
  });
  const known = edges.filter(({ to }) => nodes.some(({ id }) => id === to));
  const note = "In the last state. An arrow goes from the context that waits to the one that it waits for, and names what it waits for.";
  return { title: "Who waits for whom", note, nodes, edges: known };
}

const shorter = (what: string): string => what.replace(/, (?:held by|which) .*$/, "");

function order({ classes, edges, complete }: LockOrder): NamedGraph {
  const nodes = classes
    .filter(({ name }) => edges.some(({ from, to }) => from === name || to === name))
    .map(
      ({ name, type, outer, inner, usage }): GraphNode => ({
        id: name,
        lines: [name, `${type} {${outer}:${inner}}${usage === null ? "" : ` {${usage}}`}`],
        marked: edges.some((edge) => edge.offending && (edge.from === name || edge.to === name)),
      }),
    );
  const lines = edges.map(({ from, to, at, function: name, contexts, offending }): GraphEdge => {
    const hint = `${to} is acquired in ${name} (${place(at)}) while ${from} is held, by ${contexts.join(", ")}`;
    return { from, to, label: offending ? `${name} !` : name, hint, marked: offending };
  });
  const rest = complete ? "" : " A violation ended the search, so there may be more of them.";
  const marked = edges.some(({ offending }) => offending)
    ? " Thick arrows with an exclamation mark are those that the finding is about."
    : "";
  const note = `An arrow goes from the lock class that is held to the one that is acquired meanwhile, in the function on the arrow.${marked}${rest}`;
  return { title: "Order of lock classes", note, nodes, edges: lines };
}
