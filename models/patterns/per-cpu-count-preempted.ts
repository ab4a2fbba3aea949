// Each CPU counts its own packets, so no lock is needed against other CPUs. Against other tasks of the same CPU something is: between reading the
// count and storing it a task can be preempted, and what the other one counted is lost. The repair is a local lock: it disables preemption, and on
// PREEMPT_RT it is a lock of the CPU.
// lockdep: silent, there is no lock.

import {
  configurations,
  DEFINE_PER_CPU,
  expect,
  finished,
  int,
  invariant,
  local_lock,
  local_lock_t,
  local_unlock,
  per_cpu,
  task,
  this_cpu_read,
  this_cpu_write,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");
configurations("raw-lock-nesting", "preempt-rt");

const packets = DEFINE_PER_CPU(int(0, 2));
const packets_lock = local_lock_t();

function count_packet() {
  if (version === "fixed") local_lock(packets_lock);
  this_cpu_write(packets, this_cpu_read(packets) + 1);
  if (version === "fixed") local_unlock(packets_lock);
}

const receiver = task("receiver", count_packet, { cpu: 0 });
const sender = task("sender", count_packet, { cpu: 0 });
task("elsewhere", count_packet, { cpu: 1 });

invariant("no packet is lost", () => !finished(receiver) || !finished(sender) || per_cpu(packets, 0) === 2);

expect(version === "broken" ? violates("invariant", { property: "no packet is lost" }) : verified());
