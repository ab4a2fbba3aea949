// Where lockproof itself lies: its documentation and its version. Compiled code is in dist/cli.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { PageAssets } from "../report/options.js";

export function packagePath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** Script and style of the HTML report; the build makes them. */
export function pageAssets(): PageAssets {
  const read = (name: string): string => readFileSync(packagePath(`dist/page/${name}`), "utf8");
  return { script: read("page.js"), style: read("page.css") };
}

export function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(packagePath("package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "unknown";
}
