// tsconfig.json beside the models: with it an editor checks their types, also where lockproof is no dependency of the folder.

import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";

/** `folder` is where the file goes, `packageRoot` where lockproof lies. */
export function editorSettings(folder: string, packageRoot: string): string {
  const types = typesOf(folder, packageRoot);
  const paths = types === null ? {} : { paths: { "lockproof/dsl": [types] } };
  const compilerOptions = {
    target: "ES2023",
    lib: ["ES2023", "ESNext.Disposable"],
    module: "NodeNext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    ...paths,
  };
  return `${JSON.stringify({ compilerOptions, include: ["."] }, undefined, 2)}\n`;
}

/** Null: the editor finds it by itself. */
function typesOf(folder: string, packageRoot: string): string | null {
  if (isDependency(folder)) return null;
  const types = join(packageRoot, "dist", "dsl", "index.d.ts");
  const near = relative(packageRoot, folder);
  if (near.startsWith("..") || isAbsolute(near)) return types;
  return relative(folder, types).split(sep).join("/");
}

function isDependency(folder: string): boolean {
  if (existsSync(join(folder, "node_modules", "lockproof", "package.json"))) return true;
  return dirname(folder) !== folder && isDependency(dirname(folder));
}
