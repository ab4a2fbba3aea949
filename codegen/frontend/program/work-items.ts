// Which workqueue a work item is on: the one on which the code queues it. Its maps, which are held around the function, follow from that.

import { createDiagnostic } from "../../diagnostics/index.js";
import type { FlowGraph, Node } from "../../ir/graph.js";
import type { Workqueue } from "../../ir/program.js";
import type { Elaboration } from "../elaborate/elaboration.js";
import type { SharedField } from "../elaborate/world.js";
import { SYSTEM_WQ } from "../lower/language/works.js";
import type { UnplacedContext } from "./contexts.js";
import { defaultName, mapClass } from "./lock-classes.js";

const ITEMS: ReadonlySet<SharedField["type"]["kind"]> = new Set<SharedField["type"]["kind"]>(["work", "kthread-work", "delayed-work"]);

/** Whose items wait for nobody of their kind. */
const OWN_QUEUE: ReadonlySet<SharedField["type"]["kind"]> = new Set<SharedField["type"]["kind"]>(["irq-thread", "task-work-runner"]);

/** Work items with their queues and maps, which those of a kthread_worker do not have; other contexts as they are. */
export function onTheirQueues(
  model: Elaboration,
  contexts: readonly UnplacedContext[],
  graphs: readonly FlowGraph[],
): readonly UnplacedContext[] {
  const queues = new Map(
    model.fields.flatMap((field) =>
      ITEMS.has(field.type.kind) ? [[field.id, { field, workqueue: queueOf(model, field, graphs) }] as const] : [],
    ),
  );
  const threads = new Set(model.fields.flatMap(({ id, type }) => (OWN_QUEUE.has(type.kind) ? [id] : [])));
  return contexts.map((context) => {
    if (context.timer !== null && threads.has(context.timer.field)) return onItsOwn(model, context);
    const found = context.timer === null ? undefined : queues.get(context.timer.field);
    if (found === undefined) return context;
    const { field, workqueue } = found;
    model.workqueues.set(workqueue.id, workqueue);
    return {
      ...context,
      workqueue: workqueue.id,
      maps: field.type.kind === "kthread-work" ? [] : workMaps(workqueue.name, defaultName(field)),
    };
  });
}

/** The thread of an interrupt handler runs when it is woken as an item does when it is queued; lockdep knows no maps of it. */
function onItsOwn(model: Elaboration, context: UnplacedContext): UnplacedContext {
  model.workqueues.set(context.id, { id: context.id, name: context.id, ordered: false });
  return { ...context, workqueue: context.id };
}

/** lockdep's maps of process_one_work: the workqueue outside, the work item inside. */
function workMaps(queue: string, work: string): readonly string[] {
  const item = work.startsWith("&") ? work : `&${work}`;
  return [`(wq_completion)${queue}`, `(work_completion)(${item})`].map((name) => mapClass(name).id);
}

function queueOf(model: Elaboration, field: SharedField, graphs: readonly FlowGraph[]): Workqueue {
  const queueings = graphs.flatMap((graph) => graph.nodes).flatMap((node) => queueing(node, field));
  const [first] = queueings;
  const other = queueings.find((candidate) => candidate.workqueue !== first?.workqueue);
  if (first !== undefined && other !== undefined) {
    const what = `The workqueue of '${field.name}'`;
    const expected = `'${first.workqueue}', as elsewhere`;
    const hint = "queue a work item on one workqueue only";
    model.log.add(createDiagnostic("wrong-argument", other.node.span, { what, expected, hint }));
  }
  return model.workqueues.get(first?.workqueue ?? SYSTEM_WQ.id) ?? SYSTEM_WQ;
}

function queueing(node: Node, field: SharedField): readonly { readonly node: Node; readonly workqueue: string }[] {
  const { operation } = node;
  if (operation.kind !== "item-queue" || (operation.delays ?? operation.item).field !== field.id || operation.workqueue === null) return [];
  return [{ node, workqueue: operation.workqueue }];
}
