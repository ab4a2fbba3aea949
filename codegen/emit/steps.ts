// One location -> one TLA+ action. Each operation does what docs/semantics.md, section 5, says, mostly by an operator of specs/lib.

import type { Expression, Place } from "../ir/expression.js";
import type { Assignment, Operation, Target } from "../ir/graph.js";
import { faultLabel, type Location } from "../ir/located.js";
import type { Context } from "../ir/program.js";
import { unreachable } from "../ir/unreachable.js";
import type { Tla } from "../tla/ast.js";
import {
  and,
  apply,
  call,
  equals,
  except,
  exists,
  FALSE,
  ifThenElse,
  infix,
  name,
  not,
  number,
  or,
  set,
  string,
  TRUE,
  tuple,
} from "../tla/build.js";
import { conjoin, type Effects, NO_EFFECTS, type VariableGroup } from "./effects.js";
import {
  type FaultCase,
  faultsOf,
  isPlain,
  isWithin,
  listFaults,
  listInstance,
  NULL,
  nodeFieldOf,
  nodeInstance,
  placeFaults,
  placeInstance,
  SELF,
  translate,
} from "./expressions.js";
import { fieldOf, type Scope } from "./scope.js";

/** A step of a location: what it may fault with, what it waits for, and its ways on. */
interface StepShape {
  readonly faults: readonly FaultCase[];
  /** The step is possible only when all of these hold. */
  readonly enabled: readonly Tla[];
  readonly outcomes: readonly Outcome[];
}

interface Outcome {
  /** The outcome is taken when this holds; null: always (a single outcome), or nondeterministically over `choice`. */
  readonly when: Tla | null;
  readonly effects: Effects;
  /** Index into the location's successors; null when `effects` set pc themselves. */
  readonly next: number | null;
}

/** The action of `location` for the context `self`. `runners` are the contexts that can be here. */
export function translateStep(scope: Scope, groups: readonly VariableGroup[], location: Location, runners: readonly Context[]): Tla {
  const shape = shapeOf(scope, location, runners);
  const ways = shape.outcomes.map((outcome) => withDrops(scope, location, outcome));
  const work = and(...shape.enabled, waysOn(groups, ways));
  const judged = faulting(scope, groups, location, shape.faults, work);
  return location.node.operation.kind === "choose" ? chosen(scope, groups, location, location.node.operation.options, judged) : judged;
}

/** `IF fault THEN … ELSE work`, the faults in the order in which they count. */
function faulting(scope: Scope, groups: readonly VariableGroup[], location: Location, faults: readonly FaultCase[], work: Tla): Tla {
  const kinds: readonly FaultCase["fault"][] = ["null-dereference", "list-corruption", "unlock-balance", "out-of-range", "assertion"];
  return [...kinds].reverse().reduce((rest, kind) => {
    const when = or(...faults.filter((fault) => fault.fault === kind).map((fault) => fault.when));
    if (when.kind === "boolean" && !when.value) return rest;
    const label = faultLabel(kind, location.label);
    scope.faults.add(label);
    const fault = conjoin(groups, gotoEffects(string(label)));
    return when.kind === "boolean" ? fault : ifThenElse(when, fault, rest);
  }, work);
}

function waysOn(groups: readonly VariableGroup[], ways: readonly { when: Tla | null; effects: Effects }[]): Tla {
  const [first, second, ...more] = ways;
  if (first === undefined) return FALSE;
  if (second === undefined || first.when === null) return conjoin(groups, first.effects);
  if (more.length > 0) throw new Error("a step has at most two outcomes");
  const merged = sameButPc(first, second);
  if (merged !== null) return conjoin(groups, merged);
  return ifThenElse(first.when, conjoin(groups, first.effects), conjoin(groups, second.effects));
}

