// The keyboard: one key at a time, as the terminal sends it.

import { once } from "node:events";
import type { Keys } from "../services.js";

export function openKeys(): Keys | null {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return null;
  stdin.setRawMode(true).setEncoding("utf8").resume();
  return {
    async next() {
      const [key]: unknown[] = await once(stdin, "data");
      return String(key);
    },
    rows: () => stdout.rows || 24,
    close: () => void stdin.setRawMode(false).pause(),
  };
}
