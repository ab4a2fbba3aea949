// Objects that exist from the start: `new C()` and `pool(C, n)`.

import { ts } from "../../typescript.cjs";
import { LIMITS } from "../limits.js";
import { symbolOf } from "../load/sources.js";
import { type Lowering, reject, shortText } from "../lowering.js";
import { constant, constantOf, describe, INVALID, type Meaning } from "../meaning.js";
import { inParentheses } from "../syntax.js";
import { evaluate, integerArgument } from "./arguments.js";
import { freshId } from "./elaboration.js";
import type { Instance, ModelClass } from "./world.js";

/** `new C(…)`: one object. */
export function instantiate(lowering: Lowering, node: ts.NewExpression, id: string, topLevel: boolean): Meaning {
  const modelClass = classNamed(lowering, node.expression);
  if (modelClass === null) return rejectClass(lowering, node.expression);
  const parameters = constructorParameters(lowering, modelClass, node.arguments ?? []);
  const instance = addInstance(lowering, modelClass, id, topLevel, parameters);
  return constant({ kind: "object", id: instance.id });
}

/** `pool(C, n)`, `kmem_cache(C, n)`: n objects. */
export function declarePool(lowering: Lowering, call: ts.CallExpression, wanted: string, allocated: boolean): Meaning {
  const [type, size, ...given] = call.arguments;
  if (type === undefined || size === undefined) return INVALID;
  const modelClass = classNamed(lowering, type);
  if (modelClass === null) return rejectClass(lowering, type);
  const count = integerArgument(lowering, size, "The size of a pool");
  if (count === null) return INVALID;
  if (count < 1 || count > LIMITS.pool) return reject(lowering, "pool-too-large", size, { size: count, limit: LIMITS.pool });
  const id = freshId(lowering.model, wanted);
  const parameters = constructorParameters(lowering, modelClass, given);
  const instances = Array.from({ length: count }, (_, index) => addInstance(lowering, modelClass, `${id}[${index}]`, false, parameters));
  const pool = { id, class: modelClass, instances, allocated };
  lowering.model.pools.set(id, pool);
  return { kind: "pool", pool };
}

/** `objects(C)` in a property, when all objects have been declared: a pool of every object of the class. */
export function allObjects(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [type] = call.arguments;
  if (type === undefined) return INVALID;
  if (lowering.mode !== "property")
    return reject(lowering, "only-in-property", call, { name: "objects", hint: "write a loop over the objects" });
  const modelClass = classNamed(lowering, type);
  if (modelClass === null) return rejectClass(lowering, type);
  const known = lowering.model.wholeClasses.get(modelClass);
  if (known !== undefined) return { kind: "pool", pool: known };
  const pool = { id: freshId(lowering.model, modelClass.name), class: modelClass, instances: modelClass.instances, allocated: true };
  lowering.model.wholeClasses.set(modelClass, pool);
  lowering.model.pools.set(pool.id, pool);
  return { kind: "pool", pool };
}

/** The objects of a pool or of an array literal of objects. */
export function objectsOf(lowering: Lowering, expression: ts.Expression): readonly Instance[] {
  const node = inParentheses(expression);
  const parts = ts.isArrayLiteralExpression(node) ? [...node.elements] : [node];
  return parts.flatMap((part) => {
    const meaning = evaluate(lowering, part);
    if (meaning.kind === "pool") return meaning.pool.instances;
    const value = constantOf(meaning);
    const instance = value?.kind === "object" ? lowering.model.instances.get(value.id) : undefined;
    if (instance !== undefined) return [instance];
    if (meaning.kind !== "invalid") {
      reject(lowering, "wrong-argument", part, {
        what: "The first entries of a list",
        expected: "a pool or objects",
        hint: `replace '${shortText(part)}', which is ${describe(meaning)}`,
      });
    }
    return [];
  });
}

function addInstance(
  lowering: Lowering,
  modelClass: ModelClass,
  wanted: string,
  topLevel: boolean,
  parameters: Instance["parameters"],
): Instance {
  const instance: Instance = { id: freshId(lowering.model, wanted), class: modelClass, topLevel, parameters };
  modelClass.instances.push(instance);
  lowering.model.instances.set(instance.id, instance);
  return instance;
}

function classNamed(lowering: Lowering, node: ts.Expression): ModelClass | null {
  const declaration = symbolOf(lowering.model.sources, node)?.valueDeclaration;
  return declaration === undefined ? null : (lowering.model.classes.get(declaration) ?? null);
}

function rejectClass(lowering: Lowering, node: ts.Expression): Meaning {
  const hint = "use a class that is declared at the top level of a model file";
  return reject(lowering, "wrong-argument", node, { what: `'${shortText(node)}'`, expected: "a class of the model", hint });
}

/** Parameter properties get the arguments; a constructor that does more is no part of the language. */
function constructorParameters(lowering: Lowering, modelClass: ModelClass, given: readonly ts.Expression[]): Instance["parameters"] {
  const parameters = new Map<ts.Symbol, Meaning>();
  const declared = modelClass.node.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
  declared.forEach((parameter, index) => {
    const argument = given[index] ?? parameter.initializer;
    const symbol = lowering.model.sources.checker.getSymbolAtLocation(parameter.name);
    const property =
      symbol === undefined || !ts.isIdentifier(parameter.name) ? undefined : propertySymbol(lowering, modelClass, parameter.name.text);
    if (argument !== undefined && property !== undefined) parameters.set(property, evaluate(lowering, argument));
  });
  return parameters;
}

function propertySymbol(lowering: Lowering, modelClass: ModelClass, name: string): ts.Symbol | undefined {
  return lowering.model.sources.checker.getTypeAtLocation(modelClass.node).getProperty(name);
}