/** A branch that only moves pc is written as one store of pc. */
function sameButPc(first: { when: Tla | null; effects: Effects }, second: { effects: Effects }): Effects | null {
  const rest = (effects: Effects): string =>
    JSON.stringify({ ...effects, actions: effects.actions.filter((action) => action.changes[0] !== "pc") });
  const target = (effects: Effects): Tla | null => {
    const found = effects.actions.find((action) => action.changes[0] === "pc")?.action;
    return found?.kind === "call" ? (found.args[1] ?? null) : null;
  };
  const [whenTrue, whenFalse] = [target(first.effects), target(second.effects)];
  if (first.when === null || whenTrue === null || whenFalse === null || rest(first.effects) !== rest(second.effects)) return null;
  if (whenTrue.kind !== "string" || whenFalse.kind !== "string") return null;
  return {
    ...first.effects,
    actions: first.effects.actions.map((action) =>
      action.changes[0] === "pc" ? { ...action, action: call("Goto", SELF, ifThenElse(first.when ?? TRUE, whenTrue, whenFalse)) } : action,
    ),
  };
}

function withDrops(scope: Scope, location: Location, outcome: Outcome): { when: Tla | null; effects: Effects } {
  if (outcome.next === null) return outcome;
  const drops = (location.drops[outcome.next] ?? []).flatMap((local) => storeLocal(scope, local, NULL));
  const target = location.next[outcome.next];
  if (target === undefined) throw new Error(`location '${location.label}' has no successor ${outcome.next}`);
  const goto = gotoEffects(string(target));
  return {
    when: outcome.when,
    effects: {
      guards: outcome.effects.guards,
      actions: [...outcome.effects.actions, ...goto.actions],
      stores: [...outcome.effects.stores, ...drops],
    },
  };
}

function gotoEffects(target: Tla): Effects {
  return { ...NO_EFFECTS, actions: [{ action: call("Goto", SELF, target), changes: ["pc"] }] };
}

/** `\E choice \in {options} : …`. When evaluating an option can be a fault, one disjunct for each: the fault concerns that option only. */
function chosen(scope: Scope, groups: readonly VariableGroup[], location: Location, options: readonly Expression[], work: Tla): Tla {
  if (options.every((option) => faultsOf(scope, option).length === 0))
    return exists(CHOICE, set(...options.map((option) => translate(scope, option))), work);
  return or(
    ...options.map((option) => {
      const taken: Tla = { kind: "let", definitions: [{ name: CHOICE, body: translate(scope, option) }], body: work };
      return faulting(scope, groups, location, faultsOf(scope, option), taken);
    }),
  );
}
const CHOICE = "choice";

function shapeOf(scope: Scope, location: Location, runners: readonly Context[]): StepShape {
  const { operation } = location.node;
  switch (operation.kind) {
    case "assign":
      return assign(scope, operation.assignments);
    case "branch":
      return branch(scope, operation.condition, location);
    case "choose":
      return {
        faults: targetFaults(scope, operation.target, null),
        enabled: [],
        outcomes: [always(store(scope, operation.target, name(CHOICE)))],
      };
    case "acquire":
      return acquire(scope, operation.acquisition.lock);
    case "try-acquire":
      return tryAcquire(scope, operation);
    case "release":
      return release(scope, location, operation.lock);
    case "rcu":
      return {
        faults: operation.action === "unlock" && !holdsRcu(scope, location) ? [{ fault: "unlock-balance", when: TRUE }] : [],
        enabled: [],
        outcomes: [always(NO_EFFECTS)],
      };
    case "irq":
    case "bottom-halves":
    case "preemption":
    case "might-sleep":
      return plain(NO_EFFECTS);
    case "list-add":
      return listAdd(scope, operation);
    case "list-remove":
    case "list-move":
      return listRemove(scope, operation);
    case "list-splice":
      return listSplice(scope, operation);
    case "list-take-first":
      return takeFirst(scope, operation);
    case "timer-start":
      return {
        faults: placeFaults(scope, operation.timer),
        enabled: [],
        outcomes: [always(action(call("Start", placeInstance(scope, operation.timer)), "queued"))],
      };
    case "timer-try-cancel":
      return tryCancel(scope, operation.timer, operation.result);
    case "timer-cancel":
      return cancel(scope, operation.timer, operation.result);
    case "wait-prepare":
      return onQueue(scope, operation.queue, (queue) => action(call("PrepareToWait", SELF, queue), "waiters", "task_state"));
    case "wait-finish":
      return onQueue(scope, operation.queue, (queue) => action(call("FinishWait", SELF, queue), "waiters"));
    case "wake":
      return onQueue(scope, operation.queue, (queue) => action(call("WakeAll", queue), "waiters", "task_state"));
    case "wait-run":
      return runAgain(scope, operation.queue);
    case "schedule": {
      // Without a queue in the model nobody can be about to sleep.
      const running = equals(apply(name("task_state"), SELF), string("running"));
      return { faults: [], enabled: scope.uses.waitQueues ? [running] : [], outcomes: [always(NO_EFFECTS)] };
    }
    case "assert":
      return {
        faults: [...faultsOf(scope, operation.condition), { fault: "assertion", when: not(translate(scope, operation.condition)) }],
        enabled: [],
        outcomes: [always(NO_EFFECTS)],
      };
    case "end":
      return plain(end(operation.restart, runners), null);
    default:
      return unreachable(operation);
  }
}

