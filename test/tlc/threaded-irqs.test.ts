import { checkCases } from "./cases.js";

const DECLARATIONS =
  "const m = mutex(); const l = spinlock_t(); const r = raw_spinlock_t(); let x = int(0, 9); let pending = bool(); let off = bool();";

checkCases("[T] threaded interrupt handlers in the real TLC", DECLARATIONS, [
  [
    "the thread may sleep",
    'request_threaded_irq("dev", () => IRQ_WAKE_THREAD, () => { mutex_lock(m); x = 1; mutex_unlock(m); return IRQ_HANDLED; }); task("f", () => {}); reachable("runs", () => x === 1);',
    "verified",
  ],
  [
    "the handler may not",
    'request_threaded_irq("dev", () => { mutex_lock(m); mutex_unlock(m); return IRQ_HANDLED; }, () => IRQ_HANDLED); task("f", () => {});',
    "wait-context",
  ],
  [
    "a handler that may be forced into a thread takes a spinlock_t",
    'request_threaded_irq("dev", () => { spin_lock(l); spin_unlock(l); return IRQ_WAKE_THREAD; }, () => IRQ_HANDLED); task("f", () => {});',
    "verified",
  ],
  [
    "one of IRQF_ONESHOT may not",
    'request_threaded_irq("dev", () => { spin_lock(l); spin_unlock(l); return IRQ_WAKE_THREAD; }, () => IRQ_HANDLED, { flags: IRQF_ONESHOT }); task("f", () => {});',
    "wait-context",
  ],
  [
    "only who says so wakes the thread",
    'request_threaded_irq("dev", () => IRQ_HANDLED, () => { x = 1; return IRQ_HANDLED; }); task("f", () => {}); invariant("off", () => x === 0);',
    "verified",
  ],
  [
    "without a handler every interrupt wakes it, and none comes before it has returned",
    'request_threaded_irq("dev", null, () => { x = x + 1; x = x - 1; return IRQ_HANDLED; }, { flags: IRQF_ONESHOT, times: 2 }); task("f", () => {}); invariant("one", () => x < 2); reachable("runs", () => x === 1);',
    "verified",
  ],
  [
    "without IRQF_ONESHOT an interrupt comes while the thread runs",
    'request_threaded_irq("dev", () => { x = x + 1; return IRQ_WAKE_THREAD; }, () => { x = 5; x = 0; return IRQ_HANDLED; }, { times: 2 }); task("f", () => {}); invariant("alone", () => x !== 6);',
    "invariant: alone",
  ],
  [
    "with it none does",
    'request_threaded_irq("dev", () => { x = x + 1; return IRQ_WAKE_THREAD; }, () => { x = 5; x = 0; return IRQ_HANDLED; }, { times: 2, flags: IRQF_ONESHOT }); task("f", () => {}); invariant("alone", () => x !== 6);',
    "verified",
  ],
  [
    "disabling waits for the thread, too",
    'const line = request_threaded_irq("dev", () => IRQ_WAKE_THREAD, () => { assert(!off, "off"); return IRQ_HANDLED; }); task("f", () => { disable_irq(line); off = true; });',
    "verified",
  ],
  [
    "a busy wait for the handler does not",
    'const line = request_threaded_irq("dev", () => IRQ_WAKE_THREAD, () => { assert(!off, "off"); return IRQ_HANDLED; }); task("f", () => { disable_hardirq(line); off = true; });',
    "assertion: off",
  ],
  [
    "under a mutex that the thread takes it is a circular wait",
    'const line = request_threaded_irq("dev", () => IRQ_WAKE_THREAD, () => { mutex_lock(m); mutex_unlock(m); return IRQ_HANDLED; }); task("f", () => { mutex_lock(m); synchronize_irq(line); mutex_unlock(m); });',
    "circular-wait",
  ],
  [
    "a thread that disables its own line waits for itself",
    'const line = request_threaded_irq("dev", () => IRQ_WAKE_THREAD, () => { disable_irq(line); return IRQ_HANDLED; }); task("f", () => {});',
    "circular-wait",
  ],
]);
