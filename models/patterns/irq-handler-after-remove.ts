// A driver is removed: it keeps its interrupt from coming and frees what the handler uses. disable_irq_nosync() does not wait for a handler
// that runs at that moment on another CPU. free_irq() does.
// lockdep: nothing, no lock is involved. KASAN sees it when the interrupt comes at the right moment.

import {
  disable_irq_nosync,
  expect,
  free_irq,
  hardirq,
  int,
  invariant,
  is_allocated,
  kfree,
  reachable,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

class device {
  status = int(0, 1);
}
const dev = new device();
let events = int(0, 2);

function device_irq() {
  if (dev.status === 0) {
    events = events + 1;
    dev.status = 1; // acknowledged
  }
}

const irq = hardirq("device", device_irq, { cpu: 1, times: 2 });

function device_remove() {
  if (version === "broken") disable_irq_nosync(irq);
  else free_irq(irq);
  kfree(dev);
}

task("remove", device_remove, { cpu: 0 });

invariant("an event is counted once", () => events <= 1);
reachable("an event is counted", () => events === 1);
reachable("the device is gone", () => !is_allocated(dev));

expect(version === "broken" ? violates("use-after-free", { in: "device_irq" }) : verified());