function plain(effects: Effects, next: number | null = 0): StepShape {
  return { faults: [], enabled: [], outcomes: [{ when: null, effects, next }] };
}

function always(effects: Effects): Outcome {
  return { when: null, effects, next: 0 };
}

function action(tla: Tla, ...changes: readonly string[]): Effects {
  return { ...NO_EFFECTS, actions: [{ action: tla, changes }] };
}

function assign(scope: Scope, assignments: readonly Assignment[]): StepShape {
  return {
    faults: assignments.flatMap(({ target, value }) => [...faultsOf(scope, value), ...targetFaults(scope, target, value)]),
    enabled: [],
    outcomes: [
      always({ ...NO_EFFECTS, stores: assignments.flatMap(({ target, value }) => store(scope, target, translate(scope, value)).stores) }),
    ],
  };
}

/** A branch that leads back to itself is a wait for the other side. */
function branch(scope: Scope, condition: Expression, location: Location): StepShape {
  const when = translate(scope, condition);
  const faults = faultsOf(scope, condition);
  const [whenTrue, whenFalse] = location.next;
  if (whenTrue === location.label && whenFalse !== location.label)
    return { faults, enabled: [not(when)], outcomes: [{ when: null, effects: NO_EFFECTS, next: 1 }] };
  if (whenFalse === location.label && whenTrue !== location.label)
    return { faults, enabled: [when], outcomes: [{ when: null, effects: NO_EFFECTS, next: 0 }] };
  return {
    faults,
    enabled: [],
    outcomes: [
      { when, effects: NO_EFFECTS, next: 0 },
      { when: not(when), effects: NO_EFFECTS, next: 1 },
    ],
  };
}

function acquire(scope: Scope, lock: Place): StepShape {
  return {
    faults: placeFaults(scope, lock),
    enabled: [],
    outcomes: [always(action(call("Acquire", SELF, placeInstance(scope, lock)), "owner"))],
  };
}

function tryAcquire(scope: Scope, operation: Extract<Operation, { kind: "try-acquire" }>): StepShape {
  const lock = placeInstance(scope, operation.acquisition.lock);
  const result = (value: Tla): Effects => ({
    ...NO_EFFECTS,
    stores: operation.result === null ? [] : storeLocal(scope, operation.result, value),
  });
  const taken = action(call("Acquire", SELF, lock), "owner");
  const when = equals(apply(name("owner"), lock), name("Free"));
  return {
    faults: placeFaults(scope, operation.acquisition.lock),
    enabled: [],
    outcomes: [
      { when, effects: { ...taken, stores: result(TRUE).stores }, next: 0 },
      { when: not(when), effects: result(FALSE), next: 1 },
    ],
  };
}

function release(scope: Scope, location: Location, lock: Place): StepShape {
  const released = placeInstance(scope, lock);
  const certain =
    released.kind === "string" && location.state.held.some((held) => held.place !== null && sameInstance(scope, held.place, released));
  return {
    faults: [
      ...placeFaults(scope, lock),
      ...(certain ? [] : [{ fault: "unlock-balance" as const, when: not(equals(apply(name("owner"), released), SELF)) }]),
    ],
    enabled: [],
    outcomes: [always(action(call("Release", released), "owner"))],
  };
}

