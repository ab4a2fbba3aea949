------------------------------- MODULE Usage -------------------------------
\* Lockdep's usage bits: kernel/locking/lockdep.c, mark_usage and lockdep_hardirqs_on_prepare.
\* They are observed, not judged: a bit is set by a place that some execution reaches.
EXTENDS Integers, Sequences

Tracked(class) == class.type \notin {"rcu", "rcu_bh", "rcu_sched", "bit_spinlock"}

\* overSoftirq: the context is a hard interrupt handler that came while a softirq handler ran.
InBits(place, overSoftirq) ==
  IF place.trylock THEN {}
  ELSE (IF place.context \in {"hardirq", "threadable hardirq"} THEN {"IN-HARDIRQ"} ELSE {})
         \cup (IF place.context = "softirq" \/ overSoftirq THEN {"IN-SOFTIRQ"} ELSE {})

OnBits(place) ==
  IF ~place.irqs THEN {}
  ELSE {"HARDIRQ-ON"} \cup (IF place.bh = 0 /\ place.context # "softirq" THEN {"SOFTIRQ-ON"} ELSE {})

\* An acquisition marks the lock; enabling interrupts or bottom halves marks all that is held.
MarkedByAcquiring(place, overSoftirq) ==
  IF Tracked(place.acquires) THEN {<<place.acquires.name, bit>> : bit \in InBits(place, overSoftirq) \cup OnBits(place)} ELSE {}
MarkedByEnabling(place) ==
  {<<class.name, bit>> : class \in {c \in {place.held[i] : i \in DOMAIN place.held} : Tracked(c)}, bit \in OnBits(place)}
=============================================================================
