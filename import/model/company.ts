// Other users of the locks, so that lockdep's characters come out as in the report: what it saw since boot, not only on this path.

import type { ReportedLock } from "../schema.js";
import { isSection } from "./lock-type.js";
import { after } from "./placing.js";
import type { Company, ContextPlan, LockPlan, Mode, Take, Variant } from "./plan.js";
import { type Bits, bitsIn, NONE } from "./usage-bits.js";

export function companyFor(
  context: ContextPlan,
  locks: readonly ReportedLock[],
  planOf: (name: string) => LockPlan | null,
): readonly Company[] {
  const seen = bitsOf(context);
  const wanted = new Map<string, readonly [LockPlan, string]>();
  for (const { name, usage } of locks) {
    const plan = planOf(name);
    if (plan !== null && !isSection(plan.type) && usage !== null && usage.length === 4) wanted.set(plan.className, [plan, usage]);
  }
  const takes: Record<Company["kind"], Take[]> = { hardirq: [], softirq: [], task: [] };
  for (const [plan, usage] of wanted.values()) {
    for (const mode of modesOf(plan)) addTakes(takes, plan, mode, bitsIn(usage, mode), seen.get(`${plan.className} ${mode}`) ?? NONE);
  }
  return (["task", "softirq", "hardirq"] as const).flatMap((kind) => (takes[kind].length === 0 ? [] : [{ kind, takes: takes[kind] }]));
}

function modesOf({ type }: LockPlan): readonly Mode[] {
  return type === "rwlock_t" || type === "rw_semaphore" ? ["write", "read"] : ["write"];
}

function addTakes(takes: Record<"hardirq" | "softirq" | "task", Take[]>, lock: LockPlan, mode: Mode, wanted: Bits, seen: Bits): void {
  const take = (variant: Variant): Take => ({ lock, object: 0, subclass: 0, mode, variant, helper: null, guess: null });
  const sleeps = lock.type === "mutex" || lock.type === "rw_semaphore";
  if (wanted.inHardirq && !seen.inHardirq && !sleeps) takes.hardirq.push(take(""));
  const softirq = wanted.inSoftirq && !seen.inSoftirq && !sleeps;
  if (softirq) takes.softirq.push(take(wanted.onHardirq ? "" : "_irq"));
  const needsSoftirqOn = wanted.onSoftirq && !seen.onSoftirq;
  if (needsSoftirqOn || (wanted.onHardirq && !seen.onHardirq && !softirq)) takes.task.push(take(wanted.onSoftirq || sleeps ? "" : "_bh"));
}

/** What the context itself sets. */
function bitsOf({ kind, frames, deed }: ContextPlan): ReadonlyMap<string, Bits> {
  const bits = new Map<string, Bits>();
  let switches = { irqsOff: kind === "hardirq", bhOff: false };
  const takes = [...frames.flatMap((frame) => frame.takes), ...(deed?.kind === "take" ? [deed.take] : [])];
  for (const { lock, mode, variant } of takes) {
    switches = after(switches, { lock, variant });
    const key = `${lock.className} ${mode}`;
    const before = bits.get(key) ?? NONE;
    bits.set(key, {
      inHardirq: before.inHardirq || kind === "hardirq",
      inSoftirq: before.inSoftirq || kind === "softirq",
      onHardirq: before.onHardirq || !switches.irqsOff,
      onSoftirq: before.onSoftirq || !(switches.irqsOff || switches.bhOff || kind === "softirq"),
    });
  }
  return bits;
}
