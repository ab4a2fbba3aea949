// Fields of objects, evaluated when they are first needed: per object, since initialisers may use the constructor's arguments.

import { ts } from "../../typescript.cjs";
import { constantLowering, type Lowering, reject } from "../lowering.js";
import { INVALID, type Meaning } from "../meaning.js";
import { type Declared, declareValue } from "./declare.js";
import { freshId } from "./elaboration.js";
import type { Instance, Member, ModelClass, SharedField, SharedType } from "./world.js";

/** The member `name` of `instance`, null when its class has none. */
export function memberOf(lowering: Lowering, instance: Instance, name: string): Member | null {
  const known = instance.class.members.get(name);
  if (known !== undefined && hasValue(known, instance)) return known;
  const node = declarationOf(instance.class, name);
  if (node === null) return null;
  if (ts.isParameter(node)) {
    const symbol = lowering.model.sources.checker.getTypeAtLocation(instance.class.node).getProperty(name);
    const meaning = (symbol === undefined ? undefined : instance.parameters.get(symbol)) ?? INVALID;
    return record(lowering, instance, name, node, { kind: "meaning", meaning });
  }
  if (node.initializer === undefined) {
    reject(lowering, "unsupported-class", node, {
      name: instance.class.name,
      problem: `has the field '${name}' without an initialiser`,
      hint: "declare its type and first value: 'int(0, 3)', 'bool()', 'ref<Class>()', 'spinlock_t()'",
    });
    return record(lowering, instance, name, node, { kind: "meaning", meaning: INVALID });
  }
  if (lowering.model.busy.has(node)) {
    reject(lowering, "not-constant", node, { what: `The field '${name}', which refers to itself,` });
    return record(lowering, instance, name, node, { kind: "meaning", meaning: INVALID });
  }
  lowering.model.busy.add(node);
  const site = { id: `${instance.id}.${name}`, name, class: instance.class, instance };
  const declared = declareValue(constantLowering(lowering.model, instance), node.initializer, site);
  lowering.model.busy.delete(node);
  return record(lowering, instance, name, node, declared);
}

/** Evaluates the member for all objects of a class. */
export function memberOfClass(lowering: Lowering, modelClass: ModelClass, name: string): Member | null {
  for (const instance of modelClass.instances) memberOf(lowering, instance, name);
  return modelClass.members.get(name) ?? null;
}

/** Names of the fields of a class, in order of declaration. */
export function memberNames(modelClass: ModelClass): readonly string[] {
  return modelClass.node.members.flatMap((member) => {
    if (ts.isPropertyDeclaration(member)) return ts.isIdentifier(member.name) ? [member.name.text] : [];
    if (!ts.isConstructorDeclaration(member)) return [];
    return member.parameters.flatMap((parameter) =>
      ts.isParameterPropertyDeclaration(parameter, member) && ts.isIdentifier(parameter.name) ? [parameter.name.text] : [],
    );
  });
}

function hasValue(member: Member, instance: Instance): boolean {
  return member.kind === "shared" ? member.field.initial.has(instance.id) : member.byObject.has(instance.id);
}

function declarationOf(modelClass: ModelClass, name: string): ts.PropertyDeclaration | ts.ParameterDeclaration | null {
  for (const member of modelClass.node.members) {
    if (ts.isPropertyDeclaration(member) && ts.isIdentifier(member.name) && member.name.text === name) return member;
    if (!ts.isConstructorDeclaration(member)) continue;
    const parameter = member.parameters.find((candidate) => ts.isIdentifier(candidate.name) && candidate.name.text === name);
    if (parameter !== undefined) return parameter;
  }
  return null;
}

function record(lowering: Lowering, instance: Instance, name: string, node: ts.Node, declared: Declared): Member {
  const known = instance.class.members.get(name);
  if (declared.kind === "meaning") {
    if (known?.kind === "constant") {
      known.byObject.set(instance.id, declared.meaning);
      return known;
    }
    if (known !== undefined) rejectInconsistent(lowering, known, instance, name, node);
    const member: Member = { kind: "constant", byObject: new Map([[instance.id, declared.meaning]]) };
    if (known === undefined) instance.class.members.set(name, member);
    return member;
  }
  if (known?.kind === "shared" && sameType(known.field.type, declared.type)) {
    known.field.initial.set(instance.id, declared.initial);
    return known;
  }
  if (known !== undefined) rejectInconsistent(lowering, known, instance, name, node);
  const field: SharedField = {
    id: freshId(lowering.model, `${instance.class.name}.${name}`),
    name,
    class: instance.class,
    type: declared.type,
    node,
    initial: new Map([[instance.id, declared.initial]]),
    fixed: false,
  };
  const member: Member = { kind: "shared", field };
  if (known === undefined) {
    instance.class.members.set(name, member);
    lowering.model.fields.push(field);
  }
  return member;
}

function rejectInconsistent(lowering: Lowering, known: Member, instance: Instance, name: string, node: ts.Node): Meaning {
  const others = known.kind === "shared" ? known.field.initial : known.byObject;
  const [first] = others.keys();
  return reject(lowering, "inconsistent-field", node, { name: `${instance.class.name}.${name}`, first: first ?? "", second: instance.id });
}

function sameType(a: SharedType, b: SharedType): boolean {
  return typeKey(a) === typeKey(b);
}

function typeKey(type: SharedType): string {
  const target = "target" in type ? type.target.name : null;
  return JSON.stringify({ ...type, target });
}
