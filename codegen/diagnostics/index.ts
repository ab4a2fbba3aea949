// Diagnostics of the compiler: data, registry, and how they are printed.

export type { Diagnostic, Note, Severity } from "./diagnostic.js";
export { DiagnosticLog } from "./log.js";
export { createDiagnostic, type DiagnosticName, type DiagnosticParameters, registry } from "./registry.js";
export { nearest, suggestion } from "./suggest.js";
