// What to say of files and folders that have no model in them.

import { visible } from "../report/lines.js";

export function noModel(paths: readonly string[]): string {
  return `lockproof: no model in ${paths.map(visible).join(", ")}. A model is a .ts file that declares a context, like task("name", f).\n`;
}
