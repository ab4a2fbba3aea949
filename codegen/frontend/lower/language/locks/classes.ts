// Which class a lock belongs to, when it is not the one of its declaration. The kernel says so when it initialises the lock, before anybody else
// can see it; so here it holds for the whole model, wherever it is written.

import type { ts } from "ts-morph";
import { textArgument } from "../../../elaborate/arguments.js";
import type { ClassOverride } from "../../../elaborate/elaboration.js";
import { type Lowering, reject, shortText } from "../../../lowering.js";
import { INVALID, type Meaning, VOID } from "../../../meaning.js";
import type { LanguageFunctions } from "../function.js";
import { type PlaceArgument, placeArgument } from "../places.js";
import { subclassOf } from "./acquire.js";

export const classFunctions: LanguageFunctions = [
  ["lockdep_set_class", { steps: false, lower: setClass }],
  ["lockdep_set_class_and_name", { steps: false, lower: setClass }],
  ["lockdep_set_subclass", { steps: false, lower: setSubclass }],
  ["lockdep_set_novalidate_class", { steps: false, lower: setNovalidate }],
];

function setClass(lowering: Lowering, call: ts.CallExpression): Meaning {
  const key = placeArgument(lowering, call, 1, "class-key");
  const [, , nameNode] = call.arguments;
  const name = nameNode === undefined ? null : textArgument(lowering, nameNode, "The name of the class");
  if (key === null || (nameNode !== undefined && name === null)) return INVALID;
  return override(lowering, call, { key: key.field.id, name: name ?? `&${key.field.name}` });
}

function setSubclass(lowering: Lowering, call: ts.CallExpression): Meaning {
  const subclass = subclassOf(lowering, call.arguments[1]);
  return subclass === null ? INVALID : override(lowering, call, { subclass });
}

function setNovalidate(lowering: Lowering, call: ts.CallExpression): Meaning {
  return override(lowering, call, { validate: false });
}

function override(lowering: Lowering, call: ts.CallExpression, change: Partial<ClassOverride>): Meaning {
  const argument = placeArgument(lowering, call, 0, "lock");
  if (argument === null) return INVALID;
  if (!isOnlyOne(argument)) {
    return reject(lowering, "wrong-argument", argument.node, {
      what: `'${shortText(argument.node)}'`,
      expected: "the only lock of its declaration",
      hint: "declare the locks of another class in a field of their own: all locks of one declaration have one class",
    });
  }
  const { id } = argument.field;
  const known = lowering.model.classOverrides.get(id) ?? { key: null, name: null, subclass: 0, validate: true };
  lowering.model.classOverrides.set(id, { ...known, ...change });
  return VOID;
}

function isOnlyOne({ field, place }: PlaceArgument): boolean {
  return place.object === null || (place.object.kind === "value" && field.initial.size === 1);
}
