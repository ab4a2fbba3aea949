// Interrupts off by hand: a driver disables interrupts itself and then takes a spinlock_t.
// On a kernel without PREEMPT_RT that is spin_lock_irq in two lines. On PREEMPT_RT a spinlock_t sleeps, and sleeping with interrupts off is a
// bug that no rule about the order of locks shows. The repair is to let the lock say it: spin_lock_irq, which is right on both kernels.
// kernel: "BUG: sleeping function called from invalid context", on PREEMPT_RT.
import {
  config,
  configurations,
  expect,
  hardirq,
  int,
  invariant,
  local_irq_disable,
  local_irq_enable,
  spin_is_locked,
  spin_lock,
  spin_lock_irq,
  spin_unlock,
  spin_unlock_irq,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");
configurations("raw-lock-nesting", "preempt-rt");

class Port {
  lock = spinlock_t();
  written = int(0, 4); // these two under lock
  sent = int(0, 4);
}
const port = new Port();

function port_write() {
  if (version === "broken") {
    local_irq_disable();
    spin_lock(port.lock);
  } else spin_lock_irq(port.lock);
  port.written = port.written + 1;
  port.sent = port.sent + 1;
  if (version === "broken") {
    spin_unlock(port.lock);
    local_irq_enable();
  } else spin_unlock_irq(port.lock);
}

function port_interrupt() {
  spin_lock(port.lock);
  port.written = port.written + 1;
  port.sent = port.sent + 1;
  spin_unlock(port.lock);
}

task("writer", port_write, { cpu: 0 });
hardirq("port", port_interrupt, { cpu: 0, times: 2 });

invariant("what is written is sent", () => spin_is_locked(port.lock) || port.written === port.sent);

expect(version === "broken" && config.PREEMPT_RT ? violates("sleep-in-atomic", { lock: "&port->lock", in: "port_write" }) : verified());
