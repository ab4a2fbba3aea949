// Operations on lists, as operators of specs/lib/Lists.tla.

import { type Place } from "../ir/expression.js";
import { type Operation } from "../ir/graph.js";
import { type Tla } from "../tla/ast.js";
import { apply, call, equals, except, ifThenElse, name, not, or, tuple } from "../tla/build.js";
import { type Effects, NO_EFFECTS } from "./effects.js";
import {
  type FaultCase,
  listFaults,
  listInstance,
  nodeFieldOf,
  nodeInstance,
  placeFaults,
  placeInstance,
  translate,
} from "./expressions.js";
import { type Scope } from "./scope.js";
import { action, always, type StepShape, storeLocal } from "./step-shape.js";

function linkedOf(node: Tla): Tla {
  return apply(name("linked"), node);
}

function objectOf(scope: Scope, node: Place): Tla {
  if (node.object !== null) return translate(scope, node.object);
  throw new Error("a list node outside of an object");
}

export function listAdd(scope: Scope, operation: Extract<Operation, { kind: "list-add" }>): StepShape {
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

export function listInsert(scope: Scope, operation: Extract<Operation, { kind: "list-insert" }>): StepShape {
  const node = placeInstance(scope, operation.node);
  const other = placeInstance(scope, operation.other);
  const operator = operation.where === "after" ? "InsertAfter" : "InsertBefore";
  const insert = call(operator, objectOf(scope, operation.node), node, objectOf(scope, operation.other), other);
  return {
    faults: [
      ...placeFaults(scope, operation.node),
      ...placeFaults(scope, operation.other),
      { fault: "list-corruption", when: or(not(call("OnNoList", node)), call("OnNoList", other)) },
    ],
    enabled: [],
    outcomes: [always(action(insert, "lists", "linked"))],
  };
}

export function listRemove(scope: Scope, operation: Extract<Operation, { kind: "list-remove" | "list-move" }>): StepShape {
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

export function listSplice(scope: Scope, operation: Extract<Operation, { kind: "list-splice" }>): StepShape {
  const to = listInstance(scope, operation.to);
  const splice = call(operation.where === "front" ? "SpliceFront" : "SpliceBack", listInstance(scope, operation.from), to);
  const faults = [...listFaults(scope, operation.from), ...listFaults(scope, operation.to)];
  if (operation.intoEmpty) faults.push({ fault: "list-corruption", when: not(equals(apply(name("lists"), to), tuple())) });
  return { faults, enabled: [], outcomes: [always(action(splice, "lists", "linked"))] };
}

export function takeFirst(scope: Scope, operation: Extract<Operation, { kind: "list-take-first" }>): StepShape {
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
