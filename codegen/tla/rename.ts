// Other names in a TLA+ tree: so several modules can stand in one.

import type { Tla, TlaUnit } from "./ast.js";
import { withParts } from "./parts.js";

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
  switch (tla.kind) {
    case "name":
    case "prime":
      return { ...tla, name: renaming.name(tla.name) };
    case "string":
      return { ...tla, value: renaming.string(tla.value) };
    case "call":
      return withParts({ ...tla, operator: renaming.name(tla.operator) }, (part) => renameTla(part, renaming));
    case "fairness":
      return withParts({ ...tla, variables: renaming.name(tla.variables) }, (part) => renameTla(part, renaming));
    default:
      return withParts(tla, (part) => renameTla(part, renaming));
  }
}
