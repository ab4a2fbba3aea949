// The model that `lockproof init` writes: small, in two versions, one of which has a bug that an interrupt makes.

export function firstModel(): string {
  return MODEL;
}

const MODEL = `// A counter that a task and an interrupt handler share. This file is compiled, never executed.
//
//   npx lockproof check                                    both versions
//   npx lockproof trace models/counter.ts --variant broken   the way into the deadlock, step by step
//
// Try it: give the handler \`{ cpu: 1 }\`, drop an unlock, or expect something else.
import {
  expect,
  hardirq,
  int,
  invariant,
  spin_is_locked,
  spin_lock,
  spin_lock_irqsave,
  spin_unlock,
  spin_unlock_irqrestore,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

// Each version is checked on its own, like an #ifdef.
const version = variant("broken", "fixed");

const stats_lock = spinlock_t();
let packets = int(0, 2); // these two under stats_lock
let reported = int(0, 2);

function rx_interrupt() {
  spin_lock(stats_lock); // interrupts are off in a handler
  packets = packets + 1;
  spin_unlock(stats_lock);
}

function report() {
  reported = reported + packets;
  packets = 0;
}

function read_and_clear() {
  if (version === "broken") {
    spin_lock(stats_lock); // the interrupt may come here, on the same CPU, and wait for ever
    report();
    spin_unlock(stats_lock);
  } else {
    const flags = spin_lock_irqsave(stats_lock);
    report();
    spin_unlock_irqrestore(stats_lock, flags);
  }
}

task("ethtool", read_and_clear);
hardirq("rx", rx_interrupt, { times: 2 });

invariant("no packet is counted twice", () => spin_is_locked(stats_lock) || packets + reported <= 2);

expect(version === "broken" ? violates("circular-wait") : verified());
`;
