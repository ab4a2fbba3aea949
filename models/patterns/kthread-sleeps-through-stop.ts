// A kernel thread sleeps until there is work, or until it is stopped. It looks first and says that it is going to sleep afterwards: when it is
// woken between the two, the wake-up is lost, and whoever stops it waits for ever. To repair, say it first, then look, then sleep.
// lockdep: nothing, no lock is involved; the kernel would only say "task blocked for more than 120 seconds".

import {
  bool,
  eventually,
  expect,
  finished,
  kthread,
  kthread_should_stop,
  kthread_stop,
  reachable,
  schedule,
  set_current_state,
  TASK_INTERRUPTIBLE,
  TASK_RUNNING,
  task,
  variant,
  verified,
  violates,
  wake_up_process,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

let work = bool();
let flushed = bool();

function flusher() {
  while (!kthread_should_stop()) {
    if (version === "fixed") {
      set_current_state(TASK_INTERRUPTIBLE); // survives mutation: without it the thread never sleeps, which is a waste and nothing worse
      if (!work && !kthread_should_stop()) schedule();
    } else if (!work && !kthread_should_stop()) {
      set_current_state(TASK_INTERRUPTIBLE); // work and should_stop are old by now
      schedule();
    }
    set_current_state(TASK_RUNNING); // survives mutation: the next round says it is going to sleep anyway
    flushed = flushed || work;
    work = false;
  }
}

const flusher_thread = kthread("flusher", flusher);

function unmount() {
  work = true;
  wake_up_process(flusher_thread); // survives mutation: kthread_stop wakes the thread, too, soon enough for this model
  kthread_stop(flusher_thread);
}

const unmounting = task("unmount", unmount);

eventually("unmounting ends", () => finished(unmounting));
reachable("all work is done", () => finished(unmounting) && flushed && !work);

expect(version === "broken" ? violates("stuck") : verified());
