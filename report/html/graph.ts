// Laying out and drawing a small graph as SVG. Nothing here knows what the nodes are. Offending edges are thick and have a word on them, so
// that they can be told without colour.

import type { GraphEdge, GraphNode } from "../graphs.js";
import { visible } from "../lines.js";
import { escapeHtml } from "./escape.js";
import { emptyLayout, type Layout, layOutGraph, type Point } from "./layout.js";

const CHARACTER = 7.3;
const LINE = 17;
const PADDING = 11;
const LONGEST = 60;

/** `title` is read out by a screen reader. */
export function drawGraph(title: string, nodes: readonly GraphNode[], edges: readonly GraphEdge[]): string {
  const graph = layOut(nodes, edges);
  const { width, height } = graph.graph();
  const key = keysOf(nodes);
  const lines = edges.map((edge, index) => drawEdge(edge, graph.edge(key(edge.from), key(edge.to), String(index))));
  const boxes = nodes.map((node) => drawNode(node, graph.node(key(node.id))));
  const size = `viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}"`;
  return `<svg class="graph" role="img" aria-label="${escapeHtml(visible(title))}" ${size}>${[...lines, ...boxes].join("")}</svg>`;
}

/** The library keeps nodes in objects and joins their names: it gets numbers. */
function keysOf(nodes: readonly GraphNode[]): (id: string) => string {
  return (id) => `n${nodes.findIndex((node) => node.id === id)}`;
}

function layOut(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Layout {
  const graph = emptyLayout();
  const key = keysOf(nodes);
  for (const node of nodes) graph.setNode(key(node.id), sizeOf(node.lines));
  edges.forEach(({ from, to, label }, index) => {
    const { width, height } = label === "" ? { width: 0, height: 0 } : sizeOf([label]);
    graph.setEdge(key(from), key(to), { width, height, labelpos: "c" }, String(index));
  });
  layOutGraph(graph);
  return graph;
}

function sizeOf(lines: readonly string[]): { readonly width: number; readonly height: number } {
  const longest = Math.max(...lines.map((text) => shown(text).length));
  return { width: longest * CHARACTER + 2 * PADDING, height: lines.length * LINE + PADDING };
}

function drawNode({ lines, marked }: GraphNode, at: ReturnType<Layout["node"]>): string {
  const [x, y] = [at.x - at.width / 2, at.y - at.height / 2];
  const box = `<rect x="${round(x)}" y="${round(y)}" width="${round(at.width)}" height="${round(at.height)}" rx="5"/>`;
  const texts = lines.map((text, index) => {
    const top = y + PADDING / 2 + LINE * (index + 0.75);
    return `<text${index === 0 ? "" : ' class="small"'} x="${round(at.x)}" y="${round(top)}" text-anchor="middle">${escapeHtml(shown(text))}</text>`;
  });
  return `<g class="node${marked ? " marked" : ""}"><title>${escapeHtml(visible(lines.join("\n")))}</title>${box}${texts.join("")}</g>`;
}

function drawEdge(edge: GraphEdge, at: ReturnType<Layout["edge"]>): string {
  const path = pathThrough(at.points);
  const label =
    edge.label === "" || at.x === undefined || at.y === undefined
      ? ""
      : `<text class="small" x="${round(at.x)}" y="${round(at.y + 4)}" text-anchor="middle">${escapeHtml(shown(edge.label))}</text>`;
  return `<g class="edge${edge.marked ? " marked" : ""}"><title>${escapeHtml(visible(edge.hint))}</title><path d="${path}"/>${head(at.points)}${label}</g>`;
}

/** Through the points in curves whose control points are the points, beginning and ending straight. */
function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const curves = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    const end = index === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${round(point.x)},${round(point.y)} ${round(end.x)},${round(end.y)}`;
  });
  const last = rest.at(-1) ?? first;
  const straight = curves.length === 0 ? ` L${round(last.x)},${round(last.y)}` : "";
  return `M${round(first.x)},${round(first.y)} ${curves.join(" ")}${straight}`;
}

function head(points: readonly Point[]): string {
  const tip = points.at(-1);
  const before = points.findLast((point) => tip !== undefined && Math.hypot(point.x - tip.x, point.y - tip.y) > 0.5);
  if (tip === undefined || before === undefined) return "";
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const corner = (turn: number): string => `${round(tip.x - 10 * Math.cos(angle + turn))},${round(tip.y - 10 * Math.sin(angle + turn))}`;
  return `<polygon points="${round(tip.x)},${round(tip.y)} ${corner(0.42)} ${corner(-0.42)}"/>`;
}

function shown(text: string): string {
  const safe = visible(text);
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST - 1)}…` : safe;
}

const round = (number: number): string => String(Math.round(number * 10) / 10);
