// Where lockproof itself lies: its documentation and its version. Compiled code is in dist/cli.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export function packagePath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

export function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(packagePath("package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "unknown";
}
