// Other names in a TLA+ tree: so several modules can stand in one.

import type { Tla, TlaArm, TlaUnit } from "./ast.js";

export interface Renaming {
  /** Of definitions and variables; bound names are asked for, too. */
  readonly name: (name: string) => string;
  readonly string: (value: string) => string;
}

export function renameUnit(unit: TlaUnit, renaming: Renaming): TlaUnit {
  switch (unit.kind) {
    case "definition":
      return { ...unit, name: renaming.name(unit.name), body: renameTla(unit.body, renaming) };
    case "variables":
      return { ...unit, variables: unit.variables.map((variable) => ({ ...variable, name: renaming.name(variable.name) })) };
    case "assumption":
      return { ...unit, body: renameTla(unit.body, renaming) };
    case "heading":
      return unit;
  }
}

export function renameTla(tla: Tla, renaming: Renaming): Tla {
  const inside = (part: Tla): Tla => renameTla(part, renaming);
  const all = (parts: readonly Tla[]): readonly Tla[] => parts.map(inside);
  switch (tla.kind) {
    case "name":
    case "prime":
      return { ...tla, name: renaming.name(tla.name) };
    case "number":
    case "boolean":
      return tla;
    case "string":
      return { ...tla, value: renaming.string(tla.value) };
    case "call":
      return { ...tla, operator: renaming.name(tla.operator), args: all(tla.args) };
    case "apply":
      return { ...tla, function: inside(tla.function), args: all(tla.args) };
    case "except":
      return {
        ...tla,
        function: inside(tla.function),
        updates: tla.updates.map(({ key, value }) => ({ key: inside(key), value: inside(value) })),
      };
    case "infix":
      return { ...tla, left: inside(tla.left), right: inside(tla.right) };
    case "prefix":
      return { ...tla, operand: inside(tla.operand) };
    case "and":
    case "or":
    case "tuple":
    case "set":
      return { ...tla, items: all(tla.items) };
    case "if":
      return { ...tla, condition: inside(tla.condition), whenTrue: inside(tla.whenTrue), whenFalse: inside(tla.whenFalse) };
    case "case":
      return {
        ...tla,
        arms: tla.arms.map((arm): TlaArm => ({ ...arm, guard: inside(arm.guard), body: inside(arm.body) })),
        other: tla.other === null ? null : inside(tla.other),
      };
    case "filter":
      return { ...tla, set: inside(tla.set), predicate: inside(tla.predicate) };
    case "map":
    case "function":
    case "quantified":
      return { ...tla, set: inside(tla.set), body: inside(tla.body) };
    case "record":
      return { ...tla, fields: tla.fields.map((field) => ({ ...field, value: inside(field.value) })) };
    case "member":
      return { ...tla, record: inside(tla.record) };
    case "let":
      return { ...tla, definitions: tla.definitions.map(({ name, body }) => ({ name, body: inside(body) })), body: inside(tla.body) };
    case "box-action":
      return { ...tla, action: inside(tla.action), variables: inside(tla.variables) };
    case "fairness":
      return { ...tla, variables: renaming.name(tla.variables), action: inside(tla.action) };
  }
}
