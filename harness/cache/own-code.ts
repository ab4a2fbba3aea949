// What lockproof itself is, as a hash: the build writes it to dist/.stamp (compiled code, TLA+ library, pinned packages).
// Without it (compiled by hand) there is no telling, and nothing is taken from the cache.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../host.js";

export function ownCode(): string | null {
  try {
    const stamp: unknown = JSON.parse(readFileSync(join(packageRoot(), "dist/.stamp"), "utf8"));
    return typeof stamp === "object" && stamp !== null && "code" in stamp && typeof stamp.code === "string" ? stamp.code : null;
  } catch {
    return null;
  }
}
