// Which nodes, of those that a context came by, switched interrupts, bottom halves and preemption to what they are in the end.

import type { Node } from "../../codegen/ir/graph.js";
import type { Passed } from "../trace/passed-nodes.js";

/** The node that left interrupts as they are at the end; `began`: as they were at first. */
export function lastFlip(passed: readonly Passed[], began: boolean, end: boolean): readonly Node[] {
  const saved = new Map<string, boolean>();
  let on = began;
  let flip: Node | null = null;
  for (const { node, way } of passed) {
    if (node.operation.kind !== "irq" || way === null) continue;
    const { operation } = node;
    const before: boolean = on;
    if (operation.action === "save") saved.set(operation.flags, on);
    on = operation.action === "enable" || (operation.action === "restore" && (saved.get(operation.flags) ?? on));
    if (on !== before && on === end) flip = node;
  }
  return flip === null ? [] : [flip];
}

/** The nodes that disabled, and none after them enabled again. */
export function leftOff(passed: readonly Passed[], kind: "preemption" | "bottom-halves"): readonly Node[] {
  return passed.reduce<readonly Node[]>((open, { node }) => {
    if (node.operation.kind !== kind) return open;
    return node.operation.action === "disable" ? [...open, node] : open.slice(0, -1);
  }, []);
}
