// Init: the first state, as docs/semantics.md, section 2, has it.

import { itemsOf } from "../analysis/deferred.js";
import type { Value } from "../ir/expression.js";
import { IDLE } from "../ir/located.js";
import { type Context, type Field, isHandler, isInState, READER_TYPES, runsOnce } from "../ir/program.js";
import type { Tla } from "../tla/ast.js";
import { and, boolean, equals, name, number, set, string, strings, table, tuple } from "../tla/build.js";
import { isPlain, NULL, translateValue } from "./expressions.js";
import { initialMemory } from "./memory-operations.js";
import { instancesOf, type Scope, stackLists } from "./scope.js";

export function initial(scope: Scope): Tla {
  const { program, located } = scope;
  const entries = new Map(located.graphs.map((graph) => [graph.graph.id, graph.entry]));
  const start = (context: Context): Tla => string(runsOnce(context) ? (entries.get(context.graph) ?? "done") : IDLE);
  const fields = (kind: Field["type"]["kind"]): readonly Field[] => program.fields.filter((field) => field.type.kind === kind);
  const conjuncts = [
    equals(name("pc"), table(program.contexts.map((context) => [context.id, start(context)]))),
    equals(name("owner"), {
      kind: "function",
      variable: "lock",
      set: strings(
        fields("lock")
          .filter(({ type }) => type.kind === "lock" && isInState(program, type.type))
          .flatMap(instancesOf)
          .map(({ instance }) => instance),
      ),
      body: name("Free"),
    }),
  ];
  if (scope.uses.readers) conjuncts.push(equals(name("readers"), nobodyReads(fields("lock"))));
  if (scope.uses.seqcounts) conjuncts.push(equals(name("undisturbed"), nobodyReadsSeqcounts(fields("lock"))));
  if (scope.uses.annotations) {
    conjuncts.push(equals(name("annotated"), nobodyIn(fields("lock").filter(({ id }) => program.annotated.includes(id)))));
  }
  if (scope.uses.semaphores) {
    const permits = fields("semaphore").flatMap((field) =>
      instancesOf(field).map(({ owner, instance }): [string, Tla] => [instance, translateValue(field.initial[owner ?? ""] ?? ONE)]),
    );
    conjuncts.push(equals(name("permits"), table(permits)));
  }
  if (scope.uses.interrupts) {
    const nobody: Tla = { kind: "function", variable: "cpu", set: name("CPU"), body: NULL };
    const counted = program.contexts.filter((context) => isHandler(context) && context.timer === null);
    conjuncts.push(
      equals(name("hardirq"), nobody),
      equals(name("softirq"), nobody),
      equals(name("comes"), table(counted.map((context) => [context.id, number(context.times)]))),
    );
  }
  if (scope.uses.lists) conjuncts.push(...initialLists(scope, fields("list-head"), fields("list-node")));
  if (scope.uses.timers) {
    const timers = fields("deferred").flatMap((field) =>
      instancesOf(field).map(({ owner, instance }): [string, Tla] => [instance, boolean(isQueued(field, owner))]),
    );
    conjuncts.push(equals(name("queued"), timers.length === 0 ? tuple() : table(timers)));
  }
  if (scope.uses.waitQueues) {
    const queues = fields("wait-queue").flatMap(instancesOf);
    conjuncts.push(
      equals(name("waiters"), queues.length === 0 ? tuple() : table(queues.map(({ instance }) => [instance, set()]))),
      ...(scope.uses.exclusiveWaiters
        ? [equals(name("exclusive"), queues.length === 0 ? tuple() : table(queues.map(({ instance }) => [instance, tuple()])))]
        : []),
      equals(name("task_state"), { kind: "function", variable: "self", set: name("Context"), body: string("running") }),
    );
  }
  if (scope.uses.flushing)
    conjuncts.push(equals(name("awaited"), { kind: "function", variable: "self", set: name("Context"), body: set() }));
  if (scope.uses.works) {
    const ordered = program.workqueues.filter((workqueue) => workqueue.ordered).map((workqueue) => workqueue.id);
    const queuedFirst = (line: string): Tla => tuple(...queuedAtFirst(scope, line).map(string));
    conjuncts.push(equals(name("lines"), ordered.length === 0 ? tuple() : table(ordered.map((line) => [line, queuedFirst(line)]))));
  }
  if (scope.uses.memory) conjuncts.push(equals(name("alive"), initialMemory(scope)));
  for (const variable of scope.fields.values()) conjuncts.push(equals(name(variable.name), initialField(variable.field)));
  for (const variable of scope.locals.values()) {
    conjuncts.push(
      equals(
        name(variable.name),
        variable.contexts.length === 1 ? NULL : { kind: "function", variable: "self", set: strings(variable.contexts), body: NULL },
      ),
    );
  }
  return and(...conjuncts);
}

function nobodyReads(locks: readonly Field[]): Tla {
  return nobodyIn(locks.filter(({ type }) => type.kind === "lock" && READER_TYPES.has(type.type)));
}

/** A count of 0 for each context, of each instance. */
function nobodyIn(locks: readonly Field[]): Tla {
  const none: Tla = { kind: "function", variable: "self", set: name("Context"), body: number(0) };
  return { kind: "function", variable: "lock", set: strings(locks.flatMap(instancesOf).map(({ instance }) => instance)), body: none };
}

/** Items that are queued from the start, in the order of the program. */
function queuedAtFirst({ program }: Scope, workqueue: string): readonly string[] {
  return itemsOf(program, workqueue).flatMap(({ id, timer }) => {
    const field = program.fields.find((candidate) => candidate.id === timer?.field);
    return field !== undefined && timer !== null && isQueued(field, timer.object) ? [id] : [];
  });
}

const ONE: Value = { kind: "int", value: 1 };

function nobodyReadsSeqcounts(locks: readonly Field[]): Tla {
  const seqcounts = locks.filter(({ type }) => type.kind === "lock" && type.type === "seqcount_t").flatMap(instancesOf);
  return { kind: "function", variable: "lock", set: strings(seqcounts.map(({ instance }) => instance)), body: set() };
}

function isQueued(field: Field, owner: string | null): boolean {
  const value = field.initial[owner ?? ""];
  return value?.kind === "bool" && value.value;
}

function initialField(field: Field): Tla {
  const value = (owner: string): Tla => translateValue(field.initial[owner] ?? { kind: "null" });
  if (field.owners === null) return value("");
  const [only, ...others] = field.owners;
  return isPlain(field.owners) && others.length === 0 ? value(only ?? "") : table(field.owners.map((owner) => [owner, value(owner)]));
}

function initialLists(scope: Scope, heads: readonly Field[], nodes: readonly Field[]): readonly Tla[] {
  const shared = heads.flatMap((head) =>
    instancesOf(head).map(({ owner, instance }) => ({
      node: head.type.kind === "list-head" ? head.type.node : "",
      instance,
      entries: head.entries[owner ?? ""] ?? [],
    })),
  );
  const onStack = stackLists(scope.located).map((stackList): [string, Tla] => [stackList.instance, tuple()]);
  const linked = nodes.flatMap((node) =>
    instancesOf(node).map(({ owner, instance }): [string, Tla] => {
      const list = shared.find((candidate) => candidate.node === node.id && owner !== null && candidate.entries.includes(owner));
      return [instance, list === undefined ? name("SelfLinked") : string(list.instance)];
    }),
  );
  const lists = shared.map(({ instance, entries }): [string, Tla] => [instance, tuple(...entries.map(string))]);
  return [equals(name("lists"), table([...lists, ...onStack])), equals(name("linked"), table(linked))];
}
