// Keys and checksums of the cache.

import { createHash } from "node:crypto";

/** A hash of the parts, in which their borders count: ["ab", "c"] differs from ["a", "bc"]. */
export function hashOf(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest("hex");
}

/** Names and values in an order of their own, for keys. */
export function sortedParts(record: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(record)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [name, JSON.stringify(value) ?? ""]);
}
