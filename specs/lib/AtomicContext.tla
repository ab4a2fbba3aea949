--------------------------- MODULE AtomicContext ---------------------------
\* Sleeping where one must not (kernel/sched/core.c, __might_resched), and ending with something still held.
\* A place is [at, held, context, irqs, bh, preempt, ...]: irqs says whether interrupts are on; bh and preempt are how often bottom halves and preemption are disabled.
EXTENDS Integers, Sequences

HoldsRcu(place) == \E i \in DOMAIN place.held : place.held[i].type \in {"rcu", "rcu_bh", "rcu_sched"}

Atomic(place) ==
  \/ place.context # "task"
  \/ ~place.irqs
  \/ place.bh > 0
  \/ place.preempt > 0
  \/ HoldsRcu(place)

\* On PREEMPT_RT a spinlock_t sleeps, too, but also inside of RCU sections and with bottom halves disabled (rtlock_might_resched).
AtomicForRtLocks(place) ==
  \/ place.context # "task"
  \/ ~place.irqs
  \/ place.preempt > 0

\* A context must leave the CPU as it found it: a hard interrupt, and a timer with TIMER_IRQSAFE, with interrupts off. The maps of a work item are its worker's to release.
LeavesSomethingHeld(place) ==
  \/ \E i \in DOMAIN place.held : place.held[i].type # "map"
  \/ place.irqs # (place.context \in {"task", "softirq"})
  \/ place.bh > 0
  \/ place.preempt > 0
=============================================================================
