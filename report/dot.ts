// The graphs of every result for Graphviz: who waits for whom, and the order of lock classes. Offending edges are bold.

import type { CheckResult } from "../harness/result.js";
import { graphsOf, type NamedGraph } from "./graphs.js";
import { visible, wellFormed } from "./lines.js";
import { subjectText } from "./names.js";

export function renderDot(results: readonly CheckResult[]): string {
  const clusters = results.flatMap((result, index) =>
    graphsOf(result).map((graph, number) => cluster(graph, `${subjectText(result.subject)}: ${graph.title}`, `${index}_${number}`)),
  );
  return `digraph lockproof {\n  node [shape=box, fontname="monospace"];\n  edge [fontname="monospace", fontsize=10];\n${clusters.join("")}}\n`;
}

/** A quoted string whose text Graphviz shows as it is: it knows HTML's entities. Control characters are visible, so no line ends in it. */
export function dotText(text: string): string {
  return `"${wellFormed(visible(text)).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("&", "&amp;")}"`;
}

/** Lines of a label, one below the other. */
function label(lines: readonly string[]): string {
  return `"${lines.map((text) => dotText(text).slice(1, -1)).join("\\n")}"`;
}

function cluster({ nodes, edges }: NamedGraph, title: string, key: string): string {
  const idOf = (id: string): string => `n${key}_${nodes.findIndex((node) => node.id === id)}`;
  const boxes = nodes.map((node) => `    ${idOf(node.id)} [label=${label(node.lines)}${node.marked ? ", penwidth=2" : ""}];\n`);
  const arrows = edges.map(({ from, to, label: text, hint, marked }) => {
    const weight = marked ? ", style=bold, penwidth=2.5" : "";
    return `    ${idOf(from)} -> ${idOf(to)} [label=${dotText(text)}, tooltip=${dotText(hint)}${weight}];\n`;
  });
  return `  subgraph cluster_${key} {\n    label=${dotText(title)};\n${boxes.join("")}${arrows.join("")}  }\n`;
}
