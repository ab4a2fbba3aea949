------------------------------- MODULE Usage -------------------------------
\* Lockdep's usage bits: kernel/locking/lockdep.c, mark_usage and lockdep_hardirqs_on_prepare.
\* They are observed, not judged: a bit is set by a place that some execution reaches. A lock is acquired, and held, in a mode: "W" for writing,
\* "R" for reading, "unchecked" where lockdep only keeps it on its stack (RCU sections). A mark is [class name, bit, mode]: "IN-HARDIRQ", "W".
EXTENDS Integers, Sequences

Tracked(class, mode) == mode # "unchecked" /\ class.type # "bit_spinlock"

\* overSoftirq: the context is a hard interrupt handler that came while a softirq handler ran.
InBits(place, overSoftirq) ==
  IF place.trylock THEN {}
  ELSE (IF place.context \in {"hardirq", "threadable hardirq"} THEN {"IN-HARDIRQ"} ELSE {})
         \cup (IF place.context \in {"softirq", "irqsafe softirq"} \/ overSoftirq THEN {"IN-SOFTIRQ"} ELSE {})

OnBits(place) ==
  IF ~place.irqs THEN {}
  ELSE {"HARDIRQ-ON"} \cup (IF place.bh = 0 /\ place.context # "softirq" THEN {"SOFTIRQ-ON"} ELSE {})

\* An acquisition marks the lock. Enabling interrupts or bottom halves marks all that is held, a writer that becomes a reader itself and what is above it.
MarkedByAcquiring(place, overSoftirq) ==
  IF Tracked(place.acquires, place.mode)
  THEN {<<place.acquires.name, bit, place.mode>> : bit \in InBits(place, overSoftirq) \cup OnBits(place)}
  ELSE {}
MarkedWhileHeld(place) ==
  LET tracked == {i \in DOMAIN place.held : Tracked(place.held[i], place.modes[i])}
  IN  {<<place.held[i].name, bit, place.modes[i]>> : i \in tracked, bit \in OnBits(place)}
=============================================================================
