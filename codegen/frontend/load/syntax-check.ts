// placeholder
import type { Diagnostic } from "../../diagnostics/index.js";
import type { Sources } from "./sources.js";

export function checkSyntax(_sources: Sources): readonly Diagnostic[] {
  return [];
}
