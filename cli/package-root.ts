// What lies beside lockproof's own code: its documentation and its version.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../harness/host.js";
import type { PageAssets } from "../report/options.js";

export function packagePath(path: string): string {
  return join(packageRoot(), path);
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
