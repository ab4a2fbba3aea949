// The parts of a TLA+ tree, for passes that change some of them.

import type { Tla, TlaArm, TlaUnit } from "./ast.js";

/** The same with each of its direct parts replaced. */
export function withParts(tla: Tla, inside: (part: Tla) => Tla): Tla {
  const all = (parts: readonly Tla[]): readonly Tla[] => parts.map(inside);
  switch (tla.kind) {
    case "name":
    case "prime":
    case "string":
    case "number":
    case "boolean":
      return tla;
    case "call":
      return { ...tla, args: all(tla.args) };
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
      return { ...tla, action: inside(tla.action) };
  }
}

/** The same of a definition or an assumption. */
export function withBody(unit: TlaUnit, inside: (body: Tla) => Tla): TlaUnit {
  return unit.kind === "definition" || unit.kind === "assumption" ? { ...unit, body: inside(unit.body) } : unit;
}
