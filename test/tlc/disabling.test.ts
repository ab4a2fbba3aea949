import { checkCases } from "./cases.js";

const DECLARATIONS =
  "const l = spinlock_t(); const r = raw_spinlock_t(); let x = int(0, 9); let dead = bool(); class d { tk = tasklet_struct(run); n = int(0, 1); } const dev = new d(); const other = new d();";

checkCases("[T] interrupt lines and tasklets that are disabled, in the real TLC", DECLARATIONS, [
  [
    "a handler does not come while its line is disabled",
    'function run() {} function h() { assert(!dead, "off"); } const line = hardirq("h", h); task("f", () => { disable_irq(line); dead = true; });',
    "verified",
  ],
  [
    "without waiting it may still run",
    'function run() {} function h() { x = 1; assert(!dead, "off"); } const line = hardirq("h", h); task("f", () => { disable_irq_nosync(line); dead = true; });',
    "assertion: off",
  ],
  [
    "it comes when the line is enabled as often as it was disabled",
    'function run() {} function h() { x = 1; } const line = hardirq("h", h); task("f", () => { disable_irq(line); disable_irq_nosync(line); enable_irq(line); dead = true; enable_irq(line); dead = false; }); invariant("not between", () => x === 0 || !dead); reachable("comes", () => x === 1);',
    "invariant: not between",
  ],
  [
    "enabling once too often is out of range",
    'function run() {} const line = hardirq("h", () => {}); task("f", () => { enable_irq(line); });',
    "out-of-range",
  ],
  [
    "waiting for a handler under a lock that it takes is a circular wait",
    'function run() {} const line = hardirq("h", () => { raw_spin_lock(r); raw_spin_unlock(r); }, { cpu: 1 }); task("f", () => { raw_spin_lock(r); disable_hardirq(line); raw_spin_unlock(r); }, { cpu: 0 });',
    "circular-wait",
  ],
  [
    "so is a handler that waits for itself",
    'function run() {} const line = hardirq("h", () => { synchronize_hardirq(line); }); task("f", () => {});',
    "circular-wait",
  ],
  [
    "waiting is not for atomic context",
    'function run() {} const line = hardirq("h", () => {}); task("f", () => { raw_spin_lock(r); synchronize_irq(line); raw_spin_unlock(r); });',
    "sleep-in-atomic",
  ],
  [
    "what a handler uses may be freed after free_irq",
    'function run() {} const line = hardirq("h", () => { dev.n = 1; }); task("f", () => { free_irq(line); kfree(dev); });',
    "verified",
  ],
  [
    "not before",
    'function run() {} const line = hardirq("h", () => { dev.n = 1; }); task("f", () => { disable_irq_nosync(line); kfree(dev); });',
    "use-after-free",
  ],
  [
    "a tasklet that is disabled does not run, and runs when it is enabled",
    'function run(o: d) { assert(!dead, "off"); o.n = 1; } task("f", () => { tasklet_disable(dev.tk); dead = true; tasklet_schedule(dev.tk); tasklet_schedule(other.tk); dead = false; tasklet_enable(dev.tk); }); eventually("runs", () => dev.n === 1);',
    "assertion: off",
  ],
  [
    "the other one of the class does",
    'function run(o: d) { assert(!dead || o === other, "off"); o.n = 1; } task("f", () => { tasklet_disable(dev.tk); dead = true; tasklet_schedule(dev.tk); tasklet_schedule(other.tk); dead = false; tasklet_enable(dev.tk); }); eventually("runs", () => dev.n === 1);',
    "verified",
  ],
  [
    "killing a tasklet that is scheduled and disabled is stuck",
    'function run() {} task("f", () => { tasklet_disable_nosync(dev.tk); tasklet_schedule(dev.tk); tasklet_kill(dev.tk); });',
    "stuck",
  ],
]);
