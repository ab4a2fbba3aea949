// The compiler API of TypeScript, the one that ts-morph brings. Required, not imported: for an import, Node reads the whole of it once more to
// find out what it exports.

import tsMorph = require("ts-morph");

// With `export =`, as the compiler would have it, Node could not tell the names of what this file exports.
// @ts-expect-error TS1287
export import ts = tsMorph.ts;
// @ts-expect-error TS1287
export import Project = tsMorph.Project;
