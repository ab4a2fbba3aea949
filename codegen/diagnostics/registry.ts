// All diagnostics of the compiler, by name. Users and tests refer to the number; docs/diagnostics has a page for each.

import type { Span } from "../ir/source.js";
import type { Diagnostic, Note } from "./diagnostic.js";
import { boundsMessages } from "./messages/bounds.js";
import { internalMessages } from "./messages/internal.js";
import { languageMessages } from "./messages/language.js";
import { lockingMessages } from "./messages/locking.js";
import { nameMessages } from "./messages/names.js";
import { toolMessages } from "./messages/tools.js";
import { fill, type Parameters } from "./template.js";

export const registry = {
  ...languageMessages,
  ...lockingMessages,
  ...boundsMessages,
  ...nameMessages,
  ...toolMessages,
  ...internalMessages,
} as const;

export type DiagnosticName = keyof typeof registry;
export type DiagnosticParameters<Name extends DiagnosticName> = Parameters<(typeof registry)[Name]>;

/** Makes a diagnostic of the registry. */
export function createDiagnostic<Name extends DiagnosticName>(
  name: Name,
  span: Span | null,
  parameters: DiagnosticParameters<Name>,
  notes: readonly Note[] = [],
): Diagnostic {
  const { code, severity, message, repair } = registry[name];
  return { code, name, severity, message: fill(message, parameters), repair: fill(repair, parameters), span, notes };
}
