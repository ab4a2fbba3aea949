// Puts held locks on the functions of a call path: where "at:" says, and where that function has returned, into a function of its own name.

import type { ReportedHeldLock, ReportedLock } from "../schema.js";
import type { CallPath } from "./call-path.js";
import type { LockBook } from "./lock-book.js";
import { isSection, isSpinning, subclassOf } from "./lock-type.js";
import type { ContextKind, Frame, LockPlan, Mode, Take, Variant } from "./plan.js";
import { bitsIn } from "./usage-bits.js";

export interface Switches {
  readonly irqsOff: boolean;
  readonly bhOff: boolean;
}

export interface Placed {
  readonly frames: readonly Frame[];
  /** After all of it. */
  readonly switches: Switches;
}

/** The maps of a worker's own work, which it holds from the start. */
const WORK_MAP = /^\((?:wq|work)_completion\)/;

export function placeLocks(path: CallPath, held: readonly ReportedHeldLock[], book: Pick<LockBook, "planOf" | "objectOf">): Placed {
  const takes: Take[][] = path.functions.map(() => []);
  const notes: string[][] = path.functions.map(() => []);
  let at = 0;
  let switches: Switches = { irqsOff: path.kind === "hardirq", bhOff: false };
  for (const lock of held) {
    if (path.kind === "kworker" && WORK_MAP.test(lock.name) && lock.index < 2) continue;
    const found = lock.function === null ? -1 : path.functions.lastIndexOf(lock.function);
    const plan = book.planOf(lock.name);
    const object = book.objectOf(lock);
    const below = found < 0 && isOfInterrupted(path, lock.function, plan);
    const again =
      plan !== null &&
      !isSection(plan.type) &&
      takes.flat().some((take) => take.lock.className === plan.className && take.object === object);
    if (below || plan === null || again) {
      const why = below ? "is held by what was interrupted" : again ? "is held already" : "is no lock but stands for a wait";
      notes[at]?.push(`${lock.name} ${why}: left out`);
      continue;
    }
    if (found >= at) at = found;
    const helper = found >= 0 || lock.function === null ? null : lock.function;
    const mode = modeFor(plan, lock, path.kind, switches);
    const variant = variantFor(plan, mode, lock.usage, path.kind, switches);
    const guesses = [
      ...(lock.function === null
        ? ["where it is taken is not in the text"]
        : helper === null
          ? []
          : [`who calls ${helper} is not in the text`]),
      ...(mode === "read" ? ["that it is for reading is not in the text, which says that readers have had interrupts on"] : []),
    ];
    const guess = guesses.length === 0 ? null : guesses.join("; ");
    takes[at]?.push({ lock: plan, object, subclass: subclassOf(lock.name), mode, variant, helper, guess });
    switches = after(switches, { lock: plan, variant });
  }
  return { frames: path.functions.map((name, index) => ({ name, takes: takes[index] ?? [], notes: notes[index] ?? [] })), switches };
}

/** An interrupt does not hold what sleeps. */
function isOfInterrupted({ kind, below }: CallPath, takenIn: string | null, plan: LockPlan | null): boolean {
  if (takenIn !== null && below.includes(takenIn)) return true;
  return (kind === "softirq" || kind === "hardirq") && (plan?.type === "mutex" || plan?.type === "rw_semaphore");
}

/** For writing, but where no writer has ever had on what is on here, and readers have. (There is no read_lock_nested.) */
export function modeFor(lock: LockPlan, { name, usage }: ReportedLock, kind: ContextKind, switches: Switches): Mode {
  if (lock.type !== "rwlock_t" || subclassOf(name) > 0 || variantFor(lock, "write", usage, kind, switches) === "") return "write";
  return variantFor(lock, "read", usage, kind, switches) === "" ? "read" : "write";
}

/** Interrupts are off where a lock has never been taken so with them on. */
export function variantFor(lock: LockPlan, mode: Mode, usage: string | null, kind: ContextKind, { irqsOff, bhOff }: Switches): Variant {
  if (usage === null || irqsOff || kind === "hardirq" || !isSpinning(lock.type)) return "";
  const { onHardirq, onSoftirq } = bitsIn(usage, mode);
  if (!onHardirq) return "_irq";
  return !onSoftirq && !bhOff && kind !== "softirq" ? "_bh" : "";
}

export function after(switches: Switches, { lock, variant }: Pick<Take, "lock" | "variant">): Switches {
  const bhOff = variant === "_bh" || lock.type === "rcu_bh";
  return { irqsOff: switches.irqsOff || variant === "_irq" || variant === "_irqsave", bhOff: switches.bhOff || bhOff };
}
