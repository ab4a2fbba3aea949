// An interrupt on top of the holder: a task takes a lock with interrupts enabled, and the handler on the same CPU wants it.
// The handler spins for a lock whose holder cannot go on before the handler returns. The repair is to take the lock with interrupts off.
// lockdep: "inconsistent lock state", {HARDIRQ-ON-W} -> {IN-HARDIRQ-W}, without the interrupt ever coming at the bad moment.
import {
  expect,
  hardirq,
  int,
  invariant,
  reachable,
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

const version = variant("broken", "fixed");

class nic_device {
  lock = spinlock_t("&dev->lock");
  received = int(0, 2); // these three under lock
  pending = int(0, 2);
  delivered = int(0, 2);
}
const dev = new nic_device();

function nic_interrupt() {
  spin_lock(dev.lock); // interrupts are off here
  dev.received = dev.received + 1;
  dev.pending = dev.pending + 1;
  spin_unlock(dev.lock);
}

function nic_deliver() {
  dev.delivered = dev.delivered + dev.pending;
  dev.pending = 0;
}

function nic_poll() {
  if (version === "broken") {
    spin_lock(dev.lock);
    nic_deliver();
    spin_unlock(dev.lock);
  } else {
    const flags = spin_lock_irqsave(dev.lock);
    nic_deliver();
    spin_unlock_irqrestore(dev.lock, flags);
  }
}

task("poll", nic_poll, { cpu: 0 });
hardirq("nic", nic_interrupt, { cpu: 0, times: 2 });

reachable("packets are delivered", () => dev.delivered === 2);
invariant("every packet is pending or delivered", () => spin_is_locked(dev.lock) || dev.received === dev.pending + dev.delivered);

expect(version === "broken" ? violates("circular-wait", { lock: "&dev->lock", in: "nic_interrupt" }) : verified());
