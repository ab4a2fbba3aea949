// The layout of layered graphs by dagre. Its declaration files import each other without extensions, which Node's rules do not resolve, so what
// is used of it is declared here.

import dagre from "@dagrejs/dagre";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  setGraph(settings: Readonly<Record<string, string | number>>): void;
  setNode(id: string, size: { readonly width: number; readonly height: number }): void;
  setEdge(from: string, to: string, label: Readonly<Record<string, string | number>>, name: string): void;
  graph(): { readonly width: number; readonly height: number };
  node(id: string): Point & { readonly width: number; readonly height: number };
  edge(from: string, to: string, name: string): Partial<Point> & { readonly points: readonly Point[] };
}

interface Dagre {
  readonly graphlib: { readonly Graph: new (options: { readonly multigraph: boolean }) => Layout };
  readonly layout: (graph: Layout) => void;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment
const { graphlib, layout }: Dagre = dagre;

export function emptyLayout(): Layout {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 44, ranksep: 54, edgesep: 26, marginx: 14, marginy: 14 });
  return graph;
}

/** Gives every node and edge of the graph its place. */
export function layOutGraph(graph: Layout): void {
  layout(graph);
}
