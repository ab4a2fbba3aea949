// A completion that is reset after the work that completes it was started: if the work is quick its complete() is forgotten, and the wait
// lasts for ever. The repair is to reset it before.
// lockdep: nothing, completions have no lock map.

import {
  assert,
  bool,
  complete,
  completion,
  eventually,
  expect,
  finished,
  queue_work,
  reinit_completion,
  system_unbound_wq,
  task,
  variant,
  verified,
  violates,
  wait_for_completion,
  work_struct,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

class command {
  ran = bool();
  done = completion();
  work = work_struct(command_run);
}
const cmd = new command();

function command_run(c: command) {
  c.ran = true;
  complete(c.done);
}

function command_send() {
  if (version === "fixed") reinit_completion(cmd.done);
  queue_work(system_unbound_wq, cmd.work);
  if (version === "broken") reinit_completion(cmd.done);
  wait_for_completion(cmd.done);
  assert(cmd.ran, "a command that is done has run");
}

const sender = task("sender", command_send);

eventually("the sender goes on", () => finished(sender));

expect(version === "broken" ? violates("stuck") : verified());
