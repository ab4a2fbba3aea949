// The keyboard: one key at a time, as the terminal sends it.

import type { Keys } from "../services.js";

export function openKeys(): Keys | null {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return null;
  stdin.setRawMode(true).setEncoding("utf8").resume();
  return {
    next: () => new Promise((resolve) => void stdin.once("data", (key: string) => resolve(key))),
    rows: () => stdout.rows || 24,
    close: () => void stdin.setRawMode(false).pause(),
  };
}
