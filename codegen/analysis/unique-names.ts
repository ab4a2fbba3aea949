// Top-level declarations of one name in several files: the second is shown as `lock#2`. Protects: an instance is named by a string in the
// specification, so two locks of one name would be one lock.

import type { Field, Program } from "../ir/program.js";

export function withUniqueNames(program: Program): Program {
  const taken = new Map<string, number>();
  const unique = (field: Field): Field => {
    if (field.owners !== null) return field;
    const copy = (taken.get(field.name) ?? 0) + 1;
    taken.set(field.name, copy);
    return copy === 1 ? field : { ...field, name: `${field.name}#${copy}` };
  };
  return { ...program, fields: program.fields.map(unique) };
}
