------------------------------ MODULE RcuUsage ------------------------------
\* Reading a pointer that RCU protects, outside of a read section: include/linux/rcupdate.h, rcu_dereference_check; kernel/rcu/update.c,
\* rcu_read_lock_held, rcu_read_lock_bh_held, rcu_read_lock_sched_held.
\* A place is [at, section, held, context, irqs, bh, preempt]: section is the kind of section that the reader has to be in.
EXTENDS Integers, Sequences

Holds(place, type) == \E i \in DOMAIN place.held : place.held[i].type = type

InReadSection(place) ==
  CASE place.section = "rcu" -> Holds(place, "rcu")
    [] place.section = "rcu_bh" -> place.bh > 0 \/ place.context = "softirq" \/ ~place.irqs
    \* preemptible(): on PREEMPT_RT disabled bottom halves can be preempted.
    [] place.section = "rcu_sched" -> place.bh > 0 \/ place.preempt > 0 \/ ~place.irqs \/ place.context # "task"
    [] place.section = "rcu_sched on PREEMPT_RT" -> Holds(place, "rcu_sched") \/ place.preempt > 0 \/ ~place.irqs \/ place.context # "task"
    [] OTHER -> FALSE

SuspiciousRcuUse(place) == ~InReadSection(place)
=============================================================================
