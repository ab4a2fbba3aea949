// The compiler API of TypeScript, the one that ts-morph brings. Required, not imported: for an import, Node reads the whole of it once more to
// find out what it exports.

import tsMorph = require("ts-morph");

export import ts = tsMorph.ts;
export import Project = tsMorph.Project;
