// P1 of bench/peers: threads that disable interrupts, take any subset of some spinlocks in ascending order, release them in descending
// order, enable interrupts, for ever. Nothing goes wrong.
import { choose, local_irq_disable, local_irq_enable, param, raw_spin_lock, raw_spin_unlock, raw_spinlock_t, tasks } from "lockproof/dsl";

const THREADS = param("threads", 3, { min: 1, max: 8 });
const LOCKS = param("locks", 4, { min: 1, max: 4 });

const a = raw_spinlock_t();
const b = raw_spinlock_t();
const c = raw_spinlock_t();
const d = raw_spinlock_t();

function from_d() {
  if (LOCKS < 4) return;
  if (choose(true, false)) {
    raw_spin_lock(d);
    raw_spin_unlock(d);
  }
}

function from_c() {
  if (LOCKS < 3) return;
  if (choose(true, false)) {
    raw_spin_lock(c);
    from_d();
    raw_spin_unlock(c);
  } else {
    from_d();
  }
}

function from_b() {
  if (LOCKS < 2) return;
  if (choose(true, false)) {
    raw_spin_lock(b);
    from_c();
    raw_spin_unlock(b);
  } else {
    from_c();
  }
}

function thread() {
  while (true) {
    local_irq_disable();
    if (choose(true, false)) {
      raw_spin_lock(a);
      from_b();
      raw_spin_unlock(a);
    } else {
      from_b();
    }
    local_irq_enable();
  }
}

tasks("thread", THREADS, thread);
