// What using a shared field means: plain data are values, everything else is a place for the functions of the language.

import type { Expression } from "../../ir/expression.js";
import { type Meaning, valueOf } from "../meaning.js";
import { isPlain, type SharedField } from "./world.js";

/** The field of `object`, or, with null, a top-level one. */
export function fieldMeaning(field: SharedField, object: Expression | null, nullable: boolean): Meaning {
  const place = { field: field.id, object, nullable };
  if (isPlain(field.type)) return valueOf({ kind: "field", place }, field.type.kind === "ref" && field.type.nullable);
  return { kind: "place", place, field };
}
