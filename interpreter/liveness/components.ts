// Strongly connected components (Tarjan), without recursion: state graphs are deep.

/** Successors of a node within the part of the graph that is looked at. */
export type Successors = (node: number) => readonly number[];

/** The components of the graph that has these nodes, each sorted ascending. */
export function stronglyConnected(nodes: readonly number[], successors: Successors): readonly (readonly number[])[] {
  const within = new Set(nodes);
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const onStack = new Set<number>();
  const stack: number[] = [];
  const found: number[][] = [];
  for (const root of nodes) {
    if (order.has(root)) continue;
    const work: Frame[] = [enter(root)];
    for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
      const target = frame.targets[frame.next++];
      if (target === undefined) {
        work.pop();
        leave(frame.node, work.at(-1)?.node);
      } else if (!order.has(target)) {
        work.push(enter(target));
      } else if (onStack.has(target)) {
        lower(frame.node, order.get(target) ?? 0);
      }
    }
  }
  return found;

  function enter(node: number): Frame {
    order.set(node, order.size);
    low.set(node, order.get(node) ?? 0);
    stack.push(node);
    onStack.add(node);
    return { node, targets: successors(node).filter((target) => within.has(target)), next: 0 };
  }

  function lower(node: number, value: number): void {
    low.set(node, Math.min(low.get(node) ?? value, value));
  }

  function leave(node: number, parent: number | undefined): void {
    if (parent !== undefined) lower(parent, low.get(node) ?? 0);
    if (low.get(node) !== order.get(node)) return;
    const component = stack.splice(stack.lastIndexOf(node));
    for (const member of component) onStack.delete(member);
    found.push(component.sort((a, b) => a - b));
  }
}

interface Frame {
  readonly node: number;
  readonly targets: readonly number[];
  next: number;
}
