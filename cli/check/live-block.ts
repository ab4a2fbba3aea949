// A few lines at the bottom of the terminal that change in place: what runs now. Everything else that is written goes above them.

import type { Console } from "../services.js";

export interface LiveBlock {
  /** Shows these lines instead of the ones before. */
  show(lines: readonly string[]): void;
  /** Takes the lines away while something else is written. */
  around(write: () => void): void;
}

export function openLiveBlock(console: Console): LiveBlock {
  let shown: readonly string[] = [];
  const erase = (): void => {
    if (shown.length > 0) console.err(`\x1b[${shown.length}A\x1b[0J`);
  };
  const draw = (): void => {
    if (shown.length > 0) console.err(shown.map((text) => `${text}\n`).join(""));
  };
  return {
    show(lines) {
      erase();
      // A line that wraps would be two, and erasing would leave one behind.
      shown = lines.map((text) => [...text].slice(0, Math.max(1, console.columns() - 1)).join(""));
      draw();
    },
    around(write) {
      erase();
      write();
      draw();
    },
  };
}