/** A lock named by a constant that the typestate holds is the context's own: nobody else can release it without a fault. */
function sameInstance(scope: Scope, held: Place, released: Tla): boolean {
  const instance = placeInstance(scope, held);
  return instance.kind === "string" && released.kind === "string" && instance.value === released.value;
}

function holdsRcu(scope: Scope, location: Location): boolean {
  const rcu = new Set(scope.program.lockClasses.filter((lockClass) => lockClass.type === "rcu").map((lockClass) => lockClass.id));
  return location.state.held.some((held) => rcu.has(held.lockClass));
}

function linkedOf(node: Tla): Tla {
  return apply(name("linked"), node);
}

function objectOf(scope: Scope, node: Place): Tla {
  if (node.object !== null) return translate(scope, node.object);
  throw new Error("a list node outside of an object");
}

function listAdd(scope: Scope, operation: Extract<Operation, { kind: "list-add" }>): StepShape {
  const node = placeInstance(scope, operation.node);
  const list = listInstance(scope, operation.list);
  const add = action(
    call(operation.where === "front" ? "AddFront" : "AddBack", list, objectOf(scope, operation.node), node),
    "lists",
    "linked",
  );
  const wasEmpty = operation.wasEmpty === null ? [] : storeLocal(scope, operation.wasEmpty, equals(apply(name("lists"), list), tuple()));
  return {
    faults: [
      ...placeFaults(scope, operation.node),
      ...listFaults(scope, operation.list),
      { fault: "list-corruption", when: not(call("OnNoList", node)) },
    ],
    enabled: [],
    outcomes: [always({ ...add, stores: wasEmpty })],
  };
}

function listRemove(scope: Scope, operation: Extract<Operation, { kind: "list-remove" | "list-move" }>): StepShape {
  const node = placeInstance(scope, operation.node);
  const object = objectOf(scope, operation.node);
  const faults: FaultCase[] = [
    ...placeFaults(scope, operation.node),
    { fault: "list-corruption", when: equals(linkedOf(node), name("Poisoned")) },
  ];
  if (operation.kind === "list-move") {
    const move = call(operation.where === "front" ? "MoveFront" : "MoveBack", listInstance(scope, operation.list), object, node);
    return { faults: [...listFaults(scope, operation.list), ...faults], enabled: [], outcomes: [always(action(move, "lists", "linked"))] };
  }
  const left = name(operation.leave === "poisoned" ? "Poisoned" : "SelfLinked");
  return { faults, enabled: [], outcomes: [always(action(call("Remove", object, node, left), "lists", "linked"))] };
}

function listSplice(scope: Scope, operation: Extract<Operation, { kind: "list-splice" }>): StepShape {
  const to = listInstance(scope, operation.to);
  const splice = call(operation.where === "front" ? "SpliceFront" : "SpliceBack", listInstance(scope, operation.from), to);
  const faults = [...listFaults(scope, operation.from), ...listFaults(scope, operation.to)];
  if (operation.intoEmpty) faults.push({ fault: "list-corruption", when: not(equals(apply(name("lists"), to), tuple())) });
  return { faults, enabled: [], outcomes: [always(action(splice, "lists", "linked"))] };
}

function takeFirst(scope: Scope, operation: Extract<Operation, { kind: "list-take-first" }>): StepShape {
  const list = listInstance(scope, operation.list);
  const first = call("First", list);
  const node = nodeInstance(scope, nodeFieldOf(scope, operation.list), first);
  const isEmpty = equals(apply(name("lists"), list), tuple());
  const take: Effects = {
    ...NO_EFFECTS,
    stores: [
      {
        variable: "lists",
        key: null,
        value: ifThenElse(isEmpty, name("lists"), except(name("lists"), list, call("Tail", apply(name("lists"), list)))),
      },
      { variable: "linked", key: null, value: ifThenElse(isEmpty, name("linked"), except(name("linked"), node, name("SelfLinked"))) },
      ...storeLocal(scope, operation.result, first),
    ],
  };
  return { faults: listFaults(scope, operation.list), enabled: [], outcomes: [always(take)] };
}

