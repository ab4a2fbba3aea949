// A handler of interrupts hands the slow part to its thread. Both look at the same queue, under a spinlock. The thread is a task, so the
// interrupt comes over it while it holds the lock, and spins for it for ever: the thread has to keep interrupts out.
// lockdep: "inconsistent lock state", {IN-HARDIRQ-W} -> {HARDIRQ-ON-W}.

import {
  expect,
  IRQ_HANDLED,
  IRQ_NONE,
  IRQ_WAKE_THREAD,
  int,
  invariant,
  lockdep,
  reachable,
  request_threaded_irq,
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

const fifo_lock = spinlock_t();
let fifo = int(0, 2);
let taken = int(0, 2);
let given = int(0, 2); // how many the sensor has put in

function sensor_irq() {
  spin_lock(fifo_lock);
  const isFull = fifo === 2;
  if (!isFull) {
    fifo = fifo + 1;
    given = given + 1;
  }
  spin_unlock(fifo_lock);
  return isFull ? IRQ_NONE : IRQ_WAKE_THREAD;
}

function drain() {
  taken = taken + fifo;
  fifo = 0;
}

function sensor_thread() {
  if (version === "broken") {
    spin_lock(fifo_lock);
    drain();
    spin_unlock(fifo_lock);
  } else {
    const flags = spin_lock_irqsave(fifo_lock);
    drain();
    spin_unlock_irqrestore(fifo_lock, flags);
  }
  return IRQ_HANDLED;
}

request_threaded_irq("sensor", sensor_irq, sensor_thread, { cpu: 0, thread_cpu: 0, times: 2 });
task("idle", () => {}, { cpu: 1 });

invariant("what was given is in the queue or taken", () => spin_is_locked(fifo_lock) || given === fifo + taken);
reachable("all is taken", () => taken === 2);

expect(
  version === "broken" ? violates("circular-wait", { lock: "fifo_lock", in: "sensor_irq" }) : verified(),
  version === "broken" ? lockdep("inconsistent-usage", { lock: "fifo_lock" }) : lockdep("silent"),
);
