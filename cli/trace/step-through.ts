// The terminal while one goes through a trace: draws a screen, waits for a key, until one has enough.

import type { RenderOptions } from "../../report/options.js";
import type { Violated } from "../../report/splat/index.js";
import { type Screen, traceScreen } from "../../report/trace-screen.js";
import type { Keys, Services } from "../services.js";

const FAR = 10;
const CLEAR = "\x1b[H\x1b[2J";

/** What a key does to the screen; null: it ends the walk. */
export function afterKey(result: Violated, screen: Screen, key: string): Screen | null {
  const { steps, loop } = result.trace;
  const to = (made: number): Screen => ({ ...screen, made: Math.max(0, Math.min(steps.length, made)) });
  switch (key) {
    case "n":
    case "j":
    case "\r":
    case "\x1b[C":
    case "\x1b[B":
      return to(screen.made === steps.length && typeof loop === "number" ? loop : screen.made + 1);
    case "p":
    case "k":
    case "\x1b[D":
    case "\x1b[A":
      return to(screen.made - 1);
    case " ":
    case "\x1b[6~":
      return to(screen.made + FAR);
    case "b":
    case "\x1b[5~":
      return to(screen.made - FAR);
    case "g":
    case "\x1b[H":
      return to(0);
    case "G":
    case "\x1b[F":
      return to(steps.length);
    case "]":
      return to(sameContext(result, screen.made, 1));
    case "[":
      return to(sameContext(result, screen.made, -1));
    case "f":
      return { ...screen, folded: !screen.folded };
    case "q":
    case "\x03":
    case "\x04":
      return null;
    default:
      return screen;
  }
}

function sameContext({ trace: { steps } }: Violated, made: number, direction: 1 | -1): number {
  const context = steps[made - 1]?.context.id;
  for (let at = made + direction; at >= 1 && at <= steps.length; at += direction)
    if (context === undefined || steps[at - 1]?.context.id === context) return at;
  return made;
}

/** Begins in the first state. */
export async function stepThrough(result: Violated, options: RenderOptions, keys: Keys, { console }: Services): Promise<void> {
  let screen: Screen | null = { made: 0, folded: true, rows: 24, columns: 80 };
  for (; screen !== null; screen = afterKey(result, screen, await keys.next())) {
    screen = { ...screen, rows: keys.rows(), columns: console.columns() };
    console.out(`${CLEAR}${traceScreen(result, screen, options)}`);
  }
  keys.close();
  console.out("\n");
}