function tryCancel(scope: Scope, timer: Place, result: string | null): StepShape {
  const text = placeInstance(scope, timer);
  const running = call("Running", text);
  const dequeued: Effects = {
    ...NO_EFFECTS,
    stores: [{ variable: "queued", key: null, value: ifThenElse(running, name("queued"), except(name("queued"), text, FALSE)) }],
  };
  const returned = result === null ? [] : storeLocal(scope, result, call("TryToCancel", text));
  return { faults: placeFaults(scope, timer), enabled: [], outcomes: [always({ ...dequeued, stores: [...dequeued.stores, ...returned] })] };
}

function cancel(scope: Scope, timer: Place, result: string | null): StepShape {
  const text = placeInstance(scope, timer);
  const returned = result === null ? [] : storeLocal(scope, result, ifThenElse(apply(name("queued"), text), number(1), number(0)));
  return {
    faults: placeFaults(scope, timer),
    enabled: [not(call("Running", text))],
    outcomes: [always({ ...action(call("Dequeue", text), "queued"), stores: returned })],
  };
}

function onQueue(scope: Scope, queue: Place, effects: (queue: Tla) => Effects): StepShape {
  return { faults: placeFaults(scope, queue), enabled: [], outcomes: [always(effects(placeInstance(scope, queue)))] };
}

/** finish_wait: runs again, and takes the queue's lock only when it is still on the queue. */
function runAgain(scope: Scope, queue: Place): StepShape {
  const run = action(call("RunAgain", SELF), "task_state");
  const onIt = infix(SELF, "\\in", apply(name("waiters"), placeInstance(scope, queue)));
  return {
    faults: placeFaults(scope, queue),
    enabled: [],
    outcomes: [
      { when: onIt, effects: run, next: 0 },
      { when: not(onIt), effects: run, next: 1 },
    ],
  };
}

/** Tasks are done; a handler is idle again and off its CPU. */
function end(restart: boolean, runners: readonly Context[]): Effects {
  const [runner] = runners;
  if (runner === undefined || runner.level === "task") return gotoEffects(string("done"));
  const idle = gotoEffects(string("idle"));
  const returns =
    runner.level === "hardirq" ? action(call("HardirqReturns", SELF), "hardirq") : action(call("SoftirqReturns", SELF), "softirq");
  const again = restart ? action(call("Start", SELF), "queued").actions : [];
  return { ...NO_EFFECTS, actions: [...returns.actions, ...again, ...idle.actions] };
}

/** Stores `value` to a target; integers that wrap are reduced. */
function store(scope: Scope, target: Target, value: Tla): Effects {
  if (target.kind === "local") return { ...NO_EFFECTS, stores: storeLocal(scope, target.local, value) };
  const field = fieldOf(scope.program, target.place.field);
  const variable = scope.fields.get(field.id)?.name;
  if (variable === undefined) throw new Error(`'${field.id}' is not data`);
  const wrapped = field.type.kind === "int" && field.type.wraps ? infix(value, "%", number(field.type.max + 1)) : value;
  const key = isPlain(field.owners) || target.place.object === null ? null : translate(scope, target.place.object);
  return { ...NO_EFFECTS, stores: [{ variable, key, value: wrapped }] };
}

function storeLocal(scope: Scope, local: string, value: Tla): Effects["stores"] {
  const variable = scope.locals.get(local);
  if (variable === undefined) throw new Error(`no local '${local}'`);
  return [{ variable: variable.name, key: variable.contexts.length === 1 ? null : SELF, value }];
}

function targetFaults(scope: Scope, target: Target, value: Expression | null): readonly FaultCase[] {
  if (target.kind === "local") return [];
  const faults = placeFaults(scope, target.place);
  const { type } = fieldOf(scope.program, target.place.field);
  if (type.kind !== "int" || type.wraps || (value !== null && isWithin(scope, value, type.min, type.max))) return faults;
  const stored = value === null ? name(CHOICE) : translate(scope, value);
  return [...faults, { fault: "out-of-range", when: infix(stored, "\\notin", infix(number(type.min), "..", number(type.max))) }];
}
